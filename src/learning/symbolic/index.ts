export { symbolic } from "./symbolic.js";

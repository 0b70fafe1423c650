import DefaultTheme from "vitepress/theme";
import "./contrast.css";
import "./gallery.css";

export default DefaultTheme;

export { contentSecurityPolicy, securityHeaders } from "./headers.js";
export { type LabServer, type LabServerOptions, startLabServer } from "./server.js";

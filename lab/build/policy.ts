import type { Plugin } from "vite";
import { contentSecurityPolicy } from "../../src/server/headers.js";

/** Puts the content security policy into the built page, so that it also holds on hosts that set no headers. */
export function policy(): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy.join("; ") },
        injectTo: "head-prepend",
      },
    ],
  };
}

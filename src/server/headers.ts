/**
 * What the lab's page may do: load from its own origin only and compile WebAssembly; no generated JavaScript, no inline
 * scripts or styles, no frames. The page also carries it in a `meta` element, for hosts that set no headers.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** Headers of every answer. The two cross-origin ones let the page use several WebAssembly threads. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [...contentSecurityPolicy, "frame-ancestors 'none'"].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

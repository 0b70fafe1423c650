/** Keeps the lab's files so that it opens without a network, and isolates it where the host cannot. */

// Filled in when the lab is built.
const VERSION = "__VERSION__";
const FILES = "__FILES__" as unknown as readonly string[];

const cacheName = `lab-${VERSION}`;
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
const scope = self as unknown as {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly registration: { readonly scope: string };
  addEventListener(type: string, listener: (event: FetchEvent) => void): void;
};

scope.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll([...FILES]))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith("lab-") && name !== cacheName).map((name) => caches.delete(name)),
        ),
      )
      .then(() => scope.clients.claim()),
  );
});

scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(scope.registration.scope)) return;
  // Results of runs change, so the network comes first for them; files of the lab do not, until it is built anew.
  if (url.pathname.includes("/runs/")) return;
  event.respondWith(event.request.mode === "navigate" ? page(event.request) : file(event.request));
});

/** The page, from the network if there is one; its state is in the query, which the server does not need. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const answer = await fetch(request).catch(() => undefined);
  const found = answer?.ok ? answer : ((await cache.match("./")) ?? answer ?? Response.error());
  if (found.type === "error") return found;
  const headers = new Headers(found.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  return new Response(found.body, { status: found.status, statusText: found.statusText, headers });
}

/** A file as it was built; one that only this browser needs is kept when it comes. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const known = await cache.match(request, { ignoreSearch: true });
  if (known !== undefined) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(request, answer.clone());
  return answer;
}

// Answers for the host's screen when the network does not. The page asks for it and fills its cache
// (`host/device.js`); the list itself is in the page's own storage. It is served as `/host-sw.js`, so that it may
// answer for `/host/…`. A page that the server refuses is refused: only a network that is gone is answered for.

const CACHE = "efir-host";
/** A network that says nothing for so long is gone. */
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === "navigate" && !new URL(event.request.url).searchParams.has("token")) {
    event.respondWith(page(event.request));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(file(event.request));
  }
});

async function page(request) {
  const kept = await caches.match(request, { ignoreSearch: true, cacheName: CACHE });
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([fetch(request).catch(() => kept), late]);
}

/** Their addresses change with their content. */
const file = async (request) => (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);

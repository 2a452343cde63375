// What the screen asks of the browser: to stay awake, to fill the screen, and to keep the page for a reload without
// network. Each may be missing (they need HTTPS or this machine), and then the rest goes on.

const CACHE = "efir-host";

/** Keeps the screen awake while the page is seen. */
export function stayAwake() {
  const ask = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

export function fullScreen() {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  asked.catch(() => {});
}

/**
 * Has the worker (`/host-sw.js`) answer for this page when the network does not, and puts into its cache what the page
 * was made of, less what an older build left there.
 */
export async function keepPage() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await navigator.serviceWorker.register("/host-sw.js", { scope: "/host/" });
  const files = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
    .filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/")).map((url) => url.pathname);
  const cache = await caches.open(CACHE);
  // Served by the worker itself, the page is in the cache already.
  await Promise.all([...files, location.pathname].map((path) => cache.add(path).catch(() => {})));
  const version = files[0]?.split("/")[2];
  const old = (await cache.keys()).filter(({ url }) => /^\/static\/([^/]+)\//.exec(new URL(url).pathname)?.[1] !== version);
  await Promise.all(old.filter(({ url }) => new URL(url).pathname.startsWith("/static/")).map((key) => cache.delete(key)));
}

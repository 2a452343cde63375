// What the screen asks of the browser: its colours, to stay awake, to fill the screen, and to keep the page for a reload
// without network. Each may be missing (two of them need HTTPS or this machine), and then the rest goes on.

const CACHE = "efir-host";

/** Whether the browser lets this page stay awake and be kept. */
export const SECURE = window.isSecureContext;

const DARK = "(prefers-color-scheme: dark)";
const HOLDS = { dark: "all", light: "not all", system: DARK };

/** The rules for dark screens, in all styles of the page: here they hold by the host's choice, not the system's. */
const dark = () => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === DARK);
let darkRules;

/** Light on dark, dark on light, or what the system has. */
export function colours(scheme) {
  darkRules ??= dark();
  for (const { media } of darkRules) if (media.mediaText !== HOLDS[scheme]) media.mediaText = HOLDS[scheme];
}

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

// What must outlive the page: the draft, and the frames that nobody acknowledged. It is in the browser's own store,
// a key a broadcast. Where the browser has no store (private windows of some), the page works without.

const KEYS = ["draft", "waiting"];

export function outbox(slug, store = globalThis.localStorage) {
  const name = (key) => `efir-${key}-${slug}`;
  return {
    /** What was kept under `draft` or `waiting`. */
    load(key, otherwise) {
      try {
        return JSON.parse(store.getItem(name(key))) ?? otherwise;
      } catch {
        return otherwise;
      }
    },
    save(key, value) {
      try {
        store.setItem(name(key), JSON.stringify(value));
      } catch { /* full or forbidden: the page still has it */ }
    },
    /** Whether that change in the store, made by another window, is of `key`. */
    is: (event, key) => KEYS.includes(key) && event.key === name(key),
  };
}

/** A UUID; `crypto.randomUUID` is there over https only. */
export function newId(random = crypto) {
  if (random.randomUUID) return random.randomUUID();
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

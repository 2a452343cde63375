// What this one screen is set to, and what it keeps for a reload without network. Two screens in one browser (the
// laptop's and the glass's) are told apart by `?screen=NAME`.

import { SPEED } from "./roll.js";

export const DEFAULTS = {
  scheme: "dark",
  /** Of the size that fits, in hundredths. */
  scale: 100,
  /** "none", "across", "down" or "both". */
  mirror: "none",
  prompt: false,
  speed: SPEED.first,
  /** Where the reading region is, in hundredths of the height. */
  region: 30,
  /** How many of the next ones are shown. */
  next: 2,
  keys: {},
};

export const MIRRORS = ["none", "across", "down", "both"];
export const SCHEMES = ["dark", "light", "system"];
export const SCALE = { least: 50, most: 250, step: 10 };

/** Reads and writes one value of this screen; a browser that keeps nothing is no reason to stop. */
export function kept(name, fallback, storage = () => localStorage) {
  return {
    read() {
      try {
        return { ...fallback, ...JSON.parse(storage().getItem(name)) };
      } catch {
        return fallback;
      }
    },
    write(value) {
      try {
        storage().setItem(name, JSON.stringify(value));
      } catch {
        // Full or forbidden: it lasts until the page is closed.
      }
    },
  };
}

/** The screen's own name in its address. */
export const screenName = (search) => new URLSearchParams(search).get("screen") ?? "";

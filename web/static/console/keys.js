// The one table of keys: it binds them, by where they are on the board and not by what they write, so that they work
// on ЙЦУКЕН as on QWERTY; and the help and the hints on buttons are made from it.

/** `say` is the key of its words, `group` where the help shows it. */
export const KEYS = [
  { deed: "next", codes: ["KeyJ", "ArrowDown"], group: "move" },
  { deed: "previous", codes: ["KeyK", "ArrowUp"], group: "move" },
  { deed: "toPlan", codes: ["ArrowRight"], group: "move" },
  { deed: "toInbox", codes: ["ArrowLeft"], group: "move" },
  { deed: "fresh", codes: ["KeyN"], group: "move" },
  {
    deed: "section", codes: ["Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6", "Digit0"],
    caps: ["1 … 6", "0"], group: "move",
  },
  { deed: "order", codes: ["KeyO"], group: "move" },
  { deed: "open", codes: ["Enter"], group: "move" },
  { deed: "search", codes: ["Slash"], writes: "/", group: "move" },
  { deed: "filters", codes: ["KeyF"], group: "move" },
  { deed: "approve", codes: ["KeyA"], group: "decide" },
  { deed: "top", codes: ["KeyA"], shift: true, group: "decide" },
  { deed: "hold", codes: ["KeyH"], group: "decide" },
  { deed: "reject", codes: ["KeyR"], group: "decide" },
  { deed: "edit", codes: ["KeyE"], group: "decide" },
  { deed: "merge", codes: ["KeyM"], group: "decide" },
  { deed: "mergeNumber", codes: ["KeyM"], shift: true, group: "decide" },
  { deed: "split", codes: ["KeyS"], group: "decide" },
  { deed: "label", codes: ["KeyL"], group: "decide" },
  { deed: "reopen", codes: ["KeyB"], group: "decide" },
  { deed: "claim", codes: ["KeyC"], group: "decide" },
  { deed: "choose", codes: ["KeyX"], group: "decide" },
  { deed: "chooseAll", codes: ["KeyX"], shift: true, group: "decide" },
  { deed: "undo", codes: ["KeyU"], group: "decide" },
  { deed: "nextOnAir", codes: ["Enter"], shift: true, group: "air" },
  { deed: "take", codes: ["KeyT"], group: "air" },
  { deed: "answered", codes: ["KeyT"], shift: true, group: "air" },
  { deed: "clear", codes: ["Backspace"], shift: true, group: "air" },
  { deed: "up", codes: ["ArrowUp"], alt: true, group: "air" },
  { deed: "down", codes: ["ArrowDown"], alt: true, group: "air" },
  { deed: "pin", codes: ["KeyP"], group: "air" },
  { deed: "remark", codes: ["KeyG"], group: "air" },
  { deed: "write", codes: ["KeyW"], group: "air" },
  { deed: "mute", codes: ["KeyM"], alt: true, group: "decide" },
  { deed: "muted", codes: ["KeyV"], group: "move" },
  { deed: "help", codes: ["Slash", "F1"], shift: true, writes: "?", group: "move" },
  { deed: "escape", codes: ["Escape"], group: "move" },
];

export const GROUPS = ["move", "decide", "air"];

const CAPS = {
  ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Backspace: "⌫", Slash: "/",
};
const cap = (code) => CAPS[code] ?? code.replace(/^(Key|Digit)/, "");

const BY_DEED = new Map(KEYS.map((key) => [key.deed, key]));

/** What stands on the caps that give a deed: `["⇧ Enter"]`, `["J", "↓"]`. */
export function caps(deed) {
  const key = BY_DEED.get(deed);
  if (!key) return [];
  if (key.caps ?? key.writes) return key.caps ?? [key.writes];
  const held = (key.shift ? "⇧ " : "") + (key.alt ? "Alt " : "");
  return key.codes.map((code) => held + cap(code));
}

/** The deed of a key that was pressed; nothing for others, and for what belongs to the browser. */
export function deedOf({ code, key, shiftKey, altKey, ctrlKey, metaKey }) {
  if (ctrlKey || metaKey) return null;
  // What writes the sign itself, wherever a layout has it, gives its deed, too.
  const written = !altKey && KEYS.find((one) => one.writes && one.writes === key);
  if (written) return written.deed;
  const fits = (one) => Boolean(one.shift) === Boolean(shiftKey) && Boolean(one.alt) === Boolean(altKey);
  const found = KEYS.find((one) => one.codes.includes(code) && (fits(one) || code === "F1"));
  return found?.deed ?? null;
}

/** Of `section`: which part of the queue. */
export const sectionOf = (event) => {
  const digit = digitOf(event);
  return digit === 9 ? 6 : digit;
};

/** 1 to 9, then 0 for the tenth; nothing for other keys. */
export function digitOf({ code, ctrlKey, metaKey, altKey }) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code ?? "")?.[1];
  if (digit === undefined || ctrlKey || metaKey || altKey) return null;
  return digit === "0" ? 9 : Number(digit) - 1;
}

/** The place of what a key chooses in a list: ten by digits, those beyond by letters as they lie on the board. */
export function choiceOf(event) {
  const letter = LETTERS.indexOf(event.code);
  if (letter < 0 || event.ctrlKey || event.metaKey || event.altKey) return digitOf(event);
  return 10 + letter;
}

/** What stands on the cap that chooses the entry at that place; nothing beyond the last letter. */
export const choiceCap = (at) => (at < 10 ? String((at + 1) % 10) : cap(LETTERS[at - 10] ?? ""));

const LETTERS = [..."QWERTYUIOPASDFGHJKLZXCVBNM"].map((letter) => `Key${letter}`);

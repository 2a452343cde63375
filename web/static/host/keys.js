// Which key does what on the host's screen: one table, by `event.code`, so that it is the same on every layout. A
// clicker is a keyboard with two keys. Every key may be set again; what was set is kept by this screen.

/** Actions with the keys they have from the start. `still` works where the text does not roll, `roll` where it does. */
export const ACTIONS = [
  { name: "forward", keys: ["PageDown", "ArrowRight", "Enter", "NumpadEnter"] },
  { name: "forward", keys: ["Space"], when: "still" },
  { name: "back", keys: ["PageUp", "ArrowLeft"] },
  { name: "blank", keys: ["KeyB", "Period"] },
  { name: "hear", keys: ["KeyH"] },
  { name: "prompt", keys: ["KeyP"] },
  { name: "pause", keys: ["Space"], when: "roll" },
  { name: "faster", keys: ["ArrowDown"], when: "roll" },
  { name: "slower", keys: ["ArrowUp"], when: "roll" },
  { name: "rewind", keys: ["Home"] },
  { name: "down", keys: ["ArrowDown"], when: "still" },
  { name: "up", keys: ["ArrowUp"], when: "still" },
  { name: "larger", keys: ["Equal", "NumpadAdd"] },
  { name: "smaller", keys: ["Minus", "NumpadSubtract"] },
  { name: "mirror", keys: ["KeyM"] },
  { name: "scheme", keys: ["KeyI"] },
  { name: "full", keys: ["KeyF"] },
  { name: "settings", keys: ["KeyS"] },
];

/** Two presses of a clicker within this time are one that bounced. */
export const BOUNCE_MS = 250;

/** The name of a line of the table, under which its keys are kept. */
export const slot = ({ name, when }) => (when ? `${name}-${when}` : name);

/** The table with what was set in place of what it had; one key means one thing at a time. */
export function bindings(set = {}) {
  return ACTIONS.map((action) => ({ ...action, keys: set[slot(action)] ?? action.keys }));
}

const together = (one, other) => !one.when || !other.when || one.when === other.when;

/** What was set, with that key for that line: taken from any other line that could mean it at the same time. */
export function bind(set, line, code) {
  const target = ACTIONS.find((action) => slot(action) === line);
  const changed = { ...set };
  for (const action of bindings(set)) {
    if (slot(action) === line) changed[line] = [code];
    else if (action.keys.includes(code) && together(action, target)) {
      changed[slot(action)] = action.keys.filter((key) => key !== code);
    }
  }
  return changed;
}

/** What a key press means: `{name, speed?}`, or null. Digits set the speed of what rolls. */
export function meaning(event, set, rolling) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const mode = rolling ? "roll" : "still";
  const fits = ({ keys, when }) => keys.includes(event.code) && (!when || when === mode);
  const action = bindings(set).find(fits);
  if (action) return { name: action.name };
  const digit = rolling && /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  return digit ? { name: "speed", speed: Number(digit[1]) * 2 } : null;
}

/** Lets through one press of forward or back, and not the bounce of its key nor a key that is held. */
export function gate() {
  const last = {};
  return (name, { code, timeStamp, repeat }) => {
    if (name !== "forward" && name !== "back") return true;
    const bounced = repeat || timeStamp - (last[code] ?? -Infinity) < BOUNCE_MS;
    if (!bounced) last[code] = timeStamp;
    return !bounced;
  };
}

const SHOWN = {
  PageDown: "Page Down", PageUp: "Page Up", ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓", Enter: "Enter",
  NumpadEnter: "Num Enter", NumpadAdd: "Num +", NumpadSubtract: "Num −", Equal: "+", Minus: "−", Period: ".", Space: "␣",
};

/** How a key is written. */
export const keyName = (code) => SHOWN[code] ?? code.replace(/^(Key|Digit)/, "").replace(/^Numpad/, "Num ");

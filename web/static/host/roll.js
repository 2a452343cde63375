// The text that rolls through the reading region: where it is after a moment, and the loop that moves it. Only a
// transform changes from frame to frame, so that a weak laptop need not lay anything out.

export const SPEED = { least: -4, most: 20, first: 6 };
/** Lines a second for each step of speed: at 6 about as fast as one reads aloud. */
const LINES_A_SECOND = 0.09;
/** A frame that came late moves the text no further than this, in milliseconds: no jump after a hitch. */
const FRAME_MAX_MS = 100;

export const speedWithin = (speed) => Math.min(SPEED.most, Math.max(SPEED.least, speed));

/** Where the text is after `ms`: at 0 its first line is in the reading region, at `end` its last. */
export function rolled(at, ms, speed, line, end) {
  const moved = at + (Math.min(ms, FRAME_MAX_MS) / 1000) * speed * LINES_A_SECOND * line;
  return Math.min(Math.max(0, moved), Math.max(0, end));
}

/** Rolls `element` while it is told to; `measure()` says `{line, end}` in pixels, once for each text and size. */
export function roller(measure, env = globalThis) {
  let at = 0, last = null, asked = 0, running = false, speed = SPEED.first, size = { line: 0, end: 0 }, element = null;

  const show = () => element?.style.setProperty("transform", `translate3d(0, ${(-at).toFixed(2)}px, 0)`);

  function step(now) {
    asked = 0;
    if (!running || !element) return;
    if (last !== null) {
      at = rolled(at, now - last, speed, size.line, size.end);
      show();
    }
    last = now;
    asked = env.requestAnimationFrame(step);
  }

  const go = () => {
    if (running && element && !asked) {
      last = null;
      asked = env.requestAnimationFrame(step);
    }
  };

  return {
    /** Another text, or another size: begins at its first line, or stays where it was. */
    set(target, { rewind = false } = {}) {
      element = target;
      if (!element) return;
      size = measure(element);
      at = rewind ? 0 : Math.min(at, size.end);
      show();
      go();
    },
    run(on, atSpeed) {
      running = on;
      speed = atSpeed;
      go();
    },
    /** By so many lines at once, by hand. */
    nudge(lines) {
      at = Math.min(Math.max(0, at + lines * size.line), Math.max(0, size.end));
      show();
    },
    get at() {
      return at;
    },
  };
}

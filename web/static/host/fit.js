// How large the question on air may be: as large as fits its box, and not larger than one reads with comfort.

/** The largest whole size from `least` to `most` that fits; the least where none does. `fits` is asked few times. */
export function largest(least, most, fits) {
  if (fits(most)) return most;
  let low = least, high = most;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** 82 px at 768 high and 1366 wide; on a phone as much as a word of some length leaves room for. */
export const mostFor = (width, height) => Math.floor(Math.min(height * 0.107, width * 0.11));
/** Below this one does not read from a distance: then the text rolls or is scrolled. */
export const leastFor = (width, height) => Math.max(16, Math.floor(Math.min(height * 0.028, width * 0.045)));

/** Sets the size of `text` so that `box` holds all; `scale` is what the host asked for over it. */
export function fit(text, box, { width, height, scale = 1 }) {
  const most = mostFor(width, height), least = leastFor(width, height);
  const set = (size) => text.style.setProperty("font-size", `${size}px`);
  const holds = (size) => {
    set(size);
    return box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth;
  };
  const size = Math.round(largest(least, most, holds) * scale);
  set(size);
  return size;
}

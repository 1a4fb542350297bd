'use greenlet';

/** Reads keys up to Enter, and shows them. */
export function readLine(next: () => Event, shown: HTMLElement): string {
  let line = '';
  for (;;) {
    shown.textContent = line;
    const event = next();
    if (!(event instanceof KeyboardEvent)) continue;
    if (event.key === 'Enter') {
      event.preventDefault();
      return line;
    }
    if (event.key === 'Backspace') line = line.slice(0, -1);
    else if (event.key.length === 1) line += event.key;
  }
}

/** Counts clicks on a button up to Enter. */
export function knocks(next: () => Event, button: HTMLElement): number {
  let count = 0;
  for (let event = next(); !isEnter(event); event = next()) {
    if (event.type !== 'click' || event.target !== button) continue;
    if (++count > 9) throw new RangeError(`${count} knocks`);
    // Otherwise Enter would click the button once more.
    button.blur();
  }
  return count;
}

function isEnter(event: Event): boolean {
  return event instanceof KeyboardEvent && event.key === 'Enter';
}

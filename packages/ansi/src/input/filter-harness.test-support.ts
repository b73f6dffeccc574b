// A filter with the usual hot keys and a readable form of what it gives, for the tests of this folder.
import { parseKeyBindings } from './bindings.ts';
import type { InputResult } from './input-event.ts';
import { InputFilter, type InputFilterOptions } from './input-filter.ts';

export const USUAL_KEYS = {
  talk: 'F2',
  help: 'Ctrl-\\ ?',
  auto: 'Ctrl-\\ a',
  panel: 'Ctrl-\\ F5',
  record: 'Ctrl-R',
  mute: 'Alt-x',
  deep: 'Shift-F5',
};

/** A filter on 24 rows of which one is ours, unless said otherwise. */
export function makeFilter(
  keys: Readonly<Record<string, string>> = USUAL_KEYS,
  options: Partial<Omit<InputFilterOptions, 'bindings'>> = {},
): InputFilter {
  const parsed = parseKeyBindings(keys);
  if (parsed.kind === 'error') throw new Error(parsed.message);
  return new InputFilter({
    bindings: parsed.bindings,
    geometry: { rows: 24, reservedRows: 1 },
    ledger: { take: () => undefined },
    ...options,
  });
}

/** One string per byte value 0–255, so that any bytes can be written in a test. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Events as short text: passed bytes between quotes with neighbours joined, all else by name. */
export function told(result: InputResult): readonly string[] {
  const lines: string[] = [];
  let passed = '';
  const flush = (): void => {
    if (passed !== '') lines.push(JSON.stringify(passed));
    passed = '';
  };
  for (const event of result) {
    if (event.kind === 'pass') {
      passed += String.fromCharCode(...event.bytes);
      continue;
    }
    flush();
    switch (event.kind) {
      case 'action':
        lines.push(`${event.action} ${event.phase}`);
        break;
      case 'leader':
        lines.push(`leader ${event.state}`);
        break;
      case 'hud-mouse':
        lines.push(`mouse ${event.button} ${event.phase} ${event.row},${event.column}`);
        break;
      case 'position-report':
        lines.push(`position ${event.row},${event.column}`);
        break;
      case 'focus':
        lines.push(`focus ${event.state}`);
        break;
      case 'size-report':
        lines.push(`size ${event.rows}x${event.columns}`);
        break;
    }
  }
  flush();
  return lines;
}

/** Feeds text in one chunk at a time and tells what came out, nothing being waited for. */
export function feed(filter: InputFilter, text: string, nowMs = 0): readonly string[] {
  return told(filter.accept(bytesOf(text), nowMs));
}

/** Everything that comes out in the end, the waits having passed. */
export function feedAndSettle(filter: InputFilter, text: string): readonly string[] {
  const first = filter.accept(bytesOf(text), 0);
  return told([...first, ...filter.expire(SETTLED_MS)]);
}

/** Later than every wait of the filter, in ms. */
export const SETTLED_MS = 60_000;

// Changes of JSON that stays JSON: a value of another kind, a key gone, a key of an object's own making.

/** What stands in for a value. `__proto__` is a key of its own in what is parsed. */
const ODD_VALUES: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '9007199254740993',
  '""',
  '"__proto__"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\u001b]52;c;x\\u0007"',
  '"../../x"',
  `"${'x'.repeat(5_000)}"`,
  '[]',
  '{}',
  '[[]]',
  `${'['.repeat(60)}${']'.repeat(60)}`,
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
];

type Place = { readonly holder: unknown[] | Record<string, unknown>; readonly key: string };

/** Changes one value in the line, or in the whole input if that is one document. What is no JSON stays. */
export function editedJson(
  input: Uint8Array,
  { at, choice, length }: { readonly at: number; readonly choice: number; readonly length: number },
): Uint8Array {
  const text = Buffer.from(input).toString('utf8');
  const whole = edited(text, choice, length);
  if (whole !== undefined) return Buffer.from(whole);
  const lines = text.split('\n');
  const index = Math.floor(at * lines.length);
  const line = edited(lines[index] ?? '', choice, length);
  if (line === undefined) return input;
  lines[index] = line;
  return Buffer.from(lines.join('\n'));
}

function edited(text: string, choice: number, way: number): string | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  const places = placesIn({ root }, []);
  const place = places[choice % places.length];
  if (place === undefined) return undefined;
  // The first place is that of the whole, in its box.
  const box = places[0]?.holder as { root?: unknown };
  const odd: unknown = JSON.parse(ODD_VALUES[way % ODD_VALUES.length] ?? 'null');
  if (choice % 5 === 0) Reflect.deleteProperty(place.holder, place.key);
  else if (choice % 5 === 1 && !Array.isArray(place.holder)) {
    define(place.holder, choice % 2 === 0 ? '__proto__' : 'toString', odd);
  } else define(place.holder, place.key, odd);
  return JSON.stringify(box.root) ?? '';
}

/** As a plain property, whatever its name. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function placesIn(holder: unknown[] | Record<string, unknown>, found: Place[]): Place[] {
  for (const [key, value] of Object.entries(holder)) {
    found.push({ holder, key });
    if (typeof value !== 'object' || value === null) continue;
    // Parsed JSON has arrays and plain objects alone.
    placesIn(value as Record<string, unknown>, found);
  }
  return found;
}

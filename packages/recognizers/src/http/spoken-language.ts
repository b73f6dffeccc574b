// Servers name languages in English (`english`); here they are ISO 639-1 codes.

const A = 'a'.charCodeAt(0);
const LETTERS = 26;

let codes: ReadonlyMap<string, string> | undefined;

/** The code of a language by its English name or its code; undefined for any other text. */
export function languageCode(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  codes ??= codesByName();
  return codes.get(name.toLowerCase());
}

/** Two letters make a code where the platform knows a name for them. */
function codesByName(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const found = new Map<string, string>();
  for (let index = 0; index < LETTERS * LETTERS; index += 1) {
    const letters = [Math.floor(index / LETTERS), index % LETTERS].map((each) => A + each);
    const code = String.fromCharCode(...letters);
    const name = names.of(code)?.toLowerCase();
    if (name === undefined) continue;
    // Some codes are old ones of the same language: its canonical one is meant.
    const canonical = Intl.getCanonicalLocales(code)[0] ?? code;
    found.set(name, canonical);
    found.set(code, canonical);
  }
  return found;
}

// Takes a name as it stands in code apart into the words it is made of. How those are said is told by
// `spoken-forms.ts`.

/**
 * One part of a name: letters as they stand (`HTTP`, `Server`, `config`), digits, or the sign between
 * two parts that is said (`.` and `/`). Other signs only separate.
 */
export interface NamePart {
  readonly kind: 'letters' | 'digits' | 'sign';
  readonly text: string;
}

const PARTS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+|\p{Lo}+|\p{N}+|[./]/gu;

/** `useEffect` → use, Effect; `HTTPServer` → HTTP, Server; `utf8` → utf, 8; `a.b` → a, ., b. */
export function nameParts(name: string): readonly NamePart[] {
  return Array.from(name.replace(/^[./]+|[./]+$/g, '').matchAll(PARTS), ([text]) => ({
    kind: /^[./]$/.test(text) ? 'sign' : /^\p{N}/u.test(text) ? 'digits' : 'letters',
    text,
  }));
}

/** The letters of a name in lower case, split where it says they split. */
export function nameWords(name: string): readonly string[] {
  return nameParts(name).flatMap(({ kind, text }) =>
    kind === 'letters' ? [text.toLowerCase()] : [],
  );
}

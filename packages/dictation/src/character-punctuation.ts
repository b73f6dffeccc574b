// Punctuation words in languages that are written without spaces: found anywhere in the text, the
// longest first. Such a language has no other rules here.
import type { CharacterLanguage } from './languages/language.ts';
import type { Dictated, Rewrite } from './rewrites.ts';
import type { DictationRule } from './settings.ts';

export function withCharacterPunctuation(
  plain: string,
  language: CharacterLanguage,
  off: readonly DictationRule[],
): Dictated {
  const rows = new Map(language.symbols.map((row) => [row.spoken, row]));
  const ways = [...rows.keys()].sort((one, other) => other.length - one.length);
  // White space that a recogniser put around a word goes with it.
  const pattern = new RegExp(`[ \\u3000]?(${ways.join('|')})[ \\u3000]?`, 'gu');
  const rewrites: Rewrite[] = [];
  let text = '';
  let from = 0;
  for (const found of plain.matchAll(pattern)) {
    const [said, way = ''] = found;
    const row = rows.get(way);
    if (row === undefined || off.includes(row.rule)) continue;
    const end = found.index + said.length;
    if (row.notAfter?.includes(plain.charAt(found.index - 1) || '\n') === true) continue;
    if (row.notBefore?.includes(plain.charAt(end) || '\n') === true) continue;
    text += plain.slice(from, found.index);
    const start = text.length;
    text += row.text;
    rewrites.push({ from: said, to: row.text, rule: row.rule, start, end: text.length });
    from = end;
  }
  return { text: text + plain.slice(from), rewrites, plain };
}

// Makes of a text that is meant for the eye one that can be listened to: code blocks are named, addresses
// and paths shortened, mark-up dropped, symbols said, and a long one cut. Which voice reads it is not known here.
import { type SaidWords, saidWords } from './said-words.table.ts';

/** About half a minute of speech, in UTF-16 units: longer is read faster than it is listened to. */
export const MOST_SPOKEN_UNITS = 400;

export interface SpeakableOptions {
  /** ISO 639-1, of what is said for symbols; absent, or one without words of its own: English. */
  readonly language?: string;
  readonly mostUnits?: number;
}

/** Not read at all where more than this comes in, in UTF-16 units: the rest is cut anyway. */
const MOST_LOOKED_AT_UNITS = 20_000;

/** Empty where there is nothing to say. */
export function speakableText(text: string, options: SpeakableOptions = {}): string {
  const words = saidWords(options.language);
  const looked = text.slice(0, MOST_LOOKED_AT_UNITS);
  const said = tidied(symbolsSaid(partsShortened(markupDropped(looked, words), words), words));
  return cut(said, options.mostUnits ?? MOST_SPOKEN_UNITS, words);
}

function markupDropped(text: string, { code }: SaidWords): string {
  return (
    text
      // Escape sequences, whole where they can be told.
      .replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)?/gu, '')
      .replaceAll(/(?:```|~~~)[\s\S]*?(?:```|~~~|$)/gu, ` ${code}. `)
      .replaceAll(/!?\[([^\]\n]{0,200})\]\([^)\n]{0,400}\)/gu, '$1')
      .replaceAll(/^[ \t]{0,12}(?:#{1,6}|>{1,6}|[-*•]|\d{1,4}[.)])[ \t]+/gmu, '')
      .replaceAll(/[*_~]{2,}|`+/gu, '')
      .replaceAll(/(?<![\p{L}\p{N}])[*_](?=\S)|(?<=\S)[*_](?![\p{L}\p{N}])/gu, '')
      .replaceAll(/\|/gu, ', ')
  );
}

/** Word by word, so that the work grows with the text and not faster. */
function partsShortened(text: string, words: SaidWords): string {
  return text.replaceAll(/\S+/gu, (token) => tokenSaid(token, words));
}

function tokenSaid(token: string, { hash, dot, number }: SaidWords): string {
  const named = (name: string): string =>
    name.replaceAll(/\.(?=[\p{L}\p{N}])/gu, ` ${dot} `).replaceAll(/[-_]+/gu, ' ');
  const core = token.replace(/^["'“(<]+/u, '').replace(/["'”)>.,;:!?]+$/u, '');
  const at = token.indexOf(core);
  const around = (said: string): string =>
    `${token.slice(0, at)}${said}${token.slice(at + core.length)}`;
  const host = /^https?:\/\/(?:www\.)?([^/?#:]+)/iu.exec(core)?.[1];
  if (host !== undefined) return around(named(host));
  if (/^(?=.*\d)(?=.*[a-f])[0-9a-f]{7,64}$/u.test(core)) return around(hash);
  if (/^#\d+$/u.test(core)) return around(`${number} ${core.slice(1)}`);
  if (/[\\/]/u.test(core)) {
    // `and/or`, `3/4` and dates are words, no paths.
    const parts = core.split(/[\\/]/u).filter((part) => part !== '');
    const isPath = /^(?:~|\.|[\\/]|[A-Za-z]:)|\.\p{L}|_/u.test(core) || parts.length > 2;
    const isDate = parts.every((part) => /^\d+$/u.test(part));
    return around(isPath && !isDate ? named(parts.at(-1) ?? '') : parts.join(' '));
  }
  const isFile = /^[\p{L}\p{N}_-]{1,60}(?:\.\p{L}[\p{L}\p{N}]{0,4}){1,3}$/u.test(core);
  return isFile || core.includes('_') ? around(named(core)) : token;
}

function symbolsSaid(text: string, { symbols }: SaidWords): string {
  const said = text
    .replaceAll(/(?:=|-)>|→|⇒/gu, ` ${symbols['->']} `)
    .replaceAll(/(?<=\d)\s?%/gu, ` ${symbols['%']}`);
  return (
    said
      .replaceAll(/(?<=\s|\d)([&+=@])(?=\s|\d)/gu, (symbol) => ` ${symbols[symbol]} `)
      // `[[` would begin phones, and the rest is for the eye: boxes, arrows, pictures, controls.
      .replaceAll(/[^\p{L}\p{M}\p{N}\s.,;:!?'’"“”()…。、！？，；：%€$£-]/gu, ' ')
  );
}

function tidied(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/\s+/gu, ' ')
        .replaceAll(/ (?=[.,;:!?])/gu, '')
        .trim(),
    )
    .map((line) =>
      line.replaceAll(/([.,;:!?])(?:[,;:.](?![.\d]))+/gu, '$1').replace(/^[.,;:\s-]+/u, ''),
    )
    .filter((line) => /[\p{L}\p{N}]/u.test(line))
    .join('\n');
}

/** At the end of a sentence where one ends late enough, else between words. */
function cut(text: string, mostUnits: number, { andSoOn }: SaidWords): string {
  if (text.length <= mostUnits) return text;
  const head = text.slice(0, mostUnits);
  const sentence = Math.max(...['. ', '! ', '? ', '\n', '。'].map((end) => head.lastIndexOf(end)));
  const word = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'));
  const isLate = sentence > mostUnits / 2;
  const at = isLate ? sentence + 1 : word > 0 ? word : wholeUnits(head);
  const kept = text
    .slice(0, at)
    .trimEnd()
    .replace(/[,;:]$/u, '');
  return /[.!?。]$/u.test(kept) ? `${kept} ${andSoOn}.` : `${kept}, ${andSoOn}.`;
}

/** Never between the two halves of one character. */
function wholeUnits(text: string): number {
  return /[\uD800-\uDBFF]$/u.test(text) ? text.length - 1 : text.length;
}

// Snippets as they go into a prompt: each with where it is from, all of them within a bound.
import { type Snippet, titleOf } from './snippets.ts';

/** A page or two: more is a file that the agent is better told of. In UTF-16 units. */
export const MOST_QUOTED_UNITS = 6_000;
const CUT = '…';
const BLANK: ReadonlySet<string> = new Set([' ', '\t']);
const COMMENT_START = '<!--';
const COMMENT_END = '-->';

export function quoteSnippets(snippets: readonly Snippet[]): string {
  const quoted: string[] = [];
  let left = MOST_QUOTED_UNITS;
  for (const snippet of snippets) {
    const whole = `${sourceOf(snippet)}:\n${withoutComments(snippet.text)}`;
    const between = quoted.length === 0 ? 0 : 2;
    const text = whole.length + between <= left ? whole : cut(whole, left - between);
    // Of a further one a cut helps nobody.
    if (text === undefined || (text !== whole && quoted.length > 0)) break;
    quoted.push(text);
    left -= text.length + between;
    if (text !== whole) break;
  }
  return quoted.join('\n\n');
}

/** What is not shown in a note is not said of it. */
function withoutComments(text: string): string {
  const shown: string[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf(COMMENT_START, at);
    const to = from < 0 ? -1 : text.indexOf(COMMENT_END, from + COMMENT_START.length);
    if (to < 0) break;
    let end = from;
    while (end > at && BLANK.has(text[end - 1] ?? '')) end -= 1;
    shown.push(text.slice(at, end));
    at = to + COMMENT_END.length;
  }
  return [...shown, text.slice(at)].join('').trim();
}

/** `file › heading › heading`. */
export function sourceOf(snippet: Snippet): string {
  const title = titleOf(snippet);
  return title === '' ? snippet.file : `${snippet.file} › ${title}`;
}

/** At the end of a line where there is one, and marked. */
function cut(text: string, units: number): string | undefined {
  const room = units - CUT.length - 1;
  if (room <= 0) return undefined;
  const kept = text.slice(0, room);
  const lineEnd = kept.lastIndexOf('\n');
  const whole = lineEnd > 0 ? kept.slice(0, lineEnd) : kept.replace(/[\ud800-\udbff]$/u, '');
  return `${whole}\n${CUT}`;
}

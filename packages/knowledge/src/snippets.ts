// A note parted into snippets at its headings. Knows Markdown as far as headings, fences and front matter.

export interface Snippet {
  /** As the owner names the note. */
  readonly file: string;
  /** On which it begins, counted from 1. */
  readonly line: number;
  /** The headings above it, the outermost first; empty: it stands before all headings. */
  readonly headings: readonly string[];
  readonly text: string;
}

const ATX = /^ {0,3}(#{1,6})[ \t]/u;
/** A heading is a title: of a longer one this much is kept, in UTF-16 units. */
const LONGEST_HEADING_UNITS = 200;
/** A longer line is no underline and no heading with its signs repeated, in UTF-16 units. */
const LONGEST_HEADING_LINE_UNITS = 1_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})/u;

export function snippetsOf(file: string, note: string): readonly Snippet[] {
  const lines = note.replaceAll(/\r\n?/gu, '\n').split('\n');
  const snippets: Snippet[] = [];
  let headings: readonly (readonly [level: number, text: string])[] = [];
  let begun = frontMatterEnd(lines);
  let fence: string | undefined;
  const close = (end: number): void => {
    const text = lines.slice(begun, end).join('\n');
    if (text.trim() !== '') {
      const blank = lines.slice(begun, end).findIndex((line) => line.trim() !== '');
      snippets.push({
        file,
        line: begun + blank + 1,
        headings: headings.map(([, heading]) => heading),
        text: text.trim(),
      });
    }
  };
  for (let index = begun; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    fence = fenceAfter(line, fence);
    if (fence !== undefined) continue;
    const heading = headingAt(lines, index);
    if (heading === undefined) continue;
    close(index);
    const above = headings.filter(([level]) => level < heading.level);
    headings = [...above, [heading.level, heading.text]];
    begun = index + heading.lines;
    index = begun - 1;
  }
  close(lines.length);
  return snippets;
}

/** The fence that is open behind this line. */
function fenceAfter(line: string, fence: string | undefined): string | undefined {
  const sign = FENCE.exec(line)?.[1];
  if (sign === undefined) return fence;
  if (fence === undefined) return sign;
  const isClosing = sign.startsWith(fence) && line.trim() === sign;
  return isClosing ? undefined : fence;
}

interface Heading {
  readonly level: number;
  readonly text: string;
  /** It takes. */
  readonly lines: number;
}

function headingAt(lines: readonly string[], index: number): Heading | undefined {
  const line = lines[index] ?? '';
  const [begun = '', signs] = ATX.exec(line) ?? [];
  if (signs !== undefined) {
    const text = titleIn(line.slice(begun.length));
    return text === '' ? undefined : { level: signs.length, text, lines: 1 };
  }
  const below = lines[index + 1] ?? '';
  if (below.length > LONGEST_HEADING_LINE_UNITS) return undefined;
  const under = /^ {0,3}(=+|-+)\s*$/u.exec(below)?.[1];
  const above = lines[index - 1] ?? '';
  if (under === undefined || line.trim() === '' || above.trim() !== '' || /^\s*[-*>|]/u.test(line))
    return undefined;
  return { level: under.startsWith('=') ? 1 : 2, text: titleIn(line), lines: 2 };
}

/** Without the signs that may stand behind it too, and no longer than a title. */
function titleIn(text: string): string {
  const title = text.slice(0, LONGEST_HEADING_LINE_UNITS).trim();
  let end = title.length;
  while (title[end - 1] === '#') end -= 1;
  return title.slice(0, Math.min(end, LONGEST_HEADING_UNITS)).trim();
}

/** The first line behind front matter. */
function frontMatterEnd(lines: readonly string[]): number {
  if (lines[0]?.trim() !== '---') return 0;
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/u.test(line));
  return end < 0 ? 0 : end + 1;
}

/** What a snippet is called, beside its file. */
export function titleOf({ headings }: Pick<Snippet, 'headings'>): string {
  return headings.join(' › ');
}

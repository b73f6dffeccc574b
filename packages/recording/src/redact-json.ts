// Secrets in values of any shape: every text in them is looked at, but not what names things, which has to stay as it is
// for the recording to be driven anew. A place in a text moves with it.
import { movedOffset, type StoodIn, withStandIns } from './redactor.ts';

/** Members that name or number something: an id is chosen by a program, and never a person's secret. */
const NAMES = /^(?:at|n|is|type|kind|code|state|why|id|ids|taken|sha256|[a-z]+Ids?)$/u;
/** Place in the text beside it, in UTF-16 units. */
const PLACE = 'cursorOffset';
const TEXT = 'text';

/** Every text in the value that is looked at, in order. */
export function textsIn(value: unknown): readonly string[] {
  const texts: string[] = [];
  walk(value, (text) => {
    texts.push(...piecesOf(text).filter((_, index) => index % 2 === 0));
    return text;
  });
  return texts;
}

/** The value with stand-ins, which stand for its texts in the order of `textsIn`. */
export function redacted(value: unknown, placed: readonly (readonly StoodIn[])[]): unknown {
  let next = 0;
  return walk(value, (text) => {
    let from = 0;
    const spans: StoodIn[] = [];
    for (const [index, piece] of piecesOf(text).entries()) {
      if (index % 2 === 0) {
        const here = placed[next] ?? [];
        next += 1;
        for (const span of here)
          spans.push({ ...span, start: from + span.start, end: from + span.end });
      }
      from += piece.length;
    }
    return spans.length === 0 ? text : { text: withStandIns(text, spans), spans };
  });
}

/** A terminal's sequence ends what stands before it: it is part of no secret. */
const SEQUENCE = /(\u001b\[[\d;?]*[@-~])/u;

/** Text and sequences in turn, text first. */
function piecesOf(text: string): readonly string[] {
  return text.includes('\u001b') ? text.split(SEQUENCE) : [text];
}

type Rewrite = (
  text: string,
) => string | { readonly text: string; readonly spans: readonly StoodIn[] };

function walk(value: unknown, rewrite: Rewrite): unknown {
  if (typeof value === 'string') return textOf(rewrite(value));
  if (Array.isArray(value)) return value.map((each) => walk(each, rewrite));
  if (typeof value !== 'object' || value === null) return value;
  const members: Record<string, unknown> = {};
  let moved: readonly StoodIn[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (NAMES.test(name) && !isNested(member)) members[name] = member;
    else if (typeof member === 'string') {
      const written = rewrite(member);
      members[name] = textOf(written);
      if (name === TEXT && typeof written !== 'string') moved = written.spans;
    } else members[name] = walk(member, rewrite);
  }
  const place = members[PLACE];
  if (moved.length > 0 && typeof place === 'number') members[PLACE] = movedOffset(place, moved);
  return members;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(written: ReturnType<Rewrite>): string {
  return typeof written === 'string' ? written : written.text;
}

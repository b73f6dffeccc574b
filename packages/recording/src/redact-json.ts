// Secrets in values of any shape: every text in them is looked at, but not what names things, which has to stay as it is
// for the recording to be driven anew. A place in a text moves with it.
import { type BesideLine, type BesidePart, commandsIn, settingOf } from './beside-lines.ts';
import { movedOffset, type StoodIn, withStandIns } from './redactor.ts';

/** Members that name or number something: an id is chosen by a program, and never a person's secret. */
const NAMES = /^(?:at|n|is|type|kind|code|state|why|id|ids|taken|sha256|[a-z]+Ids?)$/u;
/** Place in the text beside it, in UTF-16 units. */
const PLACE = 'cursorOffset';
const TEXT = 'text';

/** Every text in the value that is looked at, in order; also lines of several, where one tells what another is. */
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

/** The same for JSON as it was written; where nothing is taken out, it is as it was. */
export function redactedJson(json: string, placed: readonly (readonly StoodIn[])[]): string {
  const isClean = placed.every((spans) => spans.length === 0);
  return isClean ? json : JSON.stringify(redacted(JSON.parse(json), placed));
}

/** A terminal's sequence ends what stands before it: it is part of no secret. */
const SEQUENCE = /(\u001b\[[\d;?]*[@-~])/u;

/** Text and sequences in turn, text first. */
function piecesOf(text: string): readonly string[] {
  return text.includes('\u001b') ? text.split(SEQUENCE) : [text];
}

interface Written {
  readonly text: string;
  readonly spans: readonly StoodIn[];
}
type Rewrite = (text: string) => string | Written;

function walk(value: unknown, rewrite: Rewrite): unknown {
  if (typeof value === 'string') return writtenOf(rewrite(value)).text;
  if (Array.isArray(value)) return walkedList(value, rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const members: Record<string, unknown> = {};
  let moved: readonly StoodIn[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string' && typeof member !== 'object') members[name] = member;
    else if (NAMES.test(name) && !isNested(member)) members[name] = member;
    else if (typeof member === 'string') {
      const named = secretsIn(settingOf(name, member), rewrite);
      const { text, spans } = together(member, rewrite(member), named[0] ?? []);
      members[name] = text;
      if (name === TEXT) moved = spans;
    } else members[name] = walk(member, rewrite);
  }
  const place = members[PLACE];
  if (moved.length > 0 && typeof place === 'number') members[PLACE] = movedOffset(place, moved);
  return members;
}

function walkedList(list: readonly unknown[], rewrite: Rewrite): readonly unknown[] {
  const found = new Map<number, readonly StoodIn[]>();
  for (const { from, line } of commandsIn(list)) {
    for (const [at, secrets] of secretsIn(line, rewrite).entries())
      found.set(from + at, merged(found.get(from + at) ?? [], secrets));
  }
  return list.map((each, index) =>
    typeof each === 'string'
      ? together(each, rewrite(each), found.get(index) ?? []).text
      : walk(each, rewrite),
  );
}

/** All of both, in their order; of those that overlap the foremost stands for what any of them covers. */
function merged(first: readonly StoodIn[], others: readonly StoodIn[]): readonly StoodIn[] {
  if (first.length === 0 || others.length === 0) return first.length === 0 ? others : first;
  const spans: StoodIn[] = [];
  for (const span of [...first, ...others].sort((one, other) => one.start - other.start)) {
    const last = spans.at(-1);
    if (last === undefined || span.start >= last.end) spans.push(span);
    else if (span.end > last.end) spans[spans.length - 1] = { ...last, end: span.end };
  }
  return spans;
}

/** A text with the secrets that it has by itself, and those that are told by what stands beside it. */
function together(text: string, written: string | Written, beside: readonly StoodIn[]): Written {
  const { spans: own } = writtenOf(written);
  if (beside.length === 0) return writtenOf(written);
  const spans = merged(beside, own);
  return { text: withStandIns(text, spans), spans };
}

function writtenOf(written: string | Written): Written {
  return typeof written === 'string' ? { text: written, spans: [] } : written;
}

/** For each text in a line of several, which of its secrets are in it. */
function secretsIn(
  line: BesideLine | undefined,
  rewrite: Rewrite,
): readonly (readonly StoodIn[])[] {
  if (line === undefined) return [];
  const { spans } = writtenOf(rewrite(line.text));
  return line.parts.map((part) => partsOf(spans, part));
}

function partsOf(spans: readonly StoodIn[], part: BesidePart): readonly StoodIn[] {
  return spans
    .filter(({ start, end }) => start < part.end && end > part.start)
    .map(({ start, end, standIn }) =>
      part.isQuoted
        ? { start: 0, end: part.units, standIn }
        : {
            start: Math.max(start, part.start) - part.start,
            end: Math.min(end, part.end) - part.start,
            standIn,
          },
    );
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The frame of every panel: a line above with its name, a line below with its keys, its notice or its
// question, and between them the lines it is given. Full width, no sides: what is drawn beside it
// can't be pushed by a character of another width.
import { type Glyphs, glyphsFor, severitySign } from '../glyphs.ts';
import type { HudKeyHint } from '../hud-model.ts';
import { printable } from '../printable.ts';
import { encodeRow, type Span, spansWidth } from '../span.ts';
import { fitText } from '../text-fit.ts';
import { themeOf } from '../theme.ts';
import type { PanelArea, PanelCommon } from './panel-types.ts';

/** Cells before and after every line. */
const MARGIN = 1;
/** Cells of the rule before the panel's name and before its keys. */
const LEAD = 2;

export interface PanelFrame extends PanelCommon {
  readonly title: string;
  /** A few words at the right of the title. */
  readonly note: string;
  readonly lines: readonly (readonly Span[])[];
  /** The first stay longest; the last, which closes, longer than any. */
  readonly hints: readonly HudKeyHint[];
}

/** Rows of an area that are left for a panel's lines. */
export function lineRoom(area: PanelArea): number {
  return Math.max(1, area.rows - 2);
}

/** Cells of a line between the margins. */
export function lineWidth(area: PanelArea): number {
  return Math.max(1, area.columns - 2 * MARGIN);
}

/**
 * The panel's rows, at most as many as the area has: SGR and printable text, each exactly as wide as
 * the area. Texts of `lines` must be printable already.
 */
export function framedRows(frame: PanelFrame, area: PanelArea): Uint8Array[] {
  const glyphs = glyphsFor(area.glyphs);
  const look = { columns: area.columns, colour: area.colour, theme: themeOf(area.theme) };
  const lines = frame.lines.slice(0, lineRoom(area)).map((line) => indented(line, area));
  const rows = [titleLine(frame, area, glyphs), ...lines, lastLine(frame, area, glyphs)];
  const kept =
    area.rows >= 3 ? rows : [...lines, []].slice(0, Math.max(1, lines.length)).slice(0, area.rows);
  return kept.map((spans) => encodeRow(spans, look));
}

function indented(line: readonly Span[], area: PanelArea): readonly Span[] {
  const margin: Span = { text: ' '.repeat(MARGIN), role: 'text' };
  return cutSpans([margin, ...line], { width: area.columns, glyphs: glyphsFor(area.glyphs) });
}

function titleLine(frame: PanelFrame, area: PanelArea, glyphs: Glyphs): readonly Span[] {
  const { title } = frame;
  const note = printable(frame.note, area.glyphs);
  const name = fitText(title, {
    width: area.columns - LEAD - 2,
    lose: 'end',
    ellipsis: glyphs.ellipsis,
  });
  const left: Span[] = [
    { text: glyphs.rule.repeat(LEAD), role: 'faint' },
    { text: ` ${name} `, role: 'title' },
  ];
  const right: Span[] = [
    { text: ` ${note} `, role: 'quiet' },
    { text: glyphs.rule.repeat(LEAD), role: 'faint' },
  ];
  return ruled(left, note === '' ? [] : right, { columns: area.columns, glyphs });
}

function lastLine(frame: PanelFrame, area: PanelArea, glyphs: Glyphs): readonly Span[] {
  const lead: Span = { text: glyphs.rule.repeat(LEAD), role: 'faint' };
  const { question, notice, hints } = frame;
  if (question !== undefined) {
    const answers = [
      ...keySpans({ key: 'y', does: 'yes' }),
      gap(),
      ...keySpans({ key: 'n', does: 'no' }),
    ];
    const room = area.columns - LEAD - 4 - spansWidth(answers);
    const text = fitText(printable(question.text, area.glyphs), {
      width: room,
      lose: 'end',
      ellipsis: glyphs.ellipsis,
    });
    const asked: Span = { text: ` ${text}  `, role: 'warning' };
    return ruled([lead, asked, ...answers, blank()], [], { columns: area.columns, glyphs });
  }
  if (notice !== undefined) {
    const room = area.columns - LEAD - 2;
    const sign = severitySign(notice.severity, glyphs);
    const text = fitText(sign + printable(notice.text, area.glyphs), {
      width: room,
      lose: 'end',
      ellipsis: glyphs.ellipsis,
    });
    const role = notice.severity === 'info' ? 'text' : notice.severity;
    return ruled([lead, { text: ` ${text} `, role }], [], { columns: area.columns, glyphs });
  }
  const closing = hints.at(-1);
  const right = closing === undefined ? [] : [blank(), ...keySpans(closing), blank(), lead];
  return ruled(
    [lead, ...hintSpans(hints.slice(0, -1), area.columns - LEAD - spansWidth(right) - 1)],
    right,
    { columns: area.columns, glyphs },
  );
}

/** As many hints as fit, the first ones first. */
function hintSpans(hints: readonly HudKeyHint[], room: number): readonly Span[] {
  const spans: Span[] = [];
  for (const hint of hints) {
    const more = [spans.length === 0 ? blank() : gap(), ...keySpans(hint)];
    if (spansWidth(spans) + spansWidth(more) + 1 > room) break;
    spans.push(...more);
  }
  return spans.length === 0 ? spans : [...spans, blank()];
}

function keySpans({ key, does }: HudKeyHint): readonly Span[] {
  return [
    { text: key, role: 'key' },
    { text: ` ${does}`, role: 'quiet' },
  ];
}

function blank(): Span {
  return { text: ' ', role: 'text' };
}

function gap(): Span {
  return { text: '  ', role: 'text' };
}

interface Line {
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** Left and right with the rule between; the right makes way where both don't fit. */
function ruled(left: readonly Span[], right: readonly Span[], line: Line): readonly Span[] {
  const { columns, glyphs } = line;
  const free = columns - spansWidth(left) - spansWidth(right);
  if (free < 0 && right.length > 0) return ruled(left, [], line);
  if (free < 0) return cutSpans(left, { width: columns, glyphs });
  return [...left, { text: glyphs.rule.repeat(free), role: 'faint' }, ...right];
}

/** Spans up to a width; the one in which it ends is cut. */
export function cutSpans(
  spans: readonly Span[],
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): readonly Span[] {
  const kept: Span[] = [];
  let room = width;
  for (const { text, role } of spans) {
    if (room <= 0) break;
    const cut = fitText(text, { width: room, lose: 'end', ellipsis: glyphs.ellipsis });
    kept.push({ text: cut, role });
    room -= spansWidth([{ text, role }]);
  }
  return kept;
}

/** A line with one part at the left, cut where it must be, and one at the right edge. */
export function justified(
  left: readonly Span[],
  right: readonly Span[],
  line: { readonly width: number; readonly glyphs: Glyphs },
): readonly Span[] {
  const rightWidth = spansWidth(right);
  if (rightWidth === 0) return cutSpans(left, line);
  const kept = cutSpans(left, { ...line, width: line.width - rightWidth - 2 });
  const free = Math.max(0, line.width - spansWidth(kept) - rightWidth);
  return [...kept, { text: ' '.repeat(free), role: 'text' }, ...right];
}

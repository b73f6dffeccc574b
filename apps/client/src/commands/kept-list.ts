// Prompts that no session has any more, as they are shown to a person and to a script.
import { textWidth, truncateToWidth } from '@codex-voice/ansi';
import type { KeptEntry } from '@codex-voice/protocol';
import { brokenLines } from '../told-lines.ts';
import { visible, visibleText } from '../user-error.ts';
import { localTime } from './local-time.ts';
import { shortFolder } from './session-table.ts';

/** As people write it. */
export function keptName({ number }: Pick<KeptEntry, 'number'>): string {
  return `k${number}`;
}

/** Between a name and its text, in cells. */
const GAP = 2;
/** Less of a text tells nothing; the line is longer than the terminal then. */
const LEAST_TEXT = 20;

export interface ListView {
  readonly home: string | undefined;
  /** Of the terminal; undefined: a program reads it. */
  readonly columns: number | undefined;
}

/** For people: the beginning of each text, and below it what is known of it. */
export function keptList(entries: readonly KeptEntry[], { home, columns }: ListView): string {
  const width = Math.max(0, ...entries.map((entry) => keptName(entry).length)) + GAP;
  const room = columns === undefined ? Infinity : Math.max(LEAST_TEXT, columns - width);
  return entries
    .map((entry) => {
      const text = fitted(shortText(entry), room);
      const told = packed(facts(entry, home), { margin: ' '.repeat(width), columns });
      return `${keptName(entry).padEnd(width)}${text}\n${told}\n`;
    })
    .join('');
}

/** As many facts in a line as there is room for; one alone is broken between words where it must be. */
function packed(
  all: readonly string[],
  { margin, columns = Infinity }: { readonly margin: string; readonly columns: number | undefined },
): string {
  const lines: string[] = [];
  for (const fact of all) {
    const longer = `${lines.at(-1) ?? ''} · ${fact}`;
    if (lines.length > 0 && textWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(margin + fact);
  }
  return brokenLines(lines.join('\n'), columns);
}

function fitted(text: string, room: number): string {
  return room === Infinity ? text : truncateToWidth(text, room, '…');
}

/** A line of a usual terminal has room for it. */
const SHORT_TEXT = 70;

/** The beginning of a text, on one line. */
export function shortText({ text, cut }: Pick<KeptEntry, 'text' | 'cut'>): string {
  const line = visible(text.trim().replaceAll(/\s+/gu, ' '));
  const isLong = cut === true || line.length > SHORT_TEXT;
  return isLong ? `${line.slice(0, SHORT_TEXT).toWellFormed()}…` : line;
}

function facts(entry: KeptEntry, home: string | undefined): readonly string[] {
  const { intent, to, folder, session, saidAtMs } = entry;
  const where = folder === undefined ? [] : [`in ${visible(shortFolder(folder, home))}`];
  return [
    intent === 'send' ? 'to be sent' : 'for the composer',
    ...(to === undefined ? [] : [`on its way to ${visible(to)}`]),
    because(entry, session === undefined ? 'a session' : visible(session)),
    ...where,
    localTime(new Date(saidAtMs)),
  ];
}

function because({ because: word, reached, why = '' }: KeptEntry, session: string): string {
  const perhaps = reached === 'perhaps' ? ', which may have it' : '';
  switch (word) {
    case 'agent-ended':
      return `left when ${session} ended${perhaps}`;
    case 'keeper-died':
      return `left when ${session} died${perhaps}`;
    case 'no-session':
      return 'said while no session took it';
    case 'turn-failed':
      return `its turn failed in ${session} (${visible(why)})`;
    case 'said-to-nobody':
      return `said to ${session} as it ended`;
    default:
      return visible(word);
  }
}

/** All of a text, line by line. */
export function wholeText(entry: KeptEntry): string {
  return `${keptName(entry)}\n${visibleText(entry.text)}\n`;
}

/** As `codex-voice flush --json` prints it. */
export function keptDocument(entry: KeptEntry): object {
  const { id, text, intent, origin, reached, because: word, why, session, agent, folder } = entry;
  return {
    kept: keptName(entry),
    id,
    text,
    intent,
    origin,
    reached,
    because: word,
    why: why ?? null,
    session: session ?? null,
    agent: agent ?? null,
    folder: folder ?? null,
    underWayTo: entry.to ?? null,
    saidAt: new Date(entry.saidAtMs).toISOString(),
    keptAt: new Date(entry.keptAtMs).toISOString(),
  };
}

/** What an agent has had, or may have, is sent again by its name only. */
export function goesWithAll({ reached }: KeptEntry): boolean {
  return reached === 'no';
}

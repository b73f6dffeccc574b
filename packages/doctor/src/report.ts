// A doctor's findings as a person reads them: an area at a time, a mark before each, the mend below. The
// width, the marks and whether there are colours are told; nothing is written here.
import type { Finding, FindingState } from './finding.ts';

export interface ReportManner {
  readonly columns: number;
  readonly marks: 'signs' | 'words';
  readonly colour: 'some' | 'none';
  /** Shown as `~` in facts; commands to be copied keep it whole. Absent: nothing is. */
  readonly home?: string | undefined;
}

const SIGNS: Readonly<Record<FindingState, string>> = {
  good: '✓',
  weak: '!',
  broken: '✗',
  unasked: '-',
};
const WORDS: Readonly<Record<FindingState, string>> = {
  good: 'ok',
  weak: '!',
  broken: 'x',
  unasked: '-',
};
const COLOURS: Readonly<Record<FindingState, string>> = {
  good: '32',
  weak: '33',
  broken: '31',
  unasked: '2',
};

const AREA_NAMES: Readonly<Record<Finding['area'], string>> = {
  machine: 'Machine',
  sound: 'Sound',
  recognition: 'Recognition',
  sessions: 'Sessions',
  agents: 'Agents',
  terminal: 'Terminal',
};

/** Mark and subject stand in the first columns; longer subjects get a line of their own. */
const FACT_COLUMN = 22;
/** In a terminal narrower than this facts stand below their subject. */
const NARROW = 50;
const NARROW_FACT_COLUMN = 2;
/** Narrower than this nothing is laid out any more, and wider nobody reads. */
const NARROWEST = 24;
const WIDEST = 110;

/** The whole report, with a line at its end that sums it up. Ends with a newline. */
export function reportText(findings: readonly Finding[], manner: ReportManner): string {
  const lines: string[] = [];
  let area: Finding['area'] | undefined;
  for (const finding of findings) {
    if (finding.area !== area) {
      lines.push(...(area === undefined ? [] : ['']), bold(AREA_NAMES[finding.area], manner));
      area = finding.area;
    }
    lines.push(...findingLines(finding, manner));
  }
  return `${[...lines, '', ...wrapped(summary(findings), manner.columns)].join('\n')}\n`;
}

function findingLines({ state, subject, fact, mend }: Finding, manner: ReportManner): string[] {
  const mark = manner.marks === 'signs' ? SIGNS[state] : WORDS[state].padEnd(2);
  const shown = manner.colour === 'some' ? `\x1b[${COLOURS[state]}m${mark}\x1b[m` : mark;
  const label = `${subject} `;
  const factColumn = manner.columns < NARROW ? NARROW_FACT_COLUMN : FACT_COLUMN;
  const room = factColumn - mark.length - 1;
  const margin = ' '.repeat(factColumn);
  const columns = Math.min(WIDEST, Math.max(NARROWEST, manner.columns)) - factColumn;
  const facts = wrapped(withoutHome(fact, manner.home), columns);
  const first = label.length > room ? undefined : facts.shift();
  return [
    `${shown} ${first === undefined ? label.trimEnd() : label.padEnd(room) + first}`,
    ...facts.map((line) => margin + line),
    ...(mend?.words === undefined
      ? []
      : indented('mend: ', wrapped(mend.words, columns - 6)).map((line) => margin + line)),
    // A command is to be copied: it is never broken into lines.
    ...(mend?.command === undefined ? [] : [`${margin}run:  ${mend.command}`]),
  ];
}

/** A home is one where a name begins and ends; that of the system's root is everywhere. */
export function withoutHome(text: string, home: string | undefined): string {
  if (home === undefined || home.length < 2) return text;
  const parts = text.split(home);
  return parts.reduce((before, after) => {
    const isWhole = !/[\w./-]$/u.test(before) && !/^(?:[\w-]|\.\w)/u.test(after);
    return `${before}${isWhole ? '~' : home}${after}`;
  });
}

function indented(label: string, lines: readonly string[]): string[] {
  return lines.map((line, at) => (at === 0 ? label : ' '.repeat(label.length)) + line);
}

function bold(text: string, { colour }: ReportManner): string {
  return colour === 'some' ? `\x1b[1m${text}\x1b[m` : text;
}

function summary(findings: readonly Finding[]): string {
  const count = (state: FindingState): number =>
    findings.filter((finding) => finding.state === state).length;
  const broken = count('broken');
  const weak = count('weak');
  const good = `${count('good')} good`;
  if (broken > 0) return `${broken} broken, ${weak} weaker than it could be, ${good}`;
  if (weak > 0) return `nothing is broken; ${weak} weaker than it could be, ${good}`;
  return `nothing is broken; ${good}`;
}

/** Lines of at most so many columns, broken between words; a longer word stays whole. */
export function wrapped(text: string, columns: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** One document for programs; the words of states are part of what we promise. */
export function reportDocument(findings: readonly Finding[], version: string): object {
  return {
    version,
    verdict: findings.some(({ state }) => state === 'broken') ? 'error' : 'ok',
    findings: findings.map(({ id, area, subject, state, fact, mend }) => ({
      id,
      area,
      subject,
      state: DOCUMENT_STATES[state],
      fact,
      mend: mend?.words ?? null,
      command: mend?.command ?? null,
    })),
  };
}

const DOCUMENT_STATES: Readonly<Record<FindingState, string>> = {
  good: 'ok',
  weak: 'warning',
  broken: 'error',
  unasked: 'not-checked',
};

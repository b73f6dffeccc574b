// What is said of the terminal: what it calls itself and what it told of its abilities. What it did not
// tell is said so and held against nobody.
import type { Ability, Asked, TerminalFacts } from './facts.ts';
import { type Finding, type Mend, unanswered } from './finding.ts';

const ABOUT = { id: 'terminal', area: 'terminal', subject: 'terminal' } as const;

/** Less leaves no room for an agent and our row. */
const FEWEST_COLUMNS = 40;
const FEWEST_ROWS = 6;

export function terminalFinding(asked: Asked<TerminalFacts>): Finding {
  if (asked.kind !== 'told') return unanswered(ABOUT, asked);
  const { value: terminal } = asked;
  switch (terminal.kind) {
    case 'none':
      return {
        ...ABOUT,
        state: 'unasked',
        fact: 'input or output is no terminal: nothing was asked (a session needs one)',
      };
    case 'dumb':
      return {
        ...ABOUT,
        state: 'weak',
        fact: `TERM=${terminal.term}: no screen can be drawn in it`,
        mend: {
          words: 'another terminal, or text from speech alone',
          command: 'codex-voice listen',
        },
      };
    case 'asked':
      return askedFinding(terminal);
  }
}

type AskedTerminal = Extract<TerminalFacts, { kind: 'asked' }>;

function askedFinding(terminal: AskedTerminal): Finding {
  const { term, name, columns, rows, answer, answerMs, abilities } = terminal;
  const who = `${name ?? `no name told (TERM=${term})`}, ${columns} by ${rows}`;
  if (answer === 'silent') {
    return {
      ...ABOUT,
      state: 'weak',
      fact: `${who}: it answered nothing, so what it supports is not told`,
      mend: { words: 'a session works; hold-to-talk and panels may not' },
    };
  }
  const fact = `${who}, answered in ${Math.round(answerMs ?? 0)} ms: ${abilitiesText(abilities)}`;
  const mend = shortcoming(terminal);
  return mend === undefined
    ? { ...ABOUT, state: 'good', fact }
    : { ...ABOUT, state: 'weak', fact: `${fact}; ${mend.fact}`, mend: mend.mend };
}

function abilitiesText({
  kittyKeys,
  trueColour,
  synchronizedUpdate,
  focus,
  images,
}: AskedTerminal['abilities']): string {
  return [
    `kitty keys ${word(kittyKeys)}`,
    `true colour ${word(trueColour)}`,
    `synchronised update ${word(synchronizedUpdate)}`,
    `focus ${word(focus)}`,
    `images ${imagesText(images)}`,
  ].join(', ');
}

function word(ability: Ability): string {
  return ability === 'not-told' ? 'not told' : ability;
}

function imagesText(images: AskedTerminal['abilities']['images']): string {
  if (images === 'not-told') return 'not told';
  return images.length === 0 ? 'no' : images.join(' and ');
}

/** What of it keeps something of ours from working, and the way out. */
function shortcoming({
  columns,
  rows,
  needsReleases,
  name,
  abilities,
}: AskedTerminal): { readonly fact: string; readonly mend: Mend } | undefined {
  if (columns < FEWEST_COLUMNS || rows < FEWEST_ROWS) {
    return {
      fact: 'that is too small for an agent and our row',
      mend: { words: `make it at least ${FEWEST_COLUMNS} by ${FEWEST_ROWS}` },
    };
  }
  if (needsReleases && abilities.kittyKeys === 'no') {
    const inTmux = name?.startsWith('tmux') === true;
    return {
      fact: 'the configured mode needs to know when a key is released, and it does not tell',
      mend: {
        words: inTmux
          ? 'tmux keeps that from us: talk with mode "tap", or without tmux'
          : 'talk with mode "tap", or in a terminal with the kitty keyboard protocol',
        command: 'codex-voice --mode tap',
      },
    };
  }
  return undefined;
}

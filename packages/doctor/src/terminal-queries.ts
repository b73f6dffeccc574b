// What a terminal is asked about itself, and what its answers mean. Writing to one, reading from it and the
// time it is given are the caller's business.
import type { Ability, TerminalAbilities } from './facts.ts';

/**
 * All questions at once, the one that every terminal answers last: once that answer is there, the others
 * will not come any more. What a terminal prints instead of answering is wiped out behind them.
 * Sources: xterm's control sequences (XTVERSION, DECRQM, DECRQSS, DA1), kitty's keyboard and graphics
 * protocols.
 */
export const TERMINAL_QUERIES = [
  '\x1b[>0q',
  '\x1b[?u',
  '\x1b[?2026$p',
  '\x1b[?1004$p',
  // A colour of 24 bits is set, asked back, and unset.
  '\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[m',
  '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\',
  '\x1b[c',
  '\r\x1b[K',
].join('');

/** Whether the last answer has come. */
export function isAnswered(answers: string): boolean {
  return DEVICE_ATTRIBUTES.test(answers);
}

const DEVICE_ATTRIBUTES = /\x1b\[\?(?<attributes>[\d;]*)c/u;
const VERSION = /\x1bP>\|(?<name>[^\x1b\x07]*)(?:\x1b\\|\x07|\x9c)/u;
const KITTY_KEYS = /\x1b\[\?\d+u/u;
const KITTY_IMAGES = /\x1b_Gi=31[^;]*;(?<word>[^\x1b]*)\x1b\\/u;
const COLOUR = /\x1bP1\$r[\d;:]*48[;:]2[;:][\d;:]*1[;:]2[;:]3/u;

/** Device attribute of a terminal that draws sixels. */
const SIXEL = '4';

export interface TerminalEnvironment {
  readonly COLORTERM?: string | undefined;
  readonly TERM_PROGRAM?: string | undefined;
  readonly TERM_PROGRAM_VERSION?: string | undefined;
}

export interface TerminalAnswers {
  readonly name?: string;
  readonly abilities: TerminalAbilities;
}

/** What follows from the answers, and from what a terminal puts into the environment of its programs. */
export function readAnswers(answers: string, environment: TerminalEnvironment): TerminalAnswers {
  const attributes = DEVICE_ATTRIBUTES.exec(answers)?.groups?.attributes;
  const name = nameFrom(answers, environment);
  const isTold = attributes !== undefined;
  const coloured = /^(?:truecolor|24bit)$/u.test(environment.COLORTERM ?? '');
  return {
    ...(name === undefined ? {} : { name }),
    abilities: {
      // The protocol's own test: who answers the question behind it and not this one has none.
      kittyKeys: KITTY_KEYS.test(answers) ? 'yes' : isTold ? 'no' : 'not-told',
      // Many that have it do not tell, so that silence is no no.
      trueColour: COLOUR.test(answers) || coloured ? 'yes' : 'not-told',
      synchronizedUpdate: modeAbility(answers, '2026'),
      focus: modeAbility(answers, '1004'),
      images: attributes === undefined ? 'not-told' : imagesFrom(answers, { attributes, name }),
    },
  };
}

function nameFrom(
  answers: string,
  { TERM_PROGRAM: program, TERM_PROGRAM_VERSION: version }: TerminalEnvironment,
): string | undefined {
  const told = VERSION.exec(answers)?.groups?.name?.trim();
  if (told !== undefined && told !== '') return told;
  if (program === undefined || program === '') return undefined;
  return version === undefined || version === '' ? program : `${program} ${version}`;
}

/** Answers 1 to 4 know the mode, 0 does not. */
function modeAbility(answers: string, mode: string): Ability {
  const setting = new RegExp(`\\x1b\\[\\?${mode};(?<setting>\\d)\\$y`, 'u').exec(answers)?.groups
    ?.setting;
  if (setting === undefined) return 'not-told';
  return setting === '0' ? 'no' : 'yes';
}

function imagesFrom(
  answers: string,
  { attributes, name }: { readonly attributes: string; readonly name: string | undefined },
): readonly ('kitty' | 'sixel' | 'iterm')[] {
  const kitty = KITTY_IMAGES.exec(answers)?.groups?.word === 'OK';
  const sixel = attributes.split(';').slice(1).includes(SIXEL);
  const iterm = /^(?:iTerm|WezTerm)/u.test(name ?? '');
  return [
    ...(kitty ? (['kitty'] as const) : []),
    ...(sixel ? (['sixel'] as const) : []),
    ...(iterm ? (['iterm'] as const) : []),
  ];
}

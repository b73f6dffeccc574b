// What the first run suggests, from what was found: which recogniser, with its size and how long it takes
// to fetch, and which language. Asks nobody and does nothing.
import type { AgentsFacts, RecogniserFacts } from '@codex-voice/doctor';
import { isSpokenLanguage, type SpokenLanguage } from '@codex-voice/speech';
import type { Choice } from './questions.ts';

/** Lines whose times are told: a usual one and a fast one, in Mbit/s. */
const SLOW_LINE = 20;
const FAST_LINE = 200;
const BITS_PER_BYTE = 8;

/** `auto`: the best that is installed. */
export type RecogniserWay = 'auto' | 'phrases' | `server ${string}` | `model ${string}`;

export interface RecogniserOptions {
  readonly choices: readonly Choice<RecogniserWay>[];
  readonly suggested: RecogniserWay;
}

export interface RecogniserFound {
  readonly recogniser: Pick<RecogniserFacts, 'chosen' | 'installed' | 'recommended'>;
  readonly servers: readonly string[];
  /** Why the recommended one was chosen for this machine. */
  readonly why?: string | undefined;
}

export function recogniserOptions({
  recogniser,
  servers,
  why,
}: RecogniserFound): RecogniserOptions {
  const { chosen, installed, recommended } = recogniser;
  const choices: Choice<RecogniserWay>[] = [];
  if (chosen.kind === 'model' || chosen.kind === 'server') {
    choices.push({ value: 'auto', label: `${chosen.name}, as it is now`, hint: 'nothing to do' });
  }
  for (const url of servers) {
    if (chosen.kind === 'server' && chosen.name.startsWith(url)) continue;
    choices.push({
      value: `server ${url}`,
      label: `the whisper.cpp server at ${url}`,
      hint: 'it runs already; nothing to fetch',
    });
  }
  const isThere = installed.some(({ id, state }) => id === recommended?.id && state !== 'damaged');
  if (recommended !== undefined && !isThere) {
    const { id, megabytes } = recommended;
    choices.push({
      value: `model ${id}`,
      label: `${id}: ${megabytes} MB, ${fetchingTimes(megabytes)}`,
      ...(why === undefined ? {} : { hint: why }),
    });
  }
  choices.push({
    value: 'phrases',
    label: 'the built-in phrases: a few dozen prompts and commands, English or French',
    hint: 'nothing to fetch; a model can come later',
  });
  return { choices, suggested: choices[0]?.value ?? 'phrases' };
}

/** At 20 and 200 Mbit/s: what a line here gives is not known before it is used. */
export function fetchingTimes(megabytes: number): string {
  const at = (line: number): string => duration((megabytes * BITS_PER_BYTE) / line);
  return `${at(SLOW_LINE)} at ${SLOW_LINE} Mbit/s, ${at(FAST_LINE)} at ${FAST_LINE}`;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/** The first agent that runs is suggested; with one there is nothing to ask. */
export function agentChoices({ found }: AgentsFacts): readonly Choice<string>[] {
  return found
    .filter(({ version }) => version.kind !== 'failed')
    .map(({ name, command, version }) => ({
      value: command,
      label: version.kind === 'told' ? `${name} ${version.value}` : name,
      hint: command,
    }));
}

/** Of the person's locale; English where that is not one of ours. */
export function localeLanguage(
  environment: Readonly<Record<string, string | undefined>>,
): SpokenLanguage {
  const { LC_ALL: all, LC_MESSAGES: messages, LANG: language } = environment;
  const locale = [all, messages, language].find((each) => each !== undefined && each !== '') ?? '';
  const code = locale.slice(0, 2).toLowerCase();
  return isSpokenLanguage(code) ? code : 'en';
}

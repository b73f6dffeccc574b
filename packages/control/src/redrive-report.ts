// A whole recording driven anew: its entries sorted into the lives of controls, each driven and compared, and
// what could not be compared counted.
import {
  type FinalEvent,
  parseWith,
  type SessionSettings,
  sessionSettingsSchema,
  type VoiceStart,
} from '@codex-voice/protocol';
import { type MeterOf, type RecordedLife, redriveLife } from './redrive.ts';
import { compareOutputs, type Output, type RedriveDifference } from './redrive-compare.ts';
import { isInputCode, type RedriveInput, readInput } from './redrive-entries.ts';
import type { InputOf } from './redrive-queue.ts';

/** A line of a recording, whatever it is. */
export interface RecordedLine {
  readonly code: string;
  /** Since the recording began, in ms. */
  readonly atMs: number;
  readonly data: unknown;
}

/** What was said, with the sound it was heard from where the recording names that. */
export interface RecordedUtterance {
  readonly id: string;
  readonly atMs: number;
  readonly text: string;
  readonly final: FinalEvent;
  /** What the voice process that heard it was begun with, as the recording says; undefined: it does not say. */
  readonly start: VoiceStart | undefined;
  readonly audio: Sound | undefined;
}

export interface RedriveReport {
  /** Inputs that were told, and outputs that were compared. */
  readonly inputs: number;
  readonly outputs: number;
  /** From its first to its last input, in ms. */
  readonly recordedMs: number;
  readonly differences: readonly RedriveDifference[];
  /** What could not be compared, each in words with its number; none: all was. */
  readonly uncompared: readonly { readonly what: string; readonly count: number }[];
  readonly utterances: readonly RecordedUtterance[];
}

/** A recording that can't be driven at all. */
export class RedriveError extends Error {
  readonly code: 'no-session' | 'unreadable' | 'from-the-middle';

  constructor(code: RedriveError['code'], message: string) {
    super(message);
    this.name = 'RedriveError';
    this.code = code;
  }
}

interface Life {
  readonly begin: InputOf<'c'>;
  readonly beganMs: number;
  readonly inputs: Exclude<RedriveInput, { code: 'c' }>[];
  readonly expected: Output[];
  /** By utterance: of which sound it was. It reached no control, so nobody is told it anew. */
  readonly sounds: Map<string, Sound>;
}

interface Sound {
  readonly sha256: string;
  readonly ms: number;
}

/** Throws RedriveError where there is nothing to drive. */
export async function redrive(
  lines: Iterable<RecordedLine>,
  { redacted, meterOf }: { readonly redacted: boolean; readonly meterOf?: MeterOf },
): Promise<RedriveReport> {
  const { lives, refused, before } = sorted(lines);
  if (lives.length === 0) throw notDriven(refused, before);
  const counts = new Map<string, number>();
  const count = (what: string, number: number): void => {
    if (number > 0) counts.set(what, (counts.get(what) ?? 0) + number);
  };
  for (const reason of refused) count(`inputs that this version does not read (${reason})`, 1);
  count('outputs before the first beginning of a session', before.outputs);
  const differences: RedriveDifference[] = [];
  let outputs = 0;
  for (const life of lives) {
    const { begin, beganMs, inputs, expected } = life;
    const recorded: RecordedLife = { begin, inputs };
    const driven = await redriveLife(recorded, meterOf);
    const got = driven.outputs.map(({ code, data, nowMs }): Output => {
      // Only these are kept.
      return { code: code === 'w' ? 'w' : 'd', data, atMs: beganMs + nowMs - begin.at };
    });
    const compared = compareOutputs(expected, got, { redacted });
    outputs += expected.length;
    differences.push(...compared.differences);
    if (driven.failed !== undefined) {
      const { atMs, message } = driven.failed;
      const data = { is: 'threw', text: message };
      const at = beganMs + atMs - begin.at;
      differences.push({ kind: 'extra', atMs: at, got: { atMs: at, code: 'w', data } });
    }
    count('erasures of a redacted text', compared.redactedErasures);
    count('questions to the agent without a recorded answer', driven.unknown.questions);
    count('timers that ran then and that this version does not set', driven.unknown.timers);
    const leftOut = inputs.filter((one) => one.code === 'p' && one.is === 'names-left-out').length;
    count('lists of names too long to be recorded: what was written with them may differ', leftOut);
  }
  const uncompared = Array.from(counts, ([what, number]) => ({ what, count: number }));
  return {
    inputs: lives.reduce((sum, { inputs }) => sum + inputs.length, 0),
    outputs,
    recordedMs: lives.reduce((sum, life) => sum + lastedMs(life), 0),
    differences: differences.toSorted((a, b) => a.atMs - b.atMs),
    uncompared,
    utterances: lives.flatMap(utterancesOf),
  };
}

/** Without a beginning: why. */
function notDriven(refused: readonly string[], { inputs, outputs }: Before): RedriveError {
  if (refused[0] !== undefined) return new RedriveError('unreadable', refused[0]);
  if (inputs + outputs > 0)
    return new RedriveError(
      'from-the-middle',
      'it begins in the middle of a session: what came before it is not in it. Begin with --record',
    );
  const text = 'it holds what was shown, and nothing of how the session was controlled';
  return new RedriveError('no-session', text);
}

/** What there was before the first beginning. */
interface Before {
  inputs: number;
  outputs: number;
}

function sorted(lines: Iterable<RecordedLine>): {
  readonly lives: readonly Life[];
  readonly refused: readonly string[];
  readonly before: Before;
} {
  const lives: Life[] = [];
  const refused: string[] = [];
  const before: Before = { inputs: 0, outputs: 0 };
  for (const { code, atMs, data } of lines) {
    const life = lives.at(-1);
    if (code === 'w' || code === 'd') {
      if (life === undefined || !isRecord(data)) before.outputs += 1;
      else life.expected.push({ code, atMs, data });
      continue;
    }
    if (!isInputCode(code)) continue;
    const read = readInput(code, data);
    if (read.kind === 'refused') {
      refused.push(`${code}: ${read.reason}`);
      continue;
    }
    const { input } = read;
    if (input.code === 'c')
      lives.push({
        ...{ begin: input, beganMs: atMs },
        ...{ inputs: [], expected: [], sounds: new Map() },
      });
    else if (input.code === 'v' && input.is === 'audio')
      life?.sounds.set(input.utteranceId, { sha256: input.sha256, ms: input.ms });
    else if (life === undefined) before.inputs += 1;
    else life.inputs.push(input);
  }
  return { lives, refused, before };
}

function lastedMs({ begin, inputs }: Life): number {
  return (inputs.at(-1)?.at ?? begin.at) - begin.at;
}

function utterancesOf({ begin, beganMs, inputs, sounds }: Life): readonly RecordedUtterance[] {
  let start = settingsIn(begin)?.voice?.start;
  return inputs.flatMap((input): RecordedUtterance[] => {
    if (input.code === 'q') start = startAfter(input, start);
    if (input.code !== 'v' || input.is !== 'event' || input.event.type !== 'final') return [];
    const final = input.event;
    const { utteranceId: id, text } = final;
    return [{ id, text, final, start, atMs: beganMs + input.at - begin.at, audio: sounds.get(id) }];
  });
}

/** The first settings count, and later ones that are asked for anew. */
function startAfter(input: InputOf<'q'>, before: VoiceStart | undefined): VoiceStart | undefined {
  if (input.is === 'open') return before ?? input.settings?.voice?.start;
  if (input.is !== 'request' || input.request.type !== 'settings') return before;
  const { settings, voice } = input.request;
  return voice === 'anew' ? (settings.voice?.start ?? before) : before;
}

function settingsIn({ memory }: InputOf<'c'>): SessionSettings | undefined {
  const told = isRecord(memory) ? parseWith(sessionSettingsSchema, memory.settings) : undefined;
  return told?.kind === 'message' ? told.message : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

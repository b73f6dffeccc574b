// What each fact of the model says in the row, in long and in short. How much of it fits is
// layout.ts's.
import type { Glyphs } from './glyphs.ts';
import type { HudAgent, HudHeard, HudKeyHint, HudModel, HudVoice } from './hud-model.ts';
import type { HudWords } from './hud-words.ts';
import type { Piece, PieceForm } from './layout.ts';
import { METER_CELLS, type Meter } from './meter.ts';
import type { Span } from './span.ts';
import type { Role } from './theme.ts';

/** The signs and the words that a row is written with. */
export interface RowLook {
  readonly glyphs: Glyphs;
  readonly words: HudWords;
}

/** What the room is worth: the lightest is the first to make way. */
const WEIGHT = {
  furtherHints: 10,
  rung: 20,
  latency: 30,
  reason: 35,
  agentState: 50,
  waitingFor: 55,
  agentName: 60,
  meter: 65,
  talkHint: 70,
  queue: 80,
  error: 85,
  voiceWord: 90,
  choice: 95,
  leader: 96,
  recordingWord: 92,
  recordingSign: 99,
  voiceSign: 100,
} as const;

/** Pieces that matter less than the words being said. */
export const FILLING_WEIGHT = WEIGHT.talkHint;

/** Pieces that matter less than an error: nothing is left but the state of voice. */
export const ERROR_WEIGHT = WEIGHT.error;

/** Pieces that matter less than recognising what was heard last. */
export const HEARD_WEIGHT = WEIGHT.latency;

const VOICE_ROLES: Readonly<Record<HudVoice['state'], Role>> = {
  off: 'quiet',
  starting: 'quiet',
  ready: 'accent',
  opening: 'quiet',
  waiting: 'accent',
  listening: 'listening',
  hearing: 'hearing',
  deciding: 'deciding',
  speaking: 'accent',
  unavailable: 'warning',
};

const VOICE_SIGNS: Readonly<Record<HudVoice['state'], keyof Glyphs & string>> = {
  off: 'off',
  starting: 'pending',
  ready: 'ready',
  opening: 'opening',
  waiting: 'waiting',
  listening: 'open',
  hearing: 'hearing',
  deciding: 'deciding',
  speaking: 'speaking',
  unavailable: 'attention',
};

/** What voice does now: a sign, a word, and why it is missing. */
export function voicePiece(voice: HudVoice, { glyphs, words }: RowLook): Piece {
  const role = VOICE_ROLES[voice.state];
  const sign = { text: String(glyphs[VOICE_SIGNS[voice.state]]), role };
  const word: Span = { text: ` ${voiceWord(voice, words)}`, role };
  const forms: PieceForm[] = [
    { weight: WEIGHT.voiceWord, spans: [sign, word] },
    { weight: WEIGHT.voiceSign, spans: [sign] },
  ];
  const detail = voice.state === 'unavailable' ? voice.reason : voiceDetail(voice);
  if (detail !== undefined && detail !== '') {
    const spans: Span[] = [sign, word, { text: ` ${glyphs.separator} ${detail}`, role: 'quiet' }];
    forms.unshift({ weight: WEIGHT.reason, spans });
  }
  return { side: 'left', forms };
}

/** What opens the microphone is a word to be said, where it is known. */
function voiceWord({ state, wakePhrase }: HudVoice, words: HudWords): string {
  if (state === 'waiting' && wakePhrase !== undefined) return words.sayPhrase(wakePhrase);
  return words.voice[state];
}

function voiceDetail({ state, mode }: HudVoice): string | undefined {
  return state === 'off' ? undefined : mode;
}

/** That the session is written to a file: the last but one to make way. */
export function recordingPiece(model: HudModel, { glyphs, words }: RowLook): Piece | undefined {
  if (model.recording === undefined) return undefined;
  const sign: Span = { text: glyphs.ready, role: 'error' };
  const word: Span = { text: ` ${words.recording}`, role: 'error' };
  const forms = [
    { weight: WEIGHT.recordingWord, spans: [sign, word] },
    { weight: WEIGHT.recordingSign, spans: [sign] },
  ];
  return { side: 'right', forms };
}

/** The level of the microphone while it is open. */
export function meterPiece(voice: HudVoice, glyphs: Glyphs): Piece | undefined {
  if (voice.state !== 'listening' && voice.state !== 'hearing') return undefined;
  const spans =
    glyphs.heights.length > 0 ? historySpans(voice.meter, glyphs.heights) : barSpans(voice.meter);
  return { side: 'left', forms: [{ weight: WEIGHT.meter, spans }] };
}

/** One cell per height; silence is only hinted at. */
function historySpans(meter: Meter, glyphs: readonly string[]): readonly Span[] {
  const heights = [...Array.from({ length: METER_CELLS }, () => 0), ...meter.heights];
  return heights.slice(-METER_CELLS).map((height) => {
    const step = Math.round(clamp(height) * (glyphs.length - 1));
    return { text: glyphs[step] ?? '', role: step === 0 ? 'faint' : 'meter' };
  });
}

function barSpans(meter: Meter): readonly Span[] {
  const filled = Math.round(clamp(meter.level) * METER_CELLS);
  return [
    { text: '[', role: 'faint' },
    { text: '#'.repeat(filled), role: 'meter' },
    { text: ' '.repeat(METER_CELLS - filled), role: 'faint' },
    { text: ']', role: 'faint' },
  ];
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}

/** Who the agent is, what it does, and how we reach it. */
export function agentPiece(agent: HudAgent, { glyphs, words }: RowLook): Piece {
  const name: Span = { text: agent.name, role: 'quiet' };
  const word = words.agent[agent.state];
  const role = agent.state === 'dialog' ? 'warning' : 'quiet';
  const state: Span[] = word === '' ? [] : [{ text: ` ${word}`, role }];
  const forms: PieceForm[] = [{ weight: WEIGHT.agentName, spans: [name] }];
  if (word !== '') forms.unshift({ weight: WEIGHT.agentState, spans: [name, ...state] });
  if (agent.rung !== '') {
    const rung: Span = { text: ` ${glyphs.separator} ${agent.rung}`, role: 'faint' };
    forms.unshift({ weight: WEIGHT.rung, spans: [name, ...state, rung] });
  }
  return { side: 'right', forms };
}

/** What waits, and for what. */
export function queuePiece(model: HudModel, { words }: RowLook): Piece | undefined {
  if (model.queueLength <= 0) return undefined;
  const count: Span = { text: words.waiting(model.queueLength), role: 'warning' };
  const forms: PieceForm[] = [{ weight: WEIGHT.queue, spans: [count] }];
  if (model.waitingFor !== undefined && model.waitingFor !== '') {
    const why: Span = { text: `: ${model.waitingFor}`, role: 'quiet' };
    forms.unshift({ weight: WEIGHT.waitingFor, spans: [count, why] });
  }
  return { side: 'right', forms };
}

/** From here on a latency reads better in seconds, in ms. */
const SECONDS_FROM_MS = 1_000;

/** How long the last words took from the end of speech into the agent. */
export function latencyPiece(latencyMs: number | undefined): Piece | undefined {
  if (latencyMs === undefined || !Number.isFinite(latencyMs) || latencyMs < 0) return undefined;
  return {
    side: 'right',
    forms: [{ weight: WEIGHT.latency, spans: [{ text: durationText(latencyMs), role: 'quiet' }] }],
  };
}

function durationText(durationMs: number): string {
  const roundedMs = Math.round(durationMs);
  if (roundedMs < SECONDS_FROM_MS) return `${roundedMs} ms`;
  return `${(durationMs / SECONDS_FROM_MS).toFixed(2)} s`;
}

/** How long the microphone took to open. None opens in no time: then nothing was measured. */
export function microphonePiece(voice: HudVoice, { words }: RowLook): Piece | undefined {
  const openMs = voice.microphoneOpenMs;
  if (openMs === undefined || !Number.isFinite(openMs) || Math.round(openMs) <= 0) return undefined;
  const text = words.microphone(durationText(openMs));
  return {
    side: 'left',
    forms: [{ weight: WEIGHT.latency - 1, spans: [{ text, role: 'quiet' }] }],
  };
}

/** What keys do now; the first of them stays longest. */
export function hintPieces(hints: readonly HudKeyHint[], side: Piece['side']): readonly Piece[] {
  return hints.map(({ key, does }, index) => {
    const weight = index === 0 ? WEIGHT.talkHint : WEIGHT.furtherHints - index / hints.length;
    const spans: Span[] = [
      { text: key, role: 'key' },
      { text: ` ${does}`, role: 'quiet' },
    ];
    return { side, forms: [{ weight, spans }] };
  });
}

/** The leader that waits and the keys it waits for; the first of them stays longest. */
export function choicePieces(leader: string, hints: readonly HudKeyHint[]): readonly Piece[] {
  const spans: Span[] = [{ text: leader, role: 'key' }];
  const choices = hints.map(({ key, does }, index): Piece => {
    const weight = WEIGHT.choice - index / hints.length;
    const choice: Span[] = [
      { text: key, role: 'accent' },
      { text: ` ${does}`, role: 'text' },
    ];
    return { side: 'left', forms: [{ weight, spans: choice }] };
  });
  return [{ side: 'left', forms: [{ weight: WEIGHT.leader, spans }] }, ...choices];
}

/** What was heard last and what became of it: a sign, a word where one is needed, the text. */
export function heardLead(heard: HudHeard, { glyphs, words }: RowLook): readonly Span[] {
  const word = words.heard[heard.verdict];
  const after = heard.text === '' ? '' : ' ';
  switch (heard.verdict) {
    case 'composed':
    case 'sent':
    case 'obeyed':
      return [{ text: `${glyphs.done}${after}`, role: 'good' }];
    case 'waiting':
      return [{ text: `${glyphs.pending}${after}`, role: 'warning' }];
    case 'unconfirmed':
      return [{ text: `${word}${after}`, role: 'warning' }];
    case 'scratched':
      return [{ text: `${glyphs.done} ${word}${after}`, role: 'quiet' }];
    case 'failed':
      return [{ text: `${glyphs.failed} ${word}${after}`, role: 'warning' }];
    case 'dropped':
    case 'rejected':
      return [{ text: `${glyphs.failed} ${word}${after}`, role: 'quiet' }];
  }
}

// Models to render in tests, and a reader of rows that knows nothing of how they are made.
import type { HudModel } from './hud-model.ts';
import { METER_AT_REST } from './meter.ts';
import type { HudOptions } from './render-hud.ts';

export const READY: HudModel = {
  agent: { name: 'codex', state: 'idle', rung: 'plain' },
  voice: { state: 'ready', meter: METER_AT_REST },
  partial: '',
  queueLength: 0,
  keyHints: [
    { key: 'F2', does: 'talk' },
    { key: 'Ctrl-\\ ?', does: 'help' },
  ],
};

export const PLAIN: HudOptions = {
  columns: 120,
  colour: 'none',
  glyphs: 'unicode',
  theme: 'mono',
  mode: 'line',
};

export const VOICE_STATES = [
  'off',
  'starting',
  'ready',
  'opening',
  'listening',
  'hearing',
  'deciding',
  'speaking',
  'unavailable',
] as const;

/** The model in a voice state. */
export function withVoice(state: HudModel['voice']['state'], model: HudModel = READY): HudModel {
  return { ...model, voice: { ...model.voice, state } };
}

/** The text of a row without its SGR sequences, which are checked to be nothing else. */
export function textOf(row: Uint8Array | undefined): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(row);
  const bare = text.replace(/\x1b\[[0-9;]+m/gu, '');
  if (/\p{Cc}/u.test(bare)) throw new Error(`not printable: ${JSON.stringify(bare)}`);
  return bare;
}

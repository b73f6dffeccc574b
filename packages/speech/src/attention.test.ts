import { describe, expect, it } from 'vitest';
import {
  Attention,
  type AttentionPurpose,
  type AttentionState,
  DEFAULT_CLOSE_AFTER_MS,
  NOTHING_SAID_MS,
} from './attention.ts';

const FRAME_MS = 32;

/** The time, in whole frames, that the attention stays as it is, at most `limitMs`. */
function staysMs(attention: Attention, speaking: boolean, limitMs = 60_000): number {
  const { state } = attention;
  for (let ms = 0; ms < limitMs; ms += FRAME_MS) {
    if (attention.heard({ ms: FRAME_MS, speaking }) !== state) return ms + FRAME_MS;
  }
  return limitMs;
}

function opened(purpose: AttentionPurpose, closeAfterMs?: number): Attention {
  const attention = new Attention();
  attention.open(purpose, closeAfterMs);
  return attention;
}

const STATES: readonly (readonly [AttentionPurpose, AttentionState])[] = [
  ['on', 'listening'],
  ['once', 'listening'],
  ['wake', 'waiting'],
  ['awake', 'listening'],
];

describe('attention', () => {
  it.each(STATES)('SPEECH-80 opens for `%s` as %s', (purpose, state) => {
    expect(opened(purpose).state).toBe(state);
  });

  it('SPEECH-80 goes on until it is closed', () => {
    const attention = opened('on');
    expect(staysMs(attention, false)).toBe(60_000);
    attention.close();
    expect(attention.state).toBe('closed');
    expect(attention.heard({ ms: FRAME_MS, speaking: true })).toBe('closed');
  });

  it('SPEECH-81 closes after a hush that follows what was said, however long that was', () => {
    const attention = opened('once', 700);
    expect(staysMs(attention, true)).toBe(60_000);
    expect(staysMs(attention, false)).toBe(704);
    expect(attention.state).toBe('closed');
  });

  it('SPEECH-81 does not close in a pause shorter than the hush', () => {
    const attention = opened('once');
    for (let turn = 0; turn < 20; turn += 1) {
      expect(staysMs(attention, true, 320)).toBe(320);
      expect(staysMs(attention, false, DEFAULT_CLOSE_AFTER_MS - FRAME_MS)).toBeLessThan(
        DEFAULT_CLOSE_AFTER_MS,
      );
      expect(attention.state).toBe('listening');
    }
  });

  it('SPEECH-82 gives somebody who has not begun yet longer', () => {
    expect(staysMs(opened('once', 100), false)).toBe(NOTHING_SAID_MS);
  });

  it('SPEECH-83 waits for the wake phrase, listens once, and waits again', () => {
    const attention = opened('wake', 500);
    expect(staysMs(attention, true)).toBe(60_000);
    attention.woken();
    expect(attention.state).toBe('listening');
    staysMs(attention, true, 320);
    expect(staysMs(attention, false)).toBe(512);
    expect(attention.state).toBe('waiting');
    attention.woken();
    expect(staysMs(attention, false)).toBe(NOTHING_SAID_MS);
    expect(attention.state).toBe('waiting');
  });

  it('SPEECH-83 can be woken by a key, and not when it is closed', () => {
    const attention = opened('awake', 500);
    staysMs(attention, true, 320);
    staysMs(attention, false);
    expect(attention.state).toBe('waiting');
    attention.close();
    attention.woken();
    expect(attention.state).toBe('closed');
  });
});

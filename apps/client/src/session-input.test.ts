// The keeper learns with every byte whether the person is in the middle of something, and when time
// alone has ended it.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputFilter, parseKeyBindings, ReplyLedger } from '@codex-voice/ansi';
import type { InputState } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { passKeys, SessionInput } from './session-input.ts';

function stage(ours: (event: { readonly kind: string }) => void = () => undefined) {
  const passed: { readonly text: string; readonly state: InputState }[] = [];
  const parsed = parseKeyBindings({ talk: 'F2' });
  const input = new SessionInput({
    filter: new InputFilter({
      bindings: parsed.kind === 'error' ? [] : parsed.bindings,
      geometry: { rows: 24, reservedRows: 1 },
      ledger: new ReplyLedger(),
    }),
    mouseEncoding: () => 'legacy',
    focusFor: () => 'child',
    pass: (bytes, state) => passed.push({ text: Buffer.from(bytes).toString('latin1'), state }),
    ours,
  });
  return { input, passed };
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  { whose: 'a panel’s', takesKeys: true, watches: true, told: ['panel x'] },
  {
    whose: 'nobody’s, where one only watches',
    takesKeys: false,
    watches: true,
    told: ['viewer x'],
  },
  { whose: 'the agent’s', takesKeys: false, watches: false, told: ['pressed', 'keeper x'] },
])('a key that is $whose', ({ takesKeys, watches, told }) => {
  const seen: string[] = [];
  const note = (who: string) => (typed: Uint8Array) => {
    seen.push(`${who} ${Buffer.from(typed).toString('latin1')}`);
  };
  const to = {
    panel: { takesKeys, input: note('panel') },
    viewer: watches ? { viewerTyped: note('viewer') } : undefined,
    screen: { pressed: () => seen.push('pressed') },
    keeper: { input: note('keeper') },
  };
  const state = { atRest: true, insidePaste: false };
  passKeys(bytes('x'), state, to);
  expect(seen).toEqual(told);
  // What a terminal reports by itself has no echo.
  seen.length = 0;
  passKeys(bytes('x'), { ...state, report: true }, to);
  expect(seen).toEqual(told.filter((each) => each !== 'pressed'));
});

test('a key is the person’s, and at rest after it', () => {
  const { input, passed } = stage();
  input.accept(bytes('a'));
  expect(passed).toEqual([{ text: 'a', state: { atRest: true, insidePaste: false } }]);
  input.dispose();
});

test('a mouse report is the terminal’s own', () => {
  const { input, passed } = stage();
  input.accept(bytes('\u001b[<0;10;10M'));
  expect(passed.map(({ state }) => state.report)).toEqual([true]);
  input.dispose();
});

test('a paste is open until its end has come', () => {
  const { input, passed } = stage();
  input.accept(bytes('\u001b[200~half'));
  expect(passed.at(-1)?.state).toMatchObject({ atRest: false, insidePaste: true });
  input.accept(bytes(' whole\u001b[201~'));
  expect(passed.at(-1)?.state).toMatchObject({ atRest: true, insidePaste: false });
  input.dispose();
});

test('a character that stays cut in two counts as over after a while', async () => {
  const { input, passed } = stage();
  input.accept(bytes('\u00c3'));
  expect(passed.at(-1)?.state.atRest).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(passed.at(-1)).toMatchObject({ text: '', state: { atRest: true, report: true } });
  input.dispose();
});

test('a key whose bytes came in time is not cut where we were held up ourselves', async () => {
  vi.useRealTimers();
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-input-'));
  const ours: string[] = [];
  const { input, passed } = stage(({ kind }) => ours.push(kind));
  const server = createServer((socket) => {
    socket.on('data', (chunk) => input.accept(chunk));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
  const terminal = connect(join(folder, 's'));
  await new Promise((resolve) => terminal.once('connect', resolve));
  const accepted = new Promise<void>((resolve) => {
    const { accept } = input;
    input.accept = (bytes) => {
      accept.call(input, bytes);
      input.accept = accept;
      resolve();
    };
  });
  terminal.write('\u001b');
  await accepted;
  // The rest is there at once, and nobody reads it for longer than an ESC alone is waited for.
  terminal.write('OQ');
  const heldUpUntilMs = performance.now() + 50;
  while (performance.now() < heldUpUntilMs);
  while (ours.length + passed.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(ours).toEqual(['action']);
  expect(passed).toEqual([]);
  input.dispose();
  terminal.destroy();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

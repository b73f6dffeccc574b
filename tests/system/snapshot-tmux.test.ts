// needs: tmux
// Snapshots in a second, independent emulator: a pane given everything, and one given a snapshot and
// what came after it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShadowScreen } from '@codex-voice/shadow';
import { type Cast, tmuxPicture } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRecordings } from '../fidelity/load-recordings.ts';
import { styledCells } from './styled-cells.ts';

/** Where a character lands, what scrolls at the bottom and what at the top, when all is done. */
const PROBE = '\x1b\\x\tz\x1b[999;999Hw\r\n\n#\x1b[H\x1bM^';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-snapshot-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A recording's output up to its first resize. */
function outputOf(cast: Cast): Buffer {
  const end = cast.events.findIndex((event) => event.kind === 'resize');
  const events = cast.events.slice(0, end < 0 ? undefined : end);
  return Buffer.concat(events.flatMap((event) => (event.kind === 'output' ? [event.bytes] : [])));
}

async function shown(cast: Cast, bytes: Uint8Array) {
  const { columns, rows } = cast;
  const path = join(folder, 'stream');
  await writeFile(path, bytes);
  const { state: told, rows: styled, history } = await tmuxPicture({ columns, rows, path });
  const { title: _marker, ...state } = told;
  return { state, rows: styledCells(styled), history: styledCells(history) };
}

describe('a pane of tmux', () => {
  for (const [name, cast] of loadRecordings()) {
    it(`SHADOW-10: goes on from a snapshot of ${name}`, async () => {
      const output = outputOf(cast);
      const shadow = new ShadowScreen({ kind: 'plain', ...cast, scrollbackLines: 5000 });
      shadow.feed(output.subarray(0, Math.floor(output.length / 2)));
      const { at, viewport, ...written } = shadow.snapshot();
      const whole = written.whole() ?? new Uint8Array();
      shadow.dispose();
      const probe = Buffer.from(PROBE);
      const raw = await shown(cast, Buffer.concat([output, probe]));
      const tail = output.subarray(at);
      expect(await shown(cast, Buffer.concat([viewport, whole, tail, probe]))).toEqual(raw);
    });
  }
});

// needs: tmux
// The same streams in a second, independent emulator: raw in a tmux pane, and filtered in one that
// is a row higher. Suites in which every part is the same emulator can't find what it gets wrong.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassthroughFilter } from '@codex-voice/ansi';
import { ShadowScreen } from '@codex-voice/shadow';
import { type Cast, sized, tmuxPicture } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRecordings } from '../fidelity/load-recordings.ts';
import { panelAndBack } from '../fidelity/panel-play.ts';
import { castOf } from '../fidelity/play.ts';
import { BYTE_STREAMS, RULE_STREAMS } from '../fidelity/rule-streams.ts';
import { HUD_READ_AS, HUD_TEXT, RESERVED_ROWS } from '../fidelity/schemes.ts';
import { styledCells } from './styled-cells.ts';

/** Where a character lands, what scrolls at the bottom and what at the top, when all is done. */
const PROBE = '\x1b\\x\tz\x1b[999;999Hw\r\n\n#\x1b[H\x1bM^';

/**
 * Streams that tmux reads otherwise than xterm.js, so that the filter can follow only one of them:
 * it follows the latter, which is what xterm does in all but the cases marked so.
 */
const READ_OTHERWISE: Readonly<Record<string, string>> = {
  'scroll region with a bottom of zero': 'refused here, the whole height elsewhere',
  'soft reset': 'not known here',
  'alignment test': 'resets the region here, and in xterm',
  'alternate screen 1049 and a region there': 'one region for both screens here, and in xterm',
  'region kept per screen': 'one region for both screens here, and in xterm',
  'alternate screen 1048': 'not known here',
  'origin mode saved and restored': 'restored with the cursor here, and in xterm',
  'new-line mode': 'not known here',
  'repeated character': 'ends at the right edge here',
  'parameters too large': 'the sequence is refused here, the number cut elsewhere',
  'sub-parameters where none belong': 'the sequence is refused here',
  'eight-bit controls as characters': 'no controls here',
};

/** Panels over each recording. */
const PANELS = sized({ usual: 15, full: 40 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-second-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A recording's output up to its first resize, followed by the probe, as separate writes. */
function writesOf(cast: Cast): Uint8Array[] {
  const end = cast.events.findIndex((event) => event.kind === 'resize');
  const events = cast.events.slice(0, end < 0 ? undefined : end);
  const writes = events.flatMap((event) => (event.kind === 'output' ? [event.bytes] : []));
  return [...writes, new TextEncoder().encode(PROBE)];
}

/**
 * What our filter makes of the writes, the row painted after each where that may be done; with panels
 * coming and going at some of them.
 */
function filtered(
  cast: Cast,
  panels: 'with-panels' | 'without',
): { bytes: Uint8Array; painted: 'at-the-end' | 'not-at-the-end' } {
  const rows = cast.rows + RESERVED_ROWS;
  const filter = new PassthroughFilter({
    columns: cast.columns,
    rows,
    reservedRows: RESERVED_ROWS,
  });
  const parts = [filter.start({ row: 0, column: 0 })];
  const ourRow = new TextEncoder().encode(HUD_TEXT);
  const shadow = new ShadowScreen({ kind: 'plain', columns: cast.columns, rows: cast.rows });
  const writes = writesOf(cast);
  const every = Math.ceil(writes.length / PANELS);
  let fedBytes = 0;
  for (const [index, write] of writes.entries()) {
    parts.push(...filter.write(write));
    shadow.feed(write);
    fedBytes += write.length;
    if (filter.canPaint()) parts.push(filter.paint([ourRow]));
    if (panels === 'without' || index % every !== 0) continue;
    parts.push(...(panelAndBack(filter, shadow, { fedBytes, ourRow }) ?? []));
  }
  const painted = filter.canPaint() ? 'at-the-end' : 'not-at-the-end';
  return { bytes: Buffer.concat(parts), painted };
}

async function shown(cast: Cast, extraRows: number, bytes: Uint8Array) {
  const path = join(folder, 'stream');
  await writeFile(path, bytes);
  const size = { columns: cast.columns, rows: cast.rows + extraRows };
  const { state: told, rows, text, history } = await tmuxPicture({ ...size, path });
  const { title: _marker, ...state } = told;
  return {
    screen: { state, rows: rows.slice(0, cast.rows), history },
    lastRow: text.at(-1) ?? '',
  };
}

const raws = new WeakMap<Cast, ReturnType<typeof shown>>();

/** Once for all that is compared with it. */
async function shownRaw(cast: Cast): ReturnType<typeof shown> {
  const raw = raws.get(cast) ?? shown(cast, 0, Buffer.concat(writesOf(cast)));
  raws.set(cast, raw);
  return await raw;
}

/** Blanks that were printed come back erased: seen nowhere but in what tmux writes out. */
function asCells({ state, rows, history }: Awaited<ReturnType<typeof shown>>['screen']) {
  return { state, rows: styledCells(rows), history: styledCells(history) };
}

async function expectSame(
  cast: Cast,
  panels: 'with-panels' | 'without' = 'without',
): Promise<void> {
  const raw = await shownRaw(cast);
  const { bytes, painted } = filtered(cast, panels);
  const ours = await shown(cast, RESERVED_ROWS, bytes);
  if (panels === 'without') expect(ours.screen).toEqual(raw.screen);
  else expect(asCells(ours.screen)).toEqual(asCells(raw.screen));
  if (painted === 'at-the-end') expect(ours.lastRow.startsWith(HUD_READ_AS)).toBe(true);
}

describe('a pane of tmux, raw and filtered', () => {
  const recordings = [...loadRecordings()];

  for (const [name, cast] of recordings) {
    it(`the recording of ${name}`, async () => {
      await expectSame(cast);
    });
  }

  for (const [name, cast] of recordings) {
    it(`panels over the recording of ${name}`, async () => {
      await expectSame(cast, 'with-panels');
    });
  }

  for (const [name, stream] of Object.entries(RULE_STREAMS)) {
    if (name in READ_OTHERWISE) continue;
    it(name, async () => {
      await expectSame(castOf(stream));
    });
  }

  for (const [name, bytes] of Object.entries(BYTE_STREAMS)) {
    it(name, async () => {
      await expectSame(castOf(new Uint8Array(bytes)));
    });
  }
});

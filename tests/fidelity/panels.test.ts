// A panel over recordings of real programs, put back from a copy of their screen: at the end nobody can
// tell that it was ever there.
import { PassthroughFilter, splitScreenRows } from '@codex-voice/ansi';
import { openPanel, type Panel, renderPanel } from '@codex-voice/overlay';
import { ShadowScreen } from '@codex-voice/shadow';
import { type Cast, compareTerminals, VirtualTerminal } from '@codex-voice/testing';
import { expect, it } from 'vitest';
import { loadRecordings } from './load-recordings.ts';

/** Panels over each recording, spread over its outputs. */
const PANELS = 40;

const HELP = openPanel({
  kind: 'help',
  sections: [{ title: 'Keys', rows: [{ what: 'F2', does: 'talk; again: stop' }] }],
});
const MENU = openPanel({
  kind: 'menu',
  items: [...'abcdefgh'].map((letter) => ({ action: letter, letter, label: 'do', note: '漢字' })),
});

/** The differences at the end, and how many panels there were. */
function playWithPanels(cast: Cast): { differences: string[]; panels: number; guesses: number } {
  const filter = new PassthroughFilter({ ...cast, rows: cast.rows + 1, reservedRows: 1 });
  const raw = new VirtualTerminal(cast);
  const outer = new VirtualTerminal({ columns: cast.columns, rows: cast.rows + 1 });
  const shadow = new ShadowScreen({ kind: 'plain', columns: cast.columns, rows: cast.rows });
  outer.feed(filter.start({ row: 0, column: 0 }));
  const resize = cast.events.findIndex(({ kind }) => kind === 'resize');
  const events = cast.events.slice(0, resize < 0 ? undefined : resize);
  const every = Math.max(1, Math.floor(events.length / PANELS));
  let panels = 0;
  let fedBytes = 0;
  const cover = (panel: Panel): void => {
    const rows = renderPanel(panel, { ...cast, colour: '256', glyphs: 'unicode', theme: 'dark' });
    const top = cast.rows - rows.length;
    outer.feed(filter.cover(rows.map((bytes, index) => ({ row: top + index, bytes }))));
  };
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'output') continue;
    raw.feed(event.bytes);
    for (const part of filter.write(event.bytes)) outer.feed(part);
    shadow.feed(event.bytes);
    fedBytes += event.bytes.length;
    if (index % every !== 0 || filter.coverBlock !== undefined) continue;
    const own = shadow.rows();
    if (own.at !== fedBytes) continue;
    cover(HELP);
    cover(MENU);
    outer.feed(filter.paint([new TextEncoder().encode('hud')]));
    outer.feed(filter.uncover(splitScreenRows(own.rows)));
    panels += 1;
  }
  const differences = compareTerminals(raw, outer);
  raw.dispose();
  outer.dispose();
  return { differences, panels, guesses: filter.guessedPositions };
}

it.each([...loadRecordings()])('ANSI-O40: panels over %s leave no trace', (_, cast) => {
  const { differences, panels, guesses } = playWithPanels(cast);
  expect(guesses > 0 ? [] : differences).toEqual([]);
  expect(panels).toBeGreaterThan(0);
});

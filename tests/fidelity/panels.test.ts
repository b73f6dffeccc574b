// A panel over recordings of real programs, put back from a copy of their screen: at the end nobody can
// tell that it was ever there.
import { PassthroughFilter } from '@codex-voice/ansi';
import { ShadowScreen } from '@codex-voice/shadow';
import { type Cast, compareTerminals, VirtualTerminal } from '@codex-voice/testing';
import { expect, it } from 'vitest';
import { loadRecordings } from './load-recordings.ts';
import { panelAndBack } from './panel-play.ts';

/** Panels over each recording, spread over its outputs. */
const PANELS = 40;

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
  const ourRow = new TextEncoder().encode('hud');
  for (const [index, event] of events.entries()) {
    if (event.kind !== 'output') continue;
    raw.feed(event.bytes);
    for (const part of filter.write(event.bytes)) outer.feed(part);
    shadow.feed(event.bytes);
    fedBytes += event.bytes.length;
    if (index % every !== 0) continue;
    const drawn = panelAndBack(filter, shadow, { fedBytes, ourRow });
    if (drawn === undefined) continue;
    for (const part of drawn) outer.feed(part);
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

// A panel over whatever stands on a filter's screen, and back: what goes to the terminal for it.
import { type PassthroughFilter, splitScreenRows } from '@codex-voice/ansi';
import { openPanel, type Panel, renderPanel } from '@codex-voice/overlay';
import type { ShadowScreen } from '@codex-voice/shadow';

const HELP = openPanel({
  kind: 'help',
  sections: [{ title: 'Keys', rows: [{ what: 'F2', does: 'talk; again: stop' }] }],
});
const MENU = openPanel({
  kind: 'menu',
  items: [...'abcdefgh'].map((letter) => ({ action: letter, letter, label: 'do', note: '漢字' })),
});

/**
 * Two panels, our row painted meanwhile, and the agent's own rows again from a copy of its screen that
 * was fed `fedBytes`; undefined where this is no moment for it.
 */
export function panelAndBack(
  filter: PassthroughFilter,
  shadow: ShadowScreen,
  { fedBytes, ourRow }: { readonly fedBytes: number; readonly ourRow: Uint8Array },
): Uint8Array[] | undefined {
  const own = shadow.rows();
  if (filter.coverBlock !== undefined || own.at !== fedBytes || own.torn) return undefined;
  return [
    cover(filter, HELP),
    cover(filter, MENU),
    filter.paint([ourRow]),
    filter.uncover(splitScreenRows(own.rows)),
  ];
}

function cover(filter: PassthroughFilter, panel: Panel): Uint8Array {
  const { columns, rows } = filter.childSize;
  const area = { columns, rows, colour: '256', glyphs: 'unicode', theme: 'dark' } as const;
  const drawn = renderPanel(panel, area);
  const top = rows - drawn.length;
  return filter.cover(drawn.map((bytes, index) => ({ row: top + index, bytes })));
}

// Small plots as SVG: bars of one figure for several peers, and points by count with the straight line through
// them. Readable on light and dark ground; what is ours is told by weight and by colour.
import { linearFit } from '../statistics.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** A second figure of the same unit, drawn as a stroke. */
  readonly mark?: number;
  readonly isOurs: boolean;
}

export type Panel =
  | { readonly kind: 'bars'; readonly title: string; readonly bars: readonly Bar[] }
  | {
      readonly kind: 'points';
      readonly title: string;
      /** What is counted along the bottom. */
      readonly across: string;
      readonly points: readonly (readonly [number, number])[];
    };

export interface Plot {
  /** What is seen, for those who do not see it. */
  readonly title: string;
  readonly panels: readonly Panel[];
}

const PANEL_WIDTH = 470;
const GAP = 30;
const ACROSS = 2;
const TITLE_HEIGHT = 26;
const BAR_HEIGHT = 20;
const LABEL_WIDTH = 232;
const FIGURE_WIDTH = 62;
const POINTS_HEIGHT = 190;
const AXIS = { left: 52, right: 12, bottom: 36, top: 8 } as const;
const TICKS = 4;
/** A bar of others that would make all the rest unreadable is cut, from so many times the second longest. */
const CUT_FROM = 3;

const STYLE = `text{font:12px system-ui,sans-serif;fill:#24292f}.t{font-weight:600;font-size:13px}.s{fill:#57606a}.o{font-weight:700}.b{fill:#8c959f}.p{fill:#2f6fde}.m{stroke:#24292f;stroke-width:1.5}.g{stroke:#d8dee4}.l{stroke:#2f6fde;stroke-dasharray:4 3}.e{text-anchor:end}.c{text-anchor:middle}@media(prefers-color-scheme:dark){text{fill:#d0d7de}.s{fill:#9198a1}.b{fill:#6e7681}.p{fill:#6cb0ff}.m{stroke:#d0d7de}.g{stroke:#3d444d}.l{stroke:#6cb0ff}}`;

export function drawPlot({ title, panels }: Plot): string {
  const parts: string[] = [];
  let top = GAP / 2;
  for (let from = 0; from < panels.length; from += ACROSS) {
    const row = panels.slice(from, from + ACROSS);
    for (const [at, panel] of row.entries()) {
      const left = GAP / 2 + at * (PANEL_WIDTH + GAP);
      parts.push(`<g transform="translate(${left} ${top})">${drawn(panel)}</g>`);
    }
    top += Math.max(...row.map(heightOf)) + GAP;
  }
  const width = ACROSS * (PANEL_WIDTH + GAP);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img">
<title>${escaped(title)}</title><style>${STYLE}</style>
${parts.join('\n')}
</svg>
`;
}

function heightOf(panel: Panel): number {
  const content = panel.kind === 'bars' ? panel.bars.length * BAR_HEIGHT : POINTS_HEIGHT;
  return TITLE_HEIGHT + content;
}

function drawn(panel: Panel): string {
  const title = text({ x: 0, y: 14, says: panel.title, looks: 't' });
  return title + (panel.kind === 'bars' ? bars(panel.bars) : points(panel));
}

function bars(all: readonly Bar[]): string {
  const room = PANEL_WIDTH - LABEL_WIDTH - FIGURE_WIDTH;
  const [longest, second = longest] = all.toSorted((one, other) => other.value - one.value);
  if (longest === undefined || second === undefined) return '';
  const isCut = !longest.isOurs && longest.value > CUT_FROM * second.value;
  const most = (isCut ? second : longest).value;
  const reach = (value: number) => LABEL_WIDTH + room * Math.min(1, Math.max(0, value / most));
  return all
    .map(({ label, value, mark, isOurs }, at) => {
      const y = TITLE_HEIGHT + at * BAR_HEIGHT;
      const end = reach(value);
      const middle = y + BAR_HEIGHT / 2 + 2;
      const stroke =
        mark === undefined || mark > most
          ? ''
          : `<line class="m" x1="${round(reach(mark))}" x2="${round(reach(mark))}" y1="${y}" y2="${y + 14}"/>`;
      const figure = `${value > most ? '» ' : ''}${value}`;
      return `${text({ x: LABEL_WIDTH - 8, y: middle, says: label, looks: isOurs ? 'e o' : 'e' })}<rect class="${isOurs ? 'p' : 'b'}" x="${LABEL_WIDTH}" y="${y + 1}" width="${round(end - LABEL_WIDTH)}" height="12"/>${stroke}${text({ x: LABEL_WIDTH + room + 8, y: middle, says: figure, looks: isOurs ? 'o' : '' })}`;
    })
    .join('');
}

function points(panel: Extract<Panel, { kind: 'points' }>): string {
  const { across, points: all } = panel;
  const stepX = niceStep(Math.max(...all.map(([x]) => x)));
  const stepY = niceStep(Math.max(...all.map(([, y]) => y), 0));
  const [mostX, mostY] = [stepX * TICKS, stepY * TICKS];
  const room = {
    x: PANEL_WIDTH - AXIS.left - AXIS.right,
    y: POINTS_HEIGHT - AXIS.top - AXIS.bottom,
  };
  const floor = TITLE_HEIGHT + AXIS.top + room.y;
  const toX = (x: number) => round(AXIS.left + (room.x * x) / mostX);
  const toY = (y: number) => round(floor - (room.y * Math.max(0, y)) / mostY);
  const ticks = Array.from({ length: TICKS + 1 }, (_, at) => at);
  const grid = ticks.map((at) => {
    const y = toY(at * stepY);
    const line = `<line class="g" x1="${AXIS.left}" x2="${PANEL_WIDTH - AXIS.right}" y1="${y}" y2="${y}"/>`;
    const beside = text({ x: AXIS.left - 6, y: y + 4, says: short(at * stepY), looks: 'e s' });
    const below = text({
      x: toX(at * stepX),
      y: floor + 15,
      says: short(at * stepX),
      looks: 'c s',
    });
    return line + beside + below;
  });
  const { slope, intercept } = linearFit(all);
  const [fromX, endX] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const fit = `<line class="l" x1="${toX(fromX)}" y1="${toY(intercept + slope * fromX)}" x2="${toX(endX)}" y2="${toY(intercept + slope * endX)}"/>`;
  const dots = all.map(([x, y]) => `<circle class="p" cx="${toX(x)}" cy="${toY(y)}" r="4"/>`);
  const name = text({ x: PANEL_WIDTH / 2, y: floor + 31, says: across, looks: 'c s' });
  return [...grid, fit, ...dots, name].join('');
}

/** 1, 2 or 5 times a power of ten, so that four of them reach the most. */
function niceStep(most: number): number {
  const least = Math.max(most, Number.MIN_VALUE) / TICKS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].find((times) => times * power >= least) ?? 10;
  return step * power;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

interface Text {
  readonly x: number;
  readonly y: number;
  readonly says: string;
  readonly looks: string;
}

function text({ x, y, says, looks }: Text): string {
  return `<text x="${x}" y="${y}" class="${looks}">${escaped(says)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// What is seen of a conversation, as it goes: events in, rows out. Text that streams is shown row by row; the
// row that is not full yet is live.
import type { AgentEvent, AgentItem, PlanStep } from '@codex-voice/drivers';
import {
  cleanLines,
  type RowStyle,
  rowsOf,
  rowWidth,
  styled,
  wrappedPieces,
} from './styled-rows.ts';

/** Of a thought so many rows are shown; all of it is in the session's events. */
const THOUGHT_ROWS = 6;
/** Of a patch so many lines are shown, and so many rows. */
const PATCH_LINES = 40;
const PATCH_ROWS = 80;
/** Of an error, which may be a service's whole page. */
const ERROR_ROWS = 8;
/** Of a command, of what a person has said, of a plan. */
const TOLD_ROWS = 40;

const KIND_WORDS: Readonly<Partial<Record<AgentItem['kind'], string>>> = {
  command: '$',
  patch: 'edit',
  tool: 'tool',
};
const STEP_MARKS: Readonly<Record<PlanStep['state'], string>> = {
  done: '[x]',
  running: '[>]',
  pending: '[ ]',
};

interface OpenStream {
  readonly itemId: string;
  /** Cleaned already. */
  rest: string;
  /** A carriage return came last: whether a line feed follows it is not known yet. */
  endsInReturn: boolean;
}

export class Transcript {
  #columns: number;
  /** The message that streams, and what of it is not shown yet. */
  #stream: OpenStream | undefined;
  #plan = '';

  constructor(columns: number) {
    this.#columns = columns;
  }

  resized(columns: number): void {
    this.#columns = columns;
  }

  /** The end of what streams, not yet a full row. */
  get live(): readonly string[] {
    const rest = this.#stream?.rest ?? '';
    return rest === '' ? [] : this.#rows(rest);
  }

  /** The rows that an event adds. */
  told(event: AgentEvent): readonly string[] {
    switch (event.kind) {
      case 'item-started':
        return this.#started(event.item);
      case 'item-delta':
        return this.#delta(event.itemId, event.delta);
      case 'item-completed':
        return this.#completed(event.item);
      case 'plan-updated':
        return this.#planned(event.steps);
      case 'turn-failed':
        return ['', ...this.line(`The turn failed: ${event.message}`, 'error')];
      case 'turn-completed':
        return event.how === 'interrupted' ? ['', ...this.#rows('Interrupted.', 'dim')] : [];
      case 'usage':
        return this.#rows(`${event.inputTokens} tokens read, ${event.outputTokens} written`, 'dim');
      case 'error':
        return this.line(event.message, 'error');
      case 'prompt':
        return event.state === 'unconfirmed'
          ? this.#rows(
              'It is not known whether the last prompt was taken: it is not sent again.',
              'error',
            )
          : [];
      case 'rung':
        return event.rung === 'typing' ? this.line(`The agent is away: ${event.why}`, 'error') : [];
      case 'approval-resolved':
        return event.by === 'lost' ? this.#rows('What was asked was not answered.', 'dim') : [];
      default:
        return [];
    }
  }

  /** A line of our own; of a long one its beginning, and that there is more. */
  line(text: string, style: RowStyle = 'dim'): readonly string[] {
    return this.#shortened(this.#rows(text, style), ERROR_ROWS);
  }

  #started(item: AgentItem): readonly string[] {
    switch (item.kind) {
      case 'user':
        return ['', ...this.#said(item.text)];
      case 'agent':
        this.#stream = { itemId: item.itemId, rest: '', endsInReturn: false };
        return [''];
      case 'reasoning':
        return [];
      default: {
        const words = KIND_WORDS[item.kind] ?? item.kind;
        return ['', ...this.#shortened(this.#rows(`${words} ${item.text}`, 'bold'), TOLD_ROWS)];
      }
    }
  }

  #said(text: string): readonly string[] {
    const rows = rowsOf(text, { columns: this.#columns, style: 'dim', prefix: '> ' });
    return this.#shortened(rows, TOLD_ROWS);
  }

  #delta(itemId: string, delta: string): readonly string[] {
    const stream = this.#stream;
    if (stream?.itemId !== itemId) return [];
    const text = stream.rest + (stream.endsInReturn ? '\r' : '') + delta;
    stream.endsInReturn = text.endsWith('\r');
    const lines = cleanLines(stream.endsInReturn ? text.slice(0, -1) : text);
    const last = lines.at(-1) ?? '';
    const rows = lines.slice(0, -1).flatMap((line) => this.#rows(line));
    const full = wrappedPieces(last, rowWidth(this.#columns)).slice(0, -1);
    stream.rest = last.slice(full.at(-1)?.end ?? 0);
    return [...rows, ...full.map(({ row }) => row)];
  }

  #completed(item: AgentItem): readonly string[] {
    switch (item.kind) {
      case 'agent': {
        const rows = this.live;
        this.#stream = undefined;
        return rows;
      }
      case 'reasoning':
        return ['', ...this.#shortened(this.#rows(item.text, 'dim'), THOUGHT_ROWS)];
      case 'user':
        return [];
      default:
        return [...this.#patch(item.patch), ...this.#rows(`  ${item.outcome ?? ''}`, 'dim')];
    }
  }

  #planned(steps: readonly PlanStep[]): readonly string[] {
    const rows = steps.flatMap(({ text, state }) =>
      rowsOf(text, { columns: this.#columns, prefix: `  ${STEP_MARKS[state]} ` }),
    );
    const plan = rows.join('\n');
    if (plan === this.#plan) return [];
    this.#plan = plan;
    return ['', styled('Plan', 'bold'), ...this.#shortened(rows, TOLD_ROWS)];
  }

  /** The lines of a patch, as the question about it shows them too. */
  #patch(patch: string | undefined): readonly string[] {
    return patch === undefined ? [] : patchRows(patch, this.#columns);
  }

  #shortened(rows: readonly string[], most: number): readonly string[] {
    if (rows.length <= most) return rows;
    return [...rows.slice(0, most), styled(`… ${rows.length - most} more`, 'dim')];
  }

  #rows(text: string, style: RowStyle = 'plain'): readonly string[] {
    return rowsOf(text, { columns: this.#columns, style });
  }
}

export function patchRows(patch: string, columns: number): readonly string[] {
  const lines = patch.trimEnd().split('\n');
  const rows = lines
    .slice(0, PATCH_LINES)
    .flatMap((line) => rowsOf(line, { columns, style: patchStyle(line), prefix: '  ' }));
  const left = lines.length - PATCH_LINES;
  const more = left > 0 ? ` and ${left} more lines` : '';
  if (rows.length > PATCH_ROWS) {
    const cut = styled(`  … ${rows.length - PATCH_ROWS} more rows${more}`, 'dim');
    return [...rows.slice(0, PATCH_ROWS), cut];
  }
  return left > 0 ? [...rows, styled(`  … ${left} more lines`, 'dim')] : rows;
}

function patchStyle(line: string): RowStyle {
  if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('@@')) return 'dim';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'plain';
}

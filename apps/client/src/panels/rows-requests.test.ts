import type { KeeperRequest } from '@codex-voice/protocol';
import { describe, expect, it } from 'vitest';
import { RowsRequests } from './rows-requests.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const announced = (requestId: string, length: number) =>
  ({
    type: 'snapshot',
    requestId,
    basis: 'fresh',
    at: 7,
    size: { columns: 3, rows: 2 },
    viewportBytes: length,
    bytes: length,
  }) as const;

function asked() {
  const requests: KeeperRequest[] = [];
  const rows = new RowsRequests({ request: (request) => requests.push(request) });
  const id = (index: number) => {
    const request = requests[index];
    return request?.type === 'rows' ? request.requestId : '';
  };
  return { rows, id };
}

describe('rows of the agent’s screen', () => {
  it('are put together from their parts, and snapshots for the terminal are left alone', async () => {
    const { rows, id } = asked();
    const answer = rows.request();
    const { requestId: _, ...unasked } = announced('', 5);
    expect(rows.announced(unasked)).toBe('other');
    expect(rows.part(bytes('drawn'))).toBe('other');
    expect(rows.announced(announced(id(0), 7))).toBe('ours');
    expect(rows.part(bytes('abc\x0b'))).toBe('ours');
    expect(rows.part(bytes('def'))).toBe('ours');
    expect(rows.part(bytes('drawn'))).toBe('other');
    expect(await answer).toEqual({
      at: 7,
      basis: 'whole',
      rows: [
        { row: 0, bytes: bytes('abc'), goesOn: true },
        { row: 1, bytes: bytes('def') },
      ],
    });
  });

  it('an empty answer comes too, one with a gap says so, and others’ requests are others’', async () => {
    const { rows, id } = asked();
    const answer = rows.request();
    expect(rows.announced(announced('status-1', 3))).toBe('other');
    expect(rows.announced({ ...announced(id(0), 0), basis: 'gap' })).toBe('ours');
    expect((await answer)?.basis).toBe('gap');
  });

  it('beyond eight that wait the oldest is given up', async () => {
    const { rows } = asked();
    const first = rows.request();
    for (let count = 0; count < 8; count += 1) void rows.request();
    expect(await first).toBeUndefined();
  });
});

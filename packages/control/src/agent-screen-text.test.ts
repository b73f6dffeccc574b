// When the screen is asked for, and what is made of its rows.
import { expect, test } from 'vitest';
import { AgentScreenText, SCREEN_EVERY_MS } from './agent-screen-text.ts';
import { StillClock } from './control-world.test-support.ts';

class World {
  readonly clock = new StillClock();
  readonly requests: string[] = [];
  readonly texts: string[] = [];
  readonly screen = new AgentScreenText({
    clock: this.clock,
    onText: (text) => this.texts.push(text),
  });

  constructor() {
    this.screen.connected({
      request: (request) => {
        if (request.type === 'rows') this.requests.push(request.requestId);
      },
    });
  }

  output(outputBytes: number): void {
    this.screen.event({
      type: 'facts',
      screen: { kind: 'unknown' },
      assessedBytes: outputBytes,
      outputBytes,
      torn: false,
      midUpdate: false,
      bracketedPaste: true,
      alternate: false,
      inputAtRest: true,
      inputBytes: 0,
    });
  }

  /** Rows in pieces of so many bytes, as the answer to the last request or to another one. */
  answer(rows: string, given: { requestId?: string; pieceBytes?: number } = {}): void {
    const bytes = new TextEncoder().encode(rows);
    const { requestId = this.requests.at(-1) ?? '', pieceBytes = bytes.length } = given;
    this.screen.event({
      type: 'snapshot',
      requestId,
      basis: 'fresh',
      at: 1,
      size: { columns: 80, rows: 24 },
      viewportBytes: bytes.length,
      bytes: bytes.length,
    });
    for (let at = 0; at < bytes.length; at += Math.max(1, pieceBytes))
      this.screen.part(bytes.subarray(at, at + pieceBytes));
  }
}

test('CONTROL-18: nothing is asked before somebody wants to know', () => {
  const world = new World();
  world.output(1);
  expect(world.requests).toEqual([]);
  world.screen.want();
  expect(world.requests).toHaveLength(1);
});

test('CONTROL-18: while output comes the screen is asked for every 3 s, and at rest never', () => {
  const world = new World();
  world.screen.want();
  world.answer('nothing yet');
  for (let bytes = 1; bytes < 100; bytes += 1) {
    world.output(bytes);
    world.clock.pass(100);
    if (world.requests.length > 0) world.answer(`row ${bytes}`);
  }
  expect(world.requests.length).toBeGreaterThanOrEqual(3);
  expect(world.requests.length).toBeLessThanOrEqual(5);
  world.clock.pass(10 * SCREEN_EVERY_MS);
  const asked = world.requests.length;
  world.output(99);
  world.clock.pass(10 * SCREEN_EVERY_MS);
  expect(world.requests).toHaveLength(asked);
  world.screen.dispose();
  expect(world.clock.waiting).toBe(0);
});

test('CONTROL-18: an answer that never comes is given up, and one to another request is none', () => {
  const world = new World();
  world.screen.want();
  world.output(1);
  world.answer('old', { requestId: 'rows-1' });
  expect(world.texts).toEqual([]);
  world.output(2);
  const asked = world.requests.length;
  world.clock.pass(SCREEN_EVERY_MS);
  expect(world.requests).toHaveLength(asked);
  world.clock.pass(10_000);
  expect(world.requests.length).toBeGreaterThan(asked);
});

test.each([1, 3, 1_000])('CONTROL-18: rows are text, in pieces of %i bytes', (pieceBytes) => {
  const world = new World();
  world.screen.want();
  world.output(1);
  const rows =
    '\u001b[1;31muse\u001b[0mZebra\u001b[4Cnext\n\u001b]8;;http://a.b/\u0007lïnk\u001b]8;;\u0007 goes\u000bOn';
  world.answer(rows, { pieceBytes });
  expect(world.texts).toEqual(['useZebra next\nlïnk goesOn']);
  world.clock.pass(SCREEN_EVERY_MS);
  world.output(2);
  world.answer(rows);
  expect(world.texts).toHaveLength(1);
});

test('CONTROL-18: of a screen of any size the end is taken', () => {
  const world = new World();
  world.screen.want();
  world.output(1);
  world.answer(`${'x'.repeat(2_000_000)} last`, { pieceBytes: 65_536 });
  expect(world.texts[0]?.length).toBeLessThanOrEqual(40_000);
  expect(world.texts[0]).toMatch(/ last$/u);
});

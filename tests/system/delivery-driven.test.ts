// needs: codex
// Prompts of many kinds, said in bursts to the whole program around the real Codex with its driver:
// they reach the model once, in order and byte by byte, waiting for its turn, steering or interrupting it, over
// kill -9 of host, app-server and TUI, and none is typed. By typing, and with Claude Code: bench/prompts.ts.
import { TEXT_LIMIT } from '@codex-voice/session';
import { sized } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type LaneOptions, runLane } from '../../bench/prompts/prompt-lane.ts';
import { runPlain } from '../program/command.ts';
import { seededRandom } from '../program/sessions/seeded-random.ts';
import { toldSeed } from '../program/sessions/session-rig.ts';
import { mixedPrompts } from './prompts.table.ts';

type Lane = Pick<LaneOptions, 'whileBusy' | 'kills' | 'atEnd'> & { readonly count: number };

/** Side by side: most of their time is waiting. A hundred at full size; else each kind once and the full size's first deaths. */
const LANES: readonly Lane[] = [
  {
    whileBusy: 'queue',
    count: sized({ usual: 25, full: 40 }),
    kills: sized({
      usual: ['host', 'app-server', 'tui', 'app-server'],
      full: ['host', 'app-server', 'tui', 'host', 'app-server'],
    }),
    atEnd: async (home) => {
      const tooLong = await runPlain(home, ['say', '--send', 'x'.repeat(TEXT_LIMIT + 1)]);
      expect(tooLong.status).not.toBe(0);
      expect(tooLong.stderr).toContain('longer than');
    },
  },
  {
    whileBusy: 'steer',
    count: sized({ usual: 8, full: 30 }),
    kills: sized({ usual: ['host'], full: ['host', 'tui'] }),
  },
  {
    whileBusy: 'interrupt',
    count: sized({ usual: 8, full: 30 }),
    kills: sized({ usual: ['tui'], full: ['tui', 'host'] }),
  },
];

test('CONTROL-81 CONTROL-82 CONTROL-83: prompts of every kind reach Codex’s model once, in order and whole, over the deaths of host, app-server and TUI', async () => {
  const seed = toldSeed('prompts');
  const lanes = await Promise.allSettled(
    LANES.map(async ({ count, ...lane }, index) => {
      const random = seededRandom(seed + index);
      const texts = mixedPrompts(count);
      const outcome = await runLane({ agent: 'codex', way: 'protocol', texts, random, ...lane });
      return { ...outcome, count };
    }),
  );
  for (const lane of lanes) {
    if (lane.status === 'rejected') throw lane.reason;
    const { heard, expected, taken, unconfirmed, count } = lane.value;
    expect(heard).toEqual(expected);
    expect(unconfirmed).toEqual([]);
    expect(taken).toBe(count);
  }
}, 120_000);

// What is known of prompts after the death of a server, by Codex's record of the conversation alone.
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FollowedThread } from './followed-thread.ts';
import { OfferedPrompts } from './offered-prompts.ts';

const thread = new FollowedThread({ threadId: 'thread', cwd: '/', nowMs: 0, past: [] });
const line = (id: string, text: string) => {
  const payload = { type: 'message', id, role: 'user', content: [{ type: 'input_text', text }] };
  return `${JSON.stringify({ type: 'response_item', payload })}\n`;
};

let folder = '';
let rollout = '';
let offered: OfferedPrompts;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offered-'));
  rollout = join(folder, 'rollout.jsonl');
  offered = new OfferedPrompts();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const offer = (promptId: string, text: string, at: string = rollout) =>
  offered.add(promptId, { server: 'first', threadId: 'thread', text, rollout: at });
const read = (server = 'second') => {
  const record = { path: rollout };
  return offered.read({ server, thread, record, unanswered: undefined });
};

test('CODEX-27: of two prompts with the same words a message is one of them alone', () => {
  offer('seen', 'go on');
  offer('lost', 'go on');
  offered.seen('seen');
  writeFileSync(rollout, line('one', 'go on'));
  expect(read()).toMatchObject({ lost: ['lost'], written: [] });
  offer('written', 'go on');
  writeFileSync(rollout, line('one', 'go on') + line('two', 'go on'));
  expect(read()).toMatchObject({ lost: [], written: ['written'] });
});

test('CODEX-27: the same server says nothing of what it was offered, and another one says it once', () => {
  offer('lost', 'go on');
  writeFileSync(rollout, '');
  expect(read('first').lost).toEqual([]);
  expect(read().lost).toEqual(['lost']);
  expect(read('third').lost).toEqual([]);
});

test('CODEX-27: a record that is shorter than it was says nothing', () => {
  writeFileSync(rollout, line('one', 'before'));
  offer('unknown', 'go on');
  writeFileSync(rollout, '');
  expect(read()).toMatchObject({ lost: [], written: [] });
});

test('CODEX-27: a record that has 64 MiB more says nothing', () => {
  writeFileSync(rollout, '');
  offer('unknown', 'go on');
  truncateSync(rollout, 64 * 1_024 * 1_024 + 1);
  expect(read()).toMatchObject({ lost: [], written: [] });
});

test('CODEX-27 bug: the same words, said before, were taken for a prompt whose record was not known when it was offered', () => {
  writeFileSync(rollout, line('one', 'go on'));
  offered.add('unknown', {
    server: 'first',
    threadId: 'thread',
    text: 'go on',
    rollout: undefined,
  });
  expect(read()).toMatchObject({ lost: [], written: [] });
});

test('CODEX-27 bug: a record that can not be looked at when a prompt is offered was an exception', () => {
  const loop = join(folder, 'loop');
  symlinkSync(loop, loop);
  offer('unknown', 'go on', loop);
  writeFileSync(rollout, line('one', 'go on'));
  expect(read()).toMatchObject({ lost: [], written: [] });
});

test('CODEX-27: the last 32 offers are remembered', () => {
  writeFileSync(rollout, '');
  const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);
  for (const id of ids) offer(id, id);
  expect(read().lost).toEqual(ids.slice(8));
});

// needs: codex
// Prompts put into the real Codex reach the model exactly once and complete.
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';
import { lookAlikes, prompts } from './prompts.table.ts';
import { lendingAtRest, startCodex } from './start-agents.ts';

test('DELIVERY: twenty prompts of many scripts and lines each reach Codex’s model exactly once and complete, under answers that look like its own screen', async () => {
  await using codex = await startCodex();
  const { rig, server } = codex;
  server.setScript(() => ({ kind: 'text', text: lookAlikes }));
  for (const [index, prompt] of prompts.entries()) {
    rig.say(`prompt-${index}`, prompt, 'send');
    await rig.untilState(`prompt-${index}`, 'sent');
    await server.waitForSubmissions(index + 1, PATIENCE_MS);
    await rig.untilScreen('composer');
  }
  expect(server.submissions.map((one) => one.prompt)).toEqual(prompts);
  const enters = rig.writes.filter((one) => one.write.kind === 'enter');
  expect(enters).toHaveLength(prompts.length);
}, 180_000);

const lent = lendingAtRest(startCodex);

test('DELIVERY: composed segments wait in Codex’s composer as one text until they are sent', async () => {
  const { rig, server } = await lent();
  const given = server.submissions.length;
  rig.say('first', 'Fix the parser', 'compose');
  rig.say('second', ' and run the tests', 'compose');
  await rig.untilState('second', 'composed');
  expect(rig.delivery.draft).toEqual(['first', 'second']);
  expect(server.submissions).toHaveLength(given);
  rig.send();
  await rig.untilState('second', 'sent');
  await server.waitForSubmissions(given + 1, PATIENCE_MS);
  expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual([
    'Fix the parser and run the tests',
  ]);
});

test.each([
  ['one line', ' and run the tests again 👋🏽 שלום'],
  ['many lines', '\nsecond line\nthird line'],
  ['a collapsed paste', 'many words '.repeat(120).trim()],
])(
  'DELIVERY: scratch takes %s back out of Codex’s composer and leaves the rest',
  async (what, scratched) => {
    const [kept, gone] = [`kept beside ${what}`, `gone: ${what}`];
    const { rig, server } = await lent();
    const given = server.submissions.length;
    rig.say(kept, 'Fix the parser', 'compose');
    await rig.untilState(kept, 'composed');
    rig.say(gone, scratched, 'compose');
    await rig.untilState(gone, 'composed');
    rig.scratch();
    await rig.untilState(gone, 'dropped');
    rig.send();
    await rig.untilState(kept, 'sent');
    await server.waitForSubmissions(given + 1, PATIENCE_MS);
    expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual(['Fix the parser']);
  },
);

test('DELIVERY: a prompt said while Codex works goes in at once and is sent once, when it rests', async () => {
  const { rig, server } = await lent();
  const given = server.submissions.length;
  const text = 'working on it '.repeat(60);
  server.setScript([{ kind: 'text', text, chunkCharacters: 14, chunkDelayMs: 50 }]);
  rig.say('begin', 'Begin', 'send');
  await rig.untilScreen('busy');
  rig.say('next', 'and mind the edge cases', 'send');
  await rig.untilState('next', 'waiting: busy');
  await server.waitForSubmissions(given + 1, PATIENCE_MS);
  expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual(['Begin']);
  await rig.untilState('next', 'sent');
  await server.waitForSubmissions(given + 2, PATIENCE_MS);
  await rig.untilScreen('composer');
  expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual([
    'Begin',
    'and mind the edge cases',
  ]);
});

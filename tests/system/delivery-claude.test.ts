// needs: claude
// Prompts put into the real Claude Code reach the model exactly once and complete.
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';
import { lookAlikes, prompts } from './prompts.table.ts';
import { lendingAtRest, startClaude } from './start-agents.ts';

/** The model thinks this long, in ms, before it asks to run a command. */
const MODEL_THINKS_MS = 2_000;

test('DELIVERY: twenty prompts of many scripts and lines each reach Claude’s model exactly once and complete, under answers that look like its own screen', async () => {
  await using claude = await startClaude();
  const { rig, server } = claude;
  server.setScript(() => ({ kind: 'text', text: lookAlikes }));
  for (const [index, prompt] of prompts.entries()) {
    rig.say(`prompt-${index}`, prompt, 'send');
    await rig.untilState(`prompt-${index}`, 'sent');
    await server.waitForSubmissions(index + 1, PATIENCE_MS);
    await rig.untilScreen('composer');
  }
  // Claude Code itself turns decomposed accents into composed ones.
  const composed = prompts.map((prompt) => prompt.normalize('NFC'));
  expect(server.submissions.map((one) => one.prompt)).toEqual(composed);
  expect(rig.writes.filter((one) => one.write.kind === 'enter')).toHaveLength(prompts.length);
}, 180_000);

const lent = lendingAtRest(startClaude);

test.each([
  ['one line', ' and run the tests again שלום'],
  ['a collapsed paste', '\none\ntwo\nthree\nfour\nfive'],
])(
  'DELIVERY: scratch takes %s back out of Claude’s composer and leaves the rest',
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

test('SAFETY: with Claude’s permission dialog open nothing of ours is typed and no Enter is pressed', async () => {
  const { rig, server, cwd } = await lent();
  // A model that thinks first: the sent prompt is seen to have left the composer before it asks.
  const command = `touch ${cwd}/ran.txt`;
  server.setScript([{ kind: 'command', command, sandbox: 'escalated', afterMs: MODEL_THINKS_MS }]);
  rig.say('ask', 'Please touch the file', 'send');
  await rig.untilState('ask', 'sent');
  await rig.untilScreen('dialog');
  const before = rig.writes.length;
  rig.say('later', 'what I said meanwhile', 'send');
  await rig.untilState('later', 'waiting: dialog');
  await rig.while(1500);
  expect(rig.writes.length).toBe(before);
  expect(rig.screen.kind).toBe('dialog');
  rig.person('\u001b');
  await rig.untilState('later', 'sent');
  await rig.until('the text at the model', () =>
    // It travels with the refused command's result, which the server doesn't count as a submission.
    server.requests.some((one) => one.prompt.includes('what I said meanwhile')),
  );
});

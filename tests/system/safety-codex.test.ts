// needs: codex
// While Codex asks something, or the person's own input is unfinished, nothing of ours goes in.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sized } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';
import { lendingAtRest, startCodex } from './start-agents.ts';

/** How long a prompt is held while nothing may happen, in ms: many times every rest and time-out step. */
const TEMPTATION_MS = 2_000;

/** Turns of the story of approvals: each shifts the next prompt against the dialog by so many ms. */
const TURNS = sized({ usual: 4, full: 8 });
const SHIFT_MS = sized({ usual: 120, full: 60 });

const lent = lendingAtRest(startCodex);

test('SAFETY: with Codex’s approval dialog open nothing is typed, no Enter pressed, no command run; after it the text lands', async () => {
  const { rig, server, cwd } = await lent();
  const given = server.submissions.length;
  const touched = join(cwd, 'ran.txt');
  server.setScript([{ kind: 'command', command: `touch ${touched}`, sandbox: 'escalated' }]);
  rig.say('ask', 'Please touch the file', 'send');
  await rig.untilScreen('dialog');
  expect(rig.screen).toEqual({ kind: 'dialog', what: 'approval' });
  const before = rig.writes.length;
  rig.say('later', 'what I said meanwhile', 'send');
  await rig.untilState('later', 'waiting: dialog');
  rig.send();
  await rig.while(TEMPTATION_MS);
  expect(rig.writes.slice(before)).toEqual([]);
  expect(existsSync(touched)).toBe(false);
  expect(server.submissions).toHaveLength(given + 1);

  rig.person('\u001b');
  await rig.untilState('later', 'sent');
  await server.waitForSubmissions(given + 2, PATIENCE_MS);
  expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual([
    'Please touch the file',
    'what I said meanwhile',
  ]);
  expect(existsSync(touched)).toBe(false);
});

test('SAFETY: approvals that pop up at any moment after a prompt are never answered by the next ones', async () => {
  await using codex = await startCodex();
  const { rig, server, cwd } = codex;
  const touched = join(cwd, 'ran.txt');
  server.setScript((request) =>
    request.cause === 'prompt'
      ? { kind: 'command', command: `touch ${touched}`, sandbox: 'escalated' }
      : { kind: 'text', text: 'Done.' },
  );
  for (let turn = 0; turn < TURNS; turn += 1) {
    rig.say(`turn-${turn}`, `prompt number ${turn} of many`, 'send');
    await rig.until(`turn ${turn} under way`, () => rig.writes.length > turn * 2);
    // The dialog opens at some moment of the next prompt's way in; the person answers it later.
    await rig.while(turn * SHIFT_MS);
    rig.say(`note-${turn}`, `, note ${turn}`, 'compose');
    await rig.until(`the dialog of turn ${turn}`, () => rig.screen.kind === 'dialog');
    await rig.while(200);
    rig.person('\u001b');
    await rig.until(`rest after turn ${turn}`, () => rig.screen.kind === 'composer');
    await rig.until(`note ${turn} settled`, () =>
      ['composed', 'unconfirmed'].includes(rig.stateOf(`note-${turn}`)),
    );
  }
  expect(existsSync(touched)).toBe(false);
  const heard = server.submissions.map((one) => one.prompt).join(' ');
  for (let turn = 0; turn < TURNS; turn += 1)
    expect(heard.split(`prompt number ${turn} of many`)).toHaveLength(2);
}, 120_000);

test('SAFETY: with the model menu open nothing is typed and no Enter pressed; after it the text lands', async () => {
  const { rig, server } = await lent();
  server.setScript([]);
  const given = server.submissions.length;
  const before = rig.writes.length;
  rig.person('/model');
  await rig.until('the command list', () => rig.screen.kind === 'dialog');
  await rig.program.waitForQuiet(300, PATIENCE_MS);
  rig.person('\r');
  await rig.program.waitForText('Select Model', PATIENCE_MS);
  await rig.until('the menu', () => rig.screen.kind === 'dialog');
  rig.say('after the menu', 'what I said meanwhile', 'send');
  await rig.while(TEMPTATION_MS);
  expect(rig.writes.slice(before)).toEqual([]);
  expect(rig.stateOf('after the menu')).toBe('waiting: dialog');

  rig.person('\u001b');
  await rig.untilState('after the menu', 'sent');
  await server.waitForSubmissions(given + 1, PATIENCE_MS);
  expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual([
    'what I said meanwhile',
  ]);
});

test('SAFETY: while the person’s own paste is unfinished nothing is typed; after it both texts are there', async () => {
  const { rig, server } = await lent();
  server.setScript([]);
  const given = server.submissions.length;
  const before = rig.writes.length;
  rig.person('\u001b[200~half of a paste', { inputAtRest: false });
  rig.say('after the paste', ' and what I said', 'compose');
  await rig.while(TEMPTATION_MS);
  expect(rig.writes.slice(before)).toEqual([]);
  expect(rig.stateOf('after the paste')).toBe('waiting: unfinished-input');

  rig.person(', all of it\u001b[201~');
  await rig.untilState('after the paste', 'composed');
  rig.send();
  await rig.untilState('after the paste', 'sent');
  await server.waitForSubmissions(given + 1, PATIENCE_MS);
  expect(server.submissions.slice(given).map((one) => one.prompt)).toEqual([
    'half of a paste, all of it and what I said',
  ]);
});

test('SAFETY: words that begin like a command are composed but never sent by us', async () => {
  const { rig, server } = await lent();
  server.setScript([]);
  const given = server.submissions.length;
  const before = rig.writes.length;
  for (const [id, text] of [
    ['slash', '/model'],
    ['shell', '!touch ran.txt'],
  ] as const) {
    rig.say(id, text, 'send');
    await rig.until(`${id} seen`, () => rig.stateOf(id) === 'waiting: dialog');
    await rig.while(TEMPTATION_MS);
    expect(rig.writes.slice(before).filter((one) => one.write.kind === 'enter')).toEqual([]);
    expect(rig.stateOf(id)).toBe('waiting: dialog');
    // The person clears the composer.
    rig.person('\u0003');
    await rig.untilState(id, 'unconfirmed');
  }
  expect(server.submissions).toHaveLength(given);
});

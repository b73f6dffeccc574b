// The driver of Claude Code against hooks and a transcript that are not Claude Code's, event by event.
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgentEvent } from '../agent-events.ts';
import { EventJournal } from '../event-journal.ts';
import { ClaudeDriver } from './claude-driver.ts';
import {
  assistant,
  HooksWorld,
  over,
  text,
  turns,
  untilTurn,
  user,
} from './hooks-world.test-support.ts';

let claude: HooksWorld;

beforeEach(() => {
  claude = new HooksWorld();
});
afterEach(() => claude[Symbol.dispose]());

test('CLAUDE-4: what hooks and the transcript both tell is told once, and the end waits for the last words', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.heard('SessionStart', { source: 'startup' });
  await claude.prompt('p', 'Do it');
  await untilTurn(events, 'user p: Do it');
  expect(driver.activity).toBe('busy');
  claude.write(user('p', 'Do it'));
  await claude.stop('p', 'Done.\n');
  claude.write(
    assistant([{ type: 'thinking', thinking: 'Hm.' }]),
    assistant([{ type: 'tool_use', id: 't', name: 'Edit', input: { file_path: '/project/a' } }]),
    user('p', [{ type: 'tool_result', tool_use_id: 't', is_error: false }], { toolUseResult: {} }),
  );
  await untilTurn(events, 'patch p: /project/a');
  expect(turns(events)).not.toContain('finished p');
  claude.write(assistant([text('Done.')]), over);
  await untilTurn(events, 'finished p');
  expect(driver.activity).toBe('idle');
  expect(turns(events)).toEqual([
    'start p',
    'user p: Do it',
    'reasoning p: Hm.',
    'patch p: /project/a',
    'agent p: Done.',
    'finished p',
  ]);
  const usage = events.flatMap(({ event }) => (event.kind === 'usage' ? [event] : []));
  expect(usage.at(-1)).toMatchObject({ inputTokens: 330, outputTokens: 15, totalTokens: 345 });
});

test('CLAUDE-4: without a transcript the prompt, the last words and the end are told', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Do it');
  await claude.stop('p', 'Done.');
  await untilTurn(events, 'finished p');
  await claude.prompt('q', 'Again');
  await claude.heard('StopFailure', {
    prompt_id: 'q',
    error: 'rate_limit',
    last_assistant_message: 'No.',
  });
  await untilTurn(events, 'failed q: No.');
  // What comes late is known already.
  claude.write(user('p', 'Do it'), assistant([text('Done.')]), over);
  await claude.heard('SessionStart', { source: 'compact' });
  expect(turns(events)).toEqual([
    'start p',
    'user p: Do it',
    'agent p: Done.',
    'finished p',
    'start q',
    'user q: Again',
    'failed q: No.',
  ]);
});

test('CLAUDE-4: hooks that overtake each other end no turn but their own', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'First');
  claude.write(user('p', 'First'));
  await claude.prompt('q', 'Second');
  await claude.stop('p', 'Late.');
  // Claude Code writes the end of the first with the number of the second.
  claude.write(user('q', [text('[Request interrupted by user]')]));
  await claude.heard('SessionEnd', { session_id: 'another' });
  claude.write(user('q', 'Second'), assistant([text('Well.')]), over);
  await untilTurn(events, 'finished q');
  expect(turns(events)).toEqual([
    'start p',
    'user p: First',
    'interrupted p',
    'start q',
    'user q: Second',
    'agent q: Well.',
    'finished q',
  ]);
});

test('CLAUDE-4: an end that overtakes its prompt, by hook and transcript, ends that turn', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.stop('p', 'Done.');
  await claude.prompt('p', 'Do it');
  claude.write(user('p', 'Do it'), assistant([text('Done.')]));
  await untilTurn(events, 'finished p');
  await claude.stop('q', 'Well.');
  await claude.prompt('q', 'Again');
  await untilTurn(events, 'finished q');
  expect(turns(events).slice(1, 4)).toEqual(['user p: Do it', 'agent p: Done.', 'finished p']);
  expect(turns(events).slice(5)).toEqual(['user q: Again', 'agent q: Well.', 'finished q']);
  await untilHolds('idle', () => driver.activity === 'idle');
});

test('CLAUDE-4: an agent that goes on by itself begins a turn of its own', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Do it');
  claude.write(user('p', 'Do it'), assistant([text('Done.')]), over);
  await untilTurn(events, 'finished p');
  claude.write(assistant([text('The background task has ended.')]), over);
  await claude.heard('SessionStart', { source: 'compact' });
  await untilTurn(events, 'finished p/1');
  expect(turns(events).slice(-3)).toEqual([
    'start p/1',
    'agent p/1: The background task has ended.',
    'finished p/1',
  ]);
});

test('CLAUDE-5: the past, subagents, commands and what is no line are not told as turns', async () => {
  const old = { timestamp: new Date(Date.now() - 60_000).toISOString() };
  claude.write({ ...user('o', 'Long ago'), ...old }, { ...assistant([text('Yes.')]), ...old });
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.heard('SessionStart', { source: 'resume' });
  await claude.prompt('p', 'Now');
  claude.write(
    user('p', 'Now'),
    assistant([text('in a subagent')], { isSidechain: true }),
    user('p', 'a reminder', { isMeta: true }),
    user('p', 'a summary', { isCompactSummary: true }),
    user('p', '<command-name>/model</command-name>'),
    { type: 'brand-new', body: 'x'.repeat(10_000) },
    { type: 'ai-title', aiTitle: 'quiet' },
    { type: 'user', message: 7 },
  );
  appendFileSync(claude.transcript, 'torn {"type":\n[]\n');
  claude.write(assistant([text('Right.')]), over);
  await untilTurn(events, 'finished p');
  expect(turns(events)).toEqual(['start p', 'user p: Now', 'agent p: Right.', 'finished p']);
  const raw = events.flatMap(({ event }) => (event.kind === 'raw' ? [event] : []));
  expect(raw.map((one) => one.method)).toEqual(['brand-new', 'user', '', '']);
  expect(Math.max(...raw.map((one) => one.body.length))).toBe(4_096);
});

test('CLAUDE-6: a message takes the announced prompts that it holds, in their order', async () => {
  const journal = new EventJournal();
  await using driver = new ClaudeDriver({ folder: claude.folder, journal });
  const announce = (promptId: string, words: string) => driver.announce({ promptId, text: words });
  await announce('one', 'Fix the parser');
  await announce('gone', 'and the lexer');
  await announce('two', 'cafe\u0301  \r\nand tests');
  driver.withdraw('gone');
  await announce('other', 'something else');
  expect(journal.promptState('gone')).toBe('refused');
  await claude.prompt('p', 'Please: Fix the parser and the lexer café\nand tests');
  await untilHolds('taken', () => journal.promptState('two') === 'taken');
  expect(journal.promptState('one')).toBe('taken');
  expect(journal.promptState('gone')).toBe('refused');
  expect(journal.promptState('other')).toBe('offered');
  expect(await announce('one', 'Fix the parser')).toEqual({ kind: 'repeated' });
});

test('CLAUDE-7: an answer goes to the hook that asked, and lasts for the session at most', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Remove it');
  const rule = { type: 'addRules', rules: [], behavior: 'allow', destination: 'localSettings' };
  const asked = claude.ask({ permission_suggestions: [rule] });
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  expect(approval).toMatchObject({ subject: 'command', text: 'rm x', reason: 'Removes x' });
  expect(driver.activity).toBe('waiting');
  const { approvalId } = approval;
  expect(await driver.answer({ approvalId, decision: 'accept-for-session' })).toEqual({
    kind: 'done',
  });
  await untilHolds('answered', () => asked.ended);
  expect(JSON.parse(asked.answer)).toEqual({
    behavior: 'allow',
    updatedPermissions: [{ ...rule, destination: 'session' }],
  });
  expect(driver.activity).toBe('busy');
});

test('CLAUDE-7: an answer in Claude Code settles it when the result is known, and what subagents ask is its own', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Remove it');
  const inside = claude.ask({ agent_id: 'sub' });
  await untilHolds('let go', () => inside.ended);
  expect(inside.answer).toBe('');
  const asked = claude.ask();
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  const input = { description: 'Removes x', command: 'rm x' };
  claude.write(
    user('p', 'Remove it'),
    assistant([{ type: 'tool_use', id: 't', name: 'Bash', input }]),
    user('p', [{ type: 'tool_result', tool_use_id: 't', is_error: true }], {
      toolUseResult: 'User rejected tool use',
    }),
  );
  const resolved = await untilDriverEvent(events, 'approval-resolved');
  expect(resolved).toEqual({
    kind: 'approval-resolved',
    approvalId: approval.approvalId,
    by: 'elsewhere',
  });
  await untilHolds('let go', () => asked.ended);
  const { approvalId } = approval;
  expect(await driver.answer({ approvalId, decision: 'accept' })).toMatchObject({
    reason: 'settled',
  });
});

test('CLAUDE-7: a question whose hook has given up is lost here, and is waited for until its result or the end of its turn', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  for (const turnId of ['p', 'q']) {
    await claude.prompt(turnId, 'Remove it');
    const seen = events.length;
    const asked = claude.ask({ prompt_id: turnId });
    await untilDriverEvent(events, 'approval-requested', seen);
    asked.socket.end();
    const { by } = await untilDriverEvent(events, 'approval-resolved', seen);
    expect([by, driver.activity]).toEqual(['lost', 'waiting']);
    if (turnId === 'p') {
      const input = { command: 'rm x', description: 'Removes x' };
      claude.write(
        user('p', 'Remove it'),
        assistant([{ type: 'tool_use', id: 't', name: 'Bash', input }]),
        user('p', [{ type: 'tool_result', tool_use_id: 't' }], { toolUseResult: {} }),
      );
      await untilHolds('busy', () => driver.activity === 'busy');
    }
    await claude.stop(turnId, 'Done.');
    await untilHolds('idle', () => driver.activity === 'idle');
  }
  expect(events.filter(({ event }) => event.kind === 'approval-resolved')).toHaveLength(2);
});

test('CLAUDE-7: of a change a person is shown what goes and what comes', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Change it');
  const file = { file_path: '/project/a' };
  const tools: readonly (readonly [string, object, readonly string[]])[] = [
    ['Write', { ...file, content: 'one\ntwo' }, ['@@', '+one', '+two']],
    ['Edit', { ...file, old_string: 'one', new_string: '' }, ['@@', '-one']],
    [
      'MultiEdit',
      {
        ...file,
        edits: [
          { old_string: 'a', new_string: 'b' },
          { old_string: 'c', new_string: 'd' },
        ],
      },
      ['@@', '-a', '+b', '@@', '-c', '+d'],
    ],
  ];
  for (const [tool, input, change] of tools) {
    const seen = events.length;
    claude.ask({ tool_name: tool, tool_input: input });
    const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
    const patch = ['--- /project/a', '+++ /project/a', ...change, ''].join('\n');
    expect(approval).toMatchObject({ subject: 'patch', text: '/project/a', patch });
  }
});

test('CLAUDE-3: another folder is refused, and who does not know the token is not heard', async () => {
  const open = join(claude.folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o755);
  const start = { folder: open, journal: new EventJournal() };
  expect(() => new ClaudeDriver(start)).toThrow(RangeError);
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  const stranger = claude.hook('UserPromptSubmit', { prompt: 'Evil' }, 'guessed');
  await untilHolds('closed', () => stranger.ended);
  for (const garbage of ['no json\n', '[]\n', 'null\n', '\n']) {
    const said = claude.hook('Stop');
    said.socket.write(garbage);
    await untilHolds('closed', () => said.ended);
  }
  await claude.heard('Unheard', { body: 'x'.repeat(10_000) });
  await claude.heard('UserPromptSubmit', { prompt: 7 });
  await untilHolds('raw', () => events.filter(({ event }) => event.kind === 'raw').length === 2);
  const bodies = events.flatMap(({ event }) => (event.kind === 'raw' ? [event.body.length] : []));
  expect(Math.max(...bodies)).toBe(4_096);
  expect(turns(events)).toEqual([]);
});

test('CLAUDE-9: a driver that comes later tells what was missed and nothing twice', async () => {
  const path = join(claude.folder, 'events.jsonl');
  const place = { sessionId: 'thread', transcriptPath: claude.transcript, cwd: '/project' };
  writeFileSync(
    join(claude.folder, 'conversation.json'),
    JSON.stringify({ ...place, atMs: Date.now() - 1_000 }),
  );
  {
    using journal = new EventJournal({ path });
    await using driver = new ClaudeDriver({ folder: claude.folder, journal });
    await claude.prompt('p', 'First');
    claude.write(user('p', 'First'), assistant([text('One.')]), over);
    await driver.announce({ promptId: 'mine', text: 'Second' });
    await claude.prompt('q', 'Run');
    claude.ask();
    await untilDriverEvent(driverEvents(driver), 'approval-requested');
  }
  claude.write(user('q', 'Run'), assistant([text('Two.')]), over, user('r', 'Second'));
  using journal = new EventJournal({ path });
  await using driver = new ClaudeDriver({ folder: claude.folder, journal });
  const events = driverEvents(driver);
  await untilTurn(events, 'user r: Second');
  expect(driver.activity).toBe('busy');
  expect(turns(events)).toEqual([
    'start p',
    'user p: First',
    'agent p: One.',
    'finished p',
    'start q',
    'user q: Run',
    'agent q: Two.',
    'finished q',
    'start r',
    'user r: Second',
  ]);
  const kinds = (kind: AgentEvent['kind']) => events.filter(({ event }) => event.kind === kind);
  expect(kinds('session')).toHaveLength(1);
  expect(kinds('approval-resolved').map(({ event }) => event)).toMatchObject([{ by: 'lost' }]);
  // What was typed before the driver died is found among the messages.
  expect(await driver.announce({ promptId: 'mine', text: 'Second' })).toEqual({ kind: 'repeated' });
  expect(journal.promptState('mine')).toBe('taken');
});

test('CLAUDE-9: in the same turn, a driver that comes later names what is asked otherwise', async () => {
  const path = join(claude.folder, 'events.jsonl');
  const names: string[] = [];
  for (const command of ['ls', 'rm -rf x']) {
    using journal = new EventJournal({ path });
    await using driver = new ClaudeDriver({ folder: claude.folder, journal });
    const events = driverEvents(driver);
    const seen = events.length;
    await claude.prompt('p', 'Tidy up');
    claude.ask({ tool_input: { command } });
    const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
    expect(approval).toMatchObject({ turnId: 'p', text: command });
    names.push(approval.approvalId);
  }
  expect(new Set(names).size).toBe(2);
});

test('CLAUDE-10: another conversation is followed from then on, and the turn of the old one is over', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'In the old one');
  const old = claude.transcript;
  claude.transcript = join(claude.folder, 'other.jsonl');
  await claude.heard('SessionStart', { session_id: 'new', source: 'clear' });
  await claude.heard('SessionEnd', { session_id: 'thread', transcript_path: old, reason: 'clear' });
  await claude.heard('UserPromptSubmit', {
    session_id: 'new',
    prompt_id: 'q',
    prompt: 'In the new one',
  });
  claude.write(user('q', 'In the new one'), assistant([text('Fresh.')]), over);
  await untilTurn(events, 'finished q');
  const threads = events.flatMap(({ event }) => (event.kind === 'session' ? [event.threadId] : []));
  expect(threads).toEqual(['thread', 'new']);
  expect(turns(events)[2]).toBe('interrupted p');
  expect(readFileSync(claude.transcript, 'utf8')).toContain('Fresh.');
});

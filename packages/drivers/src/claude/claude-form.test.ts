// Claude Code's forms with questions: what is told of one, what it is given for an answer, and which are
// left to it.
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventJournal } from '../event-journal.ts';
import { ClaudeDriver } from './claude-driver.ts';
import { assistant, HooksWorld, user } from './hooks-world.test-support.ts';

let claude: HooksWorld;

beforeEach(() => {
  claude = new HooksWorld();
});

afterEach(() => claude[Symbol.dispose]());

test('CLAUDE-12: a form tells its parts, and is answered as its own dialog would be', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Ask');
  const options = [{ label: 'x', description: 'the first' }, { label: 'y' }];
  const questions = [
    { question: 'Which?', header: 'Which', multiSelect: true, options },
    { question: 'When?', header: 'When', multiSelect: false, options },
  ];
  const asked = claude.ask({ tool_name: 'AskUserQuestion', tool_input: { questions } });
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  const common = { choices: [{ label: 'x', description: 'the first' }, { label: 'y' }] };
  expect(approval).toMatchObject({ subject: 'question', text: 'Which?\nWhen?' });
  expect(approval.decisions).toEqual(['accept']);
  expect(approval.parts).toEqual([
    { partId: 'Which?', question: 'Which?', ...common, takesWords: true, takesSeveral: true },
    { partId: 'When?', question: 'When?', ...common, takesWords: true },
  ]);
  const { approvalId } = approval;
  expect(await driver.answer({ approvalId, decision: 'accept' })).toMatchObject({
    message: 'a form wants its answers',
  });
  expect(driver.activity).toBe('waiting');
  const answers = { 'Which?': ['x', 'y'], 'When?': ['not today'] };
  const both = [1, 2].map(() => driver.answer({ approvalId, decision: 'accept', answers }));
  expect(await Promise.all(both)).toMatchObject([{ kind: 'done' }, { reason: 'settled' }]);
  await untilHolds('answered', () => asked.ended);
  expect(JSON.parse(asked.answer)).toEqual({
    behavior: 'allow',
    updatedInput: { questions, answers: { 'Which?': 'x, y', 'When?': 'not today' } },
  });
});

test('CLAUDE-12: a form that can not be read whole is for its dialog, and one answered there is settled', async () => {
  await using driver = new ClaudeDriver({ folder: claude.folder, journal: new EventJournal() });
  const events = driverEvents(driver);
  await claude.prompt('p', 'Ask');
  const unread = [{ questions: [] }, { questions: [{ question: 'a' }, { question: 'a' }] }, {}];
  for (const input of unread) {
    const seen = events.length;
    claude.ask({ tool_name: 'AskUserQuestion', tool_input: input });
    const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
    expect(approval).toMatchObject({ subject: 'question', decisions: [] });
    expect(approval.parts).toBeUndefined();
    const { approvalId } = approval;
    const answers = { a: ['b'] };
    expect(await driver.answer({ approvalId, decision: 'accept', answers })).toMatchObject({
      message: 'it can only be answered in Claude Code itself',
    });
  }
  const seen = events.length;
  const input = { questions: [{ question: 'Which?', options: [{ label: 'x' }] }] };
  const asked = claude.ask({ tool_name: 'AskUserQuestion', tool_input: input });
  const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
  claude.write(
    user('p', 'Ask'),
    assistant([{ type: 'tool_use', id: 't', name: 'AskUserQuestion', input }]),
    user('p', [{ type: 'tool_result', tool_use_id: 't' }], { toolUseResult: {} }),
  );
  const { approvalId, by } = await untilDriverEvent(events, 'approval-resolved', seen);
  expect([approvalId, by]).toEqual([approval.approvalId, 'elsewhere']);
  await untilHolds('let go', () => asked.ended);
  expect(asked.answer).toBe('');
});

// needs: claude
// The driver of Claude Code beside Claude Code's own TUI: the contract of all drivers, and what only
// Claude Code has.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalDecision, NumberedEvent } from '@codex-voice/drivers';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { testDriverContract } from '../program/drivers/driver-contract.ts';
import { type ClaudeWorld, startClaudeWorld } from './claude-rig.ts';
import { PATIENCE_MS } from './delivery-rig.ts';

const DIALOG = 'Do you want to proceed?';

/** The person's own hooks, beside which all is done here. */
const MARK = 'their-hook-ran';
const THEIRS = { hooks: { Stop: [{ hooks: [{ type: 'command', command: `touch ${MARK}` }] }] } };

/** One for all: it takes seconds to start. */
const lent = testDriverContract(
  'Claude Code',
  () => startClaudeWorld(['--settings', JSON.stringify(THEIRS)]),
  'typed',
);

const spoken = (events: readonly NumberedEvent[]): string[] =>
  events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [`${event.item.kind}: ${event.item.text}`] : [],
  );

test('CLAUDE-1 CLAUDE-6 CLAUDE-10: what is typed is told and confirmed, a new conversation is followed, and the person’s own hooks run beside ours', async () => {
  const claude = await lent();
  const { driver, journal, tui } = claude;
  const events = driverEvents(driver);
  const begun = events.length;
  const given = claude.prompts().length;
  rmSync(join(claude.cwd, MARK), { force: true });
  await driver.announce({ promptId: 'typed', text: 'spoken,\nin two lines' });
  await claude.type('spoken,\nin two lines');
  await untilDriverEvent(events, 'turn-completed', begun);
  expect(journal.promptState('typed')).toBe('taken');
  expect(spoken(events.slice(begun))).toEqual([
    'user: spoken,\nin two lines',
    'agent: Heard: spoken,\nin two lines',
  ]);
  expect(existsSync(join(claude.cwd, MARK))).toBe(true);
  const seen = events.length;
  await claude.type('/clear');
  await untilDriverEvent(events, 'session', seen);
  await claude.type('by hand');
  await untilDriverEvent(events, 'turn-completed', seen);
  expect(spoken(events.slice(seen))).toEqual(['user: by hand', 'agent: Heard: by hand']);
  expect(tui.terminal.screenText()).not.toMatch(/hook error/iu);
  expect(claude.prompts().slice(given)).toEqual(['spoken,\nin two lines', 'by hand']);
});

/** Lets Claude Code ask for a command, and returns the question and where it was told. */
async function asked(claude: ClaudeWorld, events: NumberedEvent[], command: string) {
  const seen = events.length;
  claude.script({ kind: 'ask', command });
  await claude.type(`Run ${command}`);
  const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
  await claude.tui.waitForText(DIALOG, PATIENCE_MS);
  return { approval, seen };
}

test('CLAUDE-7: an approval answered in the TUI is settled here, and one answered here closes the dialog there', async () => {
  const claude = await lent();
  const { driver, tui } = claude;
  const events = driverEvents(driver);
  const first = await asked(claude, events, 'touch by-key');
  await tui.waitForQuiet(300, PATIENCE_MS);
  tui.send('1');
  const there = await untilDriverEvent(events, 'approval-resolved', first.seen);
  expect(there).toMatchObject({ approvalId: first.approval.approvalId, by: 'elsewhere' });
  await untilDriverEvent(events, 'turn-completed', first.seen);
  const here: readonly (readonly [ApprovalDecision, string, string])[] = [
    ['decline', 'declined', 'finished'],
    ['cancel', 'declined', 'interrupted'],
    ['accept', 'completed, status 0', 'finished'],
  ];
  for (const [decision, outcome, how] of here) {
    const { approval, seen } = await asked(claude, events, `touch ${decision}`);
    expect(approval.text).toContain(`touch ${decision}`);
    expect(await driver.answer({ approvalId: approval.approvalId, decision })).toEqual({
      kind: 'done',
    });
    expect((await untilDriverEvent(events, 'turn-completed', seen)).how, decision).toBe(how);
    const commands = events
      .slice(seen)
      .flatMap(({ event }) =>
        event.kind === 'item-completed' && event.item.kind === 'command'
          ? [event.item.outcome]
          : [],
      );
    expect(commands, decision).toEqual([outcome]);
    expect(existsSync(join(claude.cwd, decision))).toBe(decision === 'accept');
    await untilHolds('the dialog is gone', () => !tui.terminal.screenText().includes(DIALOG));
  }
}, 120_000);

/** A form of Claude Code's: one choice of the first, several of the second. */
const FORM = [
  {
    question: 'Which database?',
    header: 'Database',
    multiSelect: false,
    options: [
      { label: 'Postgres', description: 'the big one' },
      { label: 'SQLite', description: 'the small one' },
    ],
  },
  {
    question: 'Which parts?',
    header: 'Parts',
    multiSelect: true,
    options: [
      { label: 'Api', description: 'what others call' },
      { label: 'Web', description: 'what people see' },
      { label: 'Docs', description: 'what people read' },
    ],
  },
];
/** Claude Code takes keys once its dialog stands still for this long, in ms. */
const KEY_REST_MS = 500;
/** A key that has shown nothing for this long, in ms, was not taken. */
const KEY_PATIENCE_MS = 8_000;
const KEY_TRIES = 4;
const FORM_DIALOG = 'to navigate';

test('CLAUDE-12: the model hears the same of a form that is answered here as of one that is answered in its dialog', async () => {
  const claude = await lent();
  const { driver, tui, server } = claude;
  const events = driverEvents(driver);
  const ask = async () => {
    const seen = events.length;
    server.setScript(({ cause }) =>
      cause === 'prompt'
        ? { kind: 'tool', tool: 'AskUserQuestion', input: { questions: FORM } }
        : { kind: 'text', text: 'Thanks.' },
    );
    await claude.type('Ask me');
    const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
    await tui.waitForText(FORM_DIALOG, PATIENCE_MS);
    return { approval, seen };
  };
  const told = async (seen: number): Promise<string | undefined> => {
    await untilDriverEvent(events, 'turn-completed', seen);
    await untilHolds('closed', () => !tui.terminal.screenText().includes(FORM_DIALOG));
    return server.requests.at(-1)?.toolOutput;
  };
  const here = await ask();
  expect(here.approval.parts).toMatchObject([{ takesWords: true }, { takesSeveral: true }]);
  const { approvalId } = here.approval;
  const answers = { 'Which database?': ['SQLite'], 'Which parts?': ['Api', 'Docs'] };
  const both = [1, 2].map(() => driver.answer({ approvalId, decision: 'accept', answers }));
  expect(await Promise.all(both)).toMatchObject([{ kind: 'done' }, { reason: 'settled' }]);
  const heard = await told(here.seen);
  expect(heard).toContain('"Which database?"="SQLite", "Which parts?"="Api, Docs"');

  const there = await ask();
  for (const [key, shows] of [
    ['2', /\[ \] Api/u],
    ['1', /\[\S\] Api/u],
    ['3', /\[\S\] Docs/u],
    ['\t', 'Submit answers'],
  ] as const) {
    // A form that is drawn may not take keys yet, on a busy machine.
    const isShown = async (): Promise<boolean> => {
      await tui.waitForQuiet(KEY_REST_MS, PATIENCE_MS);
      tui.send(key);
      return await tui.waitForText(shows, KEY_PATIENCE_MS).then(
        () => true,
        () => false,
      );
    };
    for (let tries = 1; !(await isShown()); tries += 1) expect(tries, key).toBeLessThan(KEY_TRIES);
  }
  await tui.waitForQuiet(KEY_REST_MS, PATIENCE_MS);
  tui.send('\r');
  const resolved = await untilDriverEvent(events, 'approval-resolved', there.seen);
  expect(resolved).toMatchObject({ approvalId: there.approval.approvalId, by: 'elsewhere' });
  expect(await told(there.seen)).toBe(heard);

  const words = await ask();
  const own = { 'Which database?': ['neither, a file'], 'Which parts?': ['Web'] };
  await driver.answer({ approvalId: words.approval.approvalId, decision: 'accept', answers: own });
  expect(await told(words.seen)).toContain('"Which database?"="neither, a file"');
}, 120_000);

// The last: what it allows stays allowed.
test('CLAUDE-7: what is accepted for the session is asked once, and no file of the person’s remembers it', async () => {
  const claude = await lent();
  const { driver } = claude;
  const events = driverEvents(driver);
  writeFileSync(join(claude.cwd, 'a.txt'), 'a');
  const { approval, seen } = await asked(claude, events, 'touch once');
  expect(approval.decisions).toContain('accept-for-session');
  const { approvalId } = approval;
  await driver.answer({ approvalId, decision: 'accept-for-session' });
  await untilDriverEvent(events, 'turn-completed', seen);
  const again = events.length;
  claude.script({ kind: 'ask', command: 'touch once' });
  await claude.type('Once more');
  await untilDriverEvent(events, 'turn-completed', again);
  const questions = events.slice(again).filter(({ event }) => event.kind === 'approval-requested');
  expect(questions).toEqual([]);
  expect(existsSync(join(claude.cwd, '.claude'))).toBe(false);
});

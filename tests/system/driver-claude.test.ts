// needs: claude
// The driver of Claude Code beside Claude Code's own TUI: the contract of all drivers, and what only
// Claude Code has.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalDecision, NumberedEvent } from '@codex-voice/drivers';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { testDriverContract } from '../program/drivers/driver-contract.ts';
import { type ClaudeWorld, startClaudeWorld } from './claude-rig.ts';
import { PATIENCE_MS } from './delivery-rig.ts';

const DIALOG = 'Do you want to proceed?';

testDriverContract('Claude Code', () => startClaudeWorld(), 'typed');

const spoken = (events: readonly NumberedEvent[]): string[] =>
  events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [`${event.item.kind}: ${event.item.text}`] : [],
  );

test('CLAUDE-1 CLAUDE-6 CLAUDE-10: what is typed is told and confirmed, a new conversation is followed, and the person’s own hooks run beside ours', async () => {
  const mark = 'their-hook-ran';
  const command = `touch ${mark}`;
  const theirs = { hooks: { Stop: [{ hooks: [{ type: 'command', command }] }] } };
  await using claude = await startClaudeWorld(['--settings', JSON.stringify(theirs)]);
  const { driver, journal, tui } = claude;
  const events = driverEvents(driver);
  await driver.announce({ promptId: 'one', text: 'spoken,\nin two lines' });
  await claude.type('spoken,\nin two lines');
  await untilDriverEvent(events, 'turn-completed');
  expect(journal.promptState('one')).toBe('taken');
  expect(spoken(events)).toEqual([
    'user: spoken,\nin two lines',
    'agent: Heard: spoken,\nin two lines',
  ]);
  expect(existsSync(join(claude.cwd, mark))).toBe(true);
  const seen = events.length;
  await claude.type('/clear');
  await untilDriverEvent(events, 'session', seen);
  await claude.type('by hand');
  await untilDriverEvent(events, 'turn-completed', seen);
  expect(spoken(events.slice(seen))).toEqual(['user: by hand', 'agent: Heard: by hand']);
  expect(tui.terminal.screenText()).not.toMatch(/hook error/iu);
  expect(claude.prompts()).toEqual(['spoken,\nin two lines', 'by hand']);
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
  await using claude = await startClaudeWorld();
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
}, 60_000);

test('CLAUDE-7: what is accepted for the session is asked once, and no file of the person’s remembers it', async () => {
  await using claude = await startClaudeWorld();
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

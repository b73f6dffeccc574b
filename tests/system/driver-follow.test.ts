// needs: codex
// Two clients on the one conversation that Codex's own TUI has open: what each is told of it, over what
// both do, and over a client that goes away in a turn.
import { CodexDriver, EventJournal, type NumberedEvent } from '@codex-voice/drivers';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';
import { type CodexWorld, startCodexWorld } from './driver-rig.ts';

/** What is told of the conversation, a line each; what is told of one's own connection is left out. */
function conversation(events: readonly NumberedEvent[]): readonly string[] {
  return events.flatMap(({ event }) => {
    switch (event.kind) {
      case 'turn-started':
        return [`start ${event.turnId}`];
      case 'turn-completed':
        return [`${event.how} ${event.turnId}`];
      case 'item-started':
        return [`begin ${event.turnId} ${event.item.itemId} ${event.item.kind}`];
      case 'item-completed':
        return [`done ${event.turnId} ${event.item.itemId} ${event.item.kind} ${event.item.text}`];
      case 'approval-requested':
        return [`asks ${event.approval.approvalId}`];
      case 'approval-resolved':
        return [`answered ${event.approvalId}`];
      default:
        return [];
    }
  });
}

function deltas(events: readonly NumberedEvent[]): readonly string[] {
  return events.flatMap(({ event }) =>
    event.kind === 'item-delta' ? [`${event.itemId} ${event.delta}`] : [],
  );
}

const ends = (events: readonly NumberedEvent[]): number =>
  events.filter(({ event }) => event.kind === 'turn-completed').length;

/** Words that the model writes a few at a time. */
const LONG = 'A client may go away while this is being said, and come back before its end. '.repeat(
  8,
);

/** A turn of the other one's that asks for an approval: both are asked, both answer, and one is heard. */
async function askedByOne(
  { server }: CodexWorld,
  {
    one,
    other,
    ones,
    others,
  }: {
    readonly one: CodexDriver;
    readonly other: CodexDriver;
    readonly ones: readonly NumberedEvent[];
    readonly others: readonly NumberedEvent[];
  },
): Promise<void> {
  server.setScript(({ cause }) =>
    cause === 'prompt'
      ? { kind: 'command', command: 'true', sandbox: 'escalated' }
      : { kind: 'text', text: 'Done.' },
  );
  expect((await other.submit({ promptId: 'two', text: 'From the other' })).kind).toBe('taken');
  const { approval } = await untilDriverEvent(others, 'approval-requested');
  const { approvalId } = approval;
  await untilHolds('asked', () => conversation(ones).includes(`asks ${approvalId}`));
  const answers = await Promise.all(
    [one, other].map((each) => each.answer({ approvalId, decision: 'accept' })),
  );
  expect(answers.some(({ kind }) => kind === 'done')).toBe(true);
}

test('DRIVERS-1 CODEX-1 CODEX-15: two clients are told the same events of one conversation, each once and numbered without a gap, also one that goes away in a turn', async () => {
  await using codex = await startCodexWorld();
  const { driver: one, server, appServer, tui } = codex;
  using otherJournal = new EventJournal();
  const start = { socketPath: appServer.socketPath, journal: otherJournal };
  const ones: readonly NumberedEvent[] = driverEvents(one);
  const others: NumberedEvent[] = [];
  otherJournal.follow(0, (event) => others.push(event));
  const untilBoth = async (turns: number, other: CodexDriver): Promise<void> => {
    await untilHolds(`${turns} turns`, () => ends(ones) === turns && ends(others) === turns);
    await untilHolds('both rest', () => one.activity === 'idle' && other.activity === 'idle');
  };
  // A follower of the one's numbers, who also goes and comes back.
  const followed: NumberedEvent[] = [];
  const leave = one.follow(0, (event) => followed.push(event));
  {
    await using other = new CodexDriver(start);
    await untilDriverEvent(others, 'session');
    expect((await one.submit({ promptId: 'one', text: 'From the one' })).kind).toBe('taken');
    await untilBoth(1, other);
    const first = [deltas(ones).length, deltas(others).length] as const;
    leave();
    await askedByOne(codex, { one, other, ones, others });
    await untilBoth(2, other);
    // Both follow since before this turn: also what was said piece by piece is the same.
    expect(deltas(others).slice(first[1])).toEqual(deltas(ones).slice(first[0]));
    const slow = { chunkCharacters: 12, chunkDelayMs: 25 };
    server.setScript(() => ({ kind: 'text', text: LONG, ...slow }));
    const seen = others.length;
    expect((await one.submit({ promptId: 'three', text: 'Go on' })).kind).toBe('taken');
    await untilDriverEvent(others, 'item-delta', seen);
  }
  const gone = deltas(ones).length;
  await untilHolds('more was said', () => deltas(ones).length > gone);
  await using again = new CodexDriver(start);
  await untilBoth(3, again);
  server.setScript([]);
  const typed = 'typed by hand';
  tui.send(typed);
  await tui.waitForText(typed, PATIENCE_MS);
  await tui.waitForQuiet(200, PATIENCE_MS);
  tui.send('\r');
  await untilBoth(4, again);

  for (const events of [ones, others]) {
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    const told = conversation(events);
    expect(new Set(told).size).toBe(told.length);
  }
  expect(conversation(others)).toEqual(conversation(ones));
  const said = conversation(ones).filter((line) => line.startsWith('done') && / user /u.test(line));
  expect(said.map((line) => line.split(' user ')[1])).toEqual([
    'From the one',
    'From the other',
    'Go on',
    typed,
  ]);
  one.follow(followed.length, (event) => followed.push(event))();
  expect(followed).toEqual(ones);
}, 120_000);

test('CODEX-1 CODEX-13: thoughts are told, and what is asked when its server dies is lost', async () => {
  await using codex = await startCodexWorld();
  const { driver, server, appServer } = codex;
  const events = driverEvents(driver);
  server.setScript([{ kind: 'text', text: 'Looked.', thinks: 'First I look.' }]);
  await driver.submit({ promptId: 'think', text: 'Think' });
  await untilDriverEvent(events, 'turn-completed');
  const items = events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [`${event.item.kind}: ${event.item.text}`] : [],
  );
  expect(items).toEqual(['user: Think', 'reasoning: First I look.', 'agent: Looked.']);

  await untilHolds('at rest', () => driver.activity === 'idle');
  codex.script({ kind: 'ask', command: 'touch made' });
  const seen = events.length;
  await driver.submit({ promptId: 'ask', text: 'Make it' });
  const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
  const { approvalId } = approval;
  const { pid } = appServer;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  const { by, ...resolved } = await untilDriverEvent(events, 'approval-resolved', seen);
  expect([resolved.approvalId, by]).toEqual([approvalId, 'lost']);
  await untilHolds('restarted', () => codex.changes.includes('restarted'));
  await untilHolds('structured', () => driver.rung === 'structured');
  expect(await driver.answer({ approvalId, decision: 'accept' })).toMatchObject({
    reason: 'settled',
  });
}, 120_000);

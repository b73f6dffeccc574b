// needs: gemini
// The driver of agents that speak ACP, with Gemini CLI: a turn, a question, an interruption, a failure, prompts
// of many scripts, and being killed. Its starts take most of the time, so one agent does all of it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AcpDriver, type AcpNotice, EventJournal, type NumberedEvent } from '@codex-voice/drivers';
import {
  driverEvents,
  ensureGemini,
  geminiHome,
  type ModelServer,
  markProcesses,
  type ScriptedReply,
  startScriptedGeminiServer,
  untilDriverEvent,
  untilHolds,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';
import { prompts } from './prompts.table.ts';

interface GeminiWorld extends AsyncDisposable {
  readonly driver: AcpDriver;
  readonly events: readonly NumberedEvent[];
  readonly server: ModelServer;
  readonly notices: readonly AcpNotice[];
}

async function startGemini(marked: NodeJS.ProcessEnv): Promise<GeminiWorld> {
  const file = await ensureGemini();
  await using undo = new AsyncDisposableStack();
  const server = undo.use(await startScriptedGeminiServer());
  const home = undo.use(await geminiHome({ baseUrl: server.origin }));
  const cwd = join(home.path, 'project');
  await mkdir(cwd);
  const { PATH } = process.env;
  const journal = undo.use(new EventJournal({ path: join(home.path, 'events.jsonl') }));
  const notices: AcpNotice[] = [];
  const driver = undo.use(
    new AcpDriver({
      name: 'Gemini CLI',
      file: process.execPath,
      // A model by its name, so that none is asked which one suits.
      args: [file, '--acp', '--model', 'gemini-2.5-flash'],
      cwd,
      env: { PATH, LANG: 'C.UTF-8', ...home.env, ...marked },
      journal,
      noticed: (notice) => notices.push(notice),
    }),
  );
  const events = driverEvents(driver);
  await untilHolds('ready', () => driver.rung === 'structured');
  const owned = undo.move();
  return { driver, events, server, notices, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Submits a prompt under its own text as its id; resolves with the place of its first event. */
async function give({ driver, events, server }: GeminiWorld, text: string, reply: ScriptedReply) {
  server.setScript([reply, { kind: 'text', text: 'Done.' }]);
  const seen = events.length;
  expect(await driver.submit({ promptId: text, text })).toMatchObject({ kind: 'taken' });
  return seen;
}

async function endOfTurn({ driver, events }: GeminiWorld, seen: number) {
  const end = await untilDriverEvent(events, 'turn-completed', seen);
  await untilHolds('idle', () => driver.activity === 'idle');
  return end;
}

async function asksAndIsAnswered(gemini: GeminiWorld): Promise<void> {
  const { driver, events } = gemini;
  const command = { kind: 'command', command: 'touch asked', sandbox: 'escalated' } as const;
  const seen = await give(gemini, 'Run it', command);
  const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
  expect(approval).toMatchObject({ subject: 'command', warnings: ['unknown'] });
  expect(approval.text).toContain('touch asked');
  const { approvalId } = approval;
  const answers = await Promise.all([
    driver.answer({ approvalId, decision: 'accept' }),
    driver.answer({ approvalId, decision: 'decline' }),
  ]);
  expect(answers).toMatchObject([{ kind: 'done' }, { reason: 'settled' }]);
  await endOfTurn(gemini, seen);
  const done = events
    .slice(seen)
    .flatMap(({ event }) => (event.kind === 'item-completed' ? [event.item] : []));
  expect(done.find(({ kind }) => kind === 'command')?.outcome).toBe('completed');
}

test('ACP-2 ACP-3 ACP-4 ACP-5 ACP-6: Gemini CLI is driven over ACP, and takes each prompt once, complete, also over its death; nothing of it is left', async () => {
  const mark = markProcesses();
  {
    await using gemini = await startGemini(mark.env);
    const { driver, events, server, notices } = gemini;
    await asksAndIsAnswered(gemini);
    const held = await give(gemini, 'Work long', { kind: 'silence', text: 'Working' });
    await untilDriverEvent(events, 'item-delta', held);
    expect(await driver.interrupt()).toEqual({ kind: 'done' });
    expect((await endOfTurn(gemini, held)).how).toBe('interrupted');
    const failed = await give(gemini, 'Fail', { kind: 'status', status: 500 });
    expect((await untilDriverEvent(events, 'turn-failed', failed)).message).not.toBe('');
    await untilHolds('idle', () => driver.activity === 'idle');
    const before = server.submissions.length;
    for (const [index, text] of prompts.entries()) {
      if (index === prompts.length / 2) {
        for (const { pid } of await mark.leaked(0)) process.kill(pid, 'SIGKILL');
        await untilHolds('back', () => notices.filter(({ kind }) => kind === 'opened').length > 1);
      }
      await endOfTurn(gemini, await give(gemini, text, { kind: 'text', text: 'Heard.' }));
    }
    const [first, second] = notices.flatMap((one) => (one.kind === 'opened' ? [one.opened] : []));
    expect(first?.how).toBe('new');
    // 0.61.0 loses a conversation that is taken up in the minute in which it was begun: then that is told.
    const told = events.some(({ event }) => event.kind === 'error');
    expect([second?.how, told]).toEqual(told ? ['anew', true] : ['taken-up', false]);
    expect(server.submissions.slice(before).map(({ prompt }) => prompt)).toEqual(prompts);
    expect(await driver.submit({ promptId: 'a', text: 'again' })).toEqual({ kind: 'repeated' });
    expect(server.unknownRequests).toEqual([]);
  }
  expect(await mark.leaked(PATIENCE_MS)).toEqual([]);
});

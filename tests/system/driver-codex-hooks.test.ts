// needs: codex
// Codex with our hooks, given and trusted for one start alone: what is typed is confirmed, turns are told from
// their start to their end, and what Codex asks is told and answered in its own dialog.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodexHooksDriver, codexHookArgs, EventJournal } from '@codex-voice/drivers';
import {
  codexHome,
  driverEvents,
  ensureCodex,
  type ModelServer,
  makeScratchDirectory,
  removeDirectory,
  startScriptedCodexServer,
  TerminalProgram,
  untilDriverEvent,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';

const HOOK_PROGRAM = join(import.meta.dirname, '../../packages/drivers/src/claude/hook/main.ts');
/** Between a paste and its Enter, in ms, so that it is no part of the paste. */
const PASTE_REST_MS = 200;

interface Hooked extends AsyncDisposable {
  readonly driver: CodexHooksDriver;
  readonly journal: EventJournal;
  readonly server: ModelServer;
  readonly tui: TerminalProgram;
  readonly configFile: string;
}

/** Codex with our hooks and a driver that hears them. */
async function startHooked(): Promise<Hooked> {
  const file = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const scratch = await makeScratchDirectory('codex-hooks');
  undo.defer(() => removeDirectory(scratch));
  const cwd = join(scratch, 'project');
  const folder = join(scratch, 'hooks');
  const server = undo.use(await startScriptedCodexServer());
  const home = undo.use(await codexHome({ baseUrl: server.origin, cwd }));
  const env = {
    ...{ PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: scratch },
    ...home.env,
  };
  const hook = [process.execPath, '--disable-warning=ExperimentalWarning', HOOK_PROGRAM] as const;
  const args = await codexHookArgs({ file, settings: [], hook, folder, cwd, env });
  if (typeof args === 'string') throw new Error(args);
  const journal = undo.use(new EventJournal({ path: join(scratch, 'events.jsonl') }));
  const driver = undo.use(new CodexHooksDriver({ folder, journal }));
  const size = { columns: 100, rows: 30 };
  const tui = undo.use(new TerminalProgram({ file, args, cwd, env, ...size }));
  const owned = undo.move();
  const configFile = join(home.path, 'config.toml');
  const dispose = () => owned.disposeAsync();
  return { driver, journal, server, tui, configFile, [Symbol.asyncDispose]: dispose };
}

test('CODEX-20 CODEX-21 CODEX-22: hooks confirm prompts, and tell turns and questions', async () => {
  await using codex = await startHooked();
  const { driver, journal, server, tui } = codex;
  const events = driverEvents(driver);
  const type = async (text: string): Promise<number> => {
    await tui.waitForText('Ask Codex to do anything', PATIENCE_MS);
    await tui.waitForQuiet(PASTE_REST_MS, PATIENCE_MS);
    const seen = events.length;
    tui.send(`\u001b[200~${text}\u001b[201~`);
    await tui.waitForText(text, PATIENCE_MS);
    await sleep(PASTE_REST_MS);
    tui.send('\r');
    return seen;
  };

  await driver.announce({ promptId: 'one', text: 'say something' });
  const said = await type('say something');
  expect((await untilDriverEvent(events, 'turn-completed', said)).how).toBe('finished');
  expect(journal.promptState('one')).toBe('taken');
  const spoken = events
    .slice(said)
    .flatMap(({ event }) => (event.kind === 'item-completed' ? [event.item.text] : []));
  expect(spoken).toEqual(['say something', 'Heard: say something']);

  server.setScript([{ kind: 'command', command: 'touch made', sandbox: 'escalated' }]);
  const asking = await type('make a file');
  const { approval } = await untilDriverEvent(events, 'approval-requested', asking);
  expect(approval).toMatchObject({ subject: 'command', text: 'touch made', decisions: [] });
  expect(driver.activity).toBe('waiting');
  await tui.waitForText('Would you like to run', PATIENCE_MS);
  await tui.waitForQuiet(PASTE_REST_MS, PATIENCE_MS);
  tui.send('y');
  const settled = await untilDriverEvent(events, 'approval-resolved', asking);
  expect(settled).toMatchObject({ approvalId: approval.approvalId, by: 'elsewhere' });
  await untilDriverEvent(events, 'turn-completed', asking);

  server.setScript([{ kind: 'silence', text: 'Working' }]);
  const held = await type('hold on');
  await untilDriverEvent(events, 'turn-started', held);
  await tui.waitForText('esc to interrupt', PATIENCE_MS);
  tui.send('\u001b');
  expect((await untilDriverEvent(events, 'turn-completed', held)).how).toBe('interrupted');

  server.setScript([{ kind: 'status', status: 500 }]);
  const failing = await type('fail now');
  expect((await untilDriverEvent(events, 'turn-failed', failing)).message).not.toBe('');
  expect(driver.activity).toBe('idle');
  expect(readFileSync(codex.configFile, 'utf8')).not.toMatch(/trusted_hash/u);
}, 120_000);

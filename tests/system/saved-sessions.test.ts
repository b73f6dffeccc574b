// needs: codex claude
// A session around the real Codex, followed by its protocol, and one around Claude Code, followed by hooks,
// started in a role, is saved, ended and begun again, Codex in a worktree: its model is told the same
// conversation and preamble, and the folder it works in now.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  type ModelServer,
  startScriptedClaudeServer,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { expectNothingLeft, until } from '../program/sessions/session-rig.ts';

/** Codex starts in a second; a loaded machine gets many times that, in ms. */
const PATIENCE_MS = 30_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
const ENTER_PAUSE_MS = 400;
/** An Enter that did nothing is pressed again after this long, in ms; in an empty composer it does nothing. */
const ENTER_AGAIN_MS = 2_000;

async function typeAndSend(terminal: TerminalProgram, text: string): Promise<void> {
  terminal.send(text);
  await terminal.waitForText(text, PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  await until(`an answer to ${text}`, async () => {
    terminal.send('\r');
    return await terminal.waitForText(`Heard: ${text}`, ENTER_AGAIN_MS).then(
      () => true,
      () => false,
    );
  });
}

/** A saved HEAD that a worktree can be made at. */
function commitIn(folder: string): void {
  const who = ['-c', 'user.name=codex-voice', '-c', 'user.email=codex-voice@localhost'];
  execFileSync('git', ['init', '-q', '-b', 'main', folder]);
  execFileSync('git', ['-C', folder, ...who, 'commit', '-q', '--allow-empty', '-m', 'one']);
}

interface SavedAgent {
  readonly ensure: () => Promise<string>;
  readonly startServer: () => Promise<ModelServer>;
  readonly settings: (options: {
    baseUrl: string;
    cwd: string;
  }) => Promise<AsyncDisposable & { readonly env: Readonly<Record<string, string>> }>;
  readonly driver: string;
  /** On the screen once it takes prompts, and is followed. */
  readonly ready: readonly string[];
  /** Where it is loaded. */
  readonly where: 'same folder' | 'worktree';
}

const AGENTS: Readonly<Record<string, SavedAgent>> = {
  codex: {
    ensure: ensureCodex,
    startServer: startScriptedCodexServer,
    settings: codexHome,
    driver: 'structured',
    ready: ['structured'],
    where: 'worktree',
  },
  claude: {
    ensure: ensureClaude,
    startServer: startScriptedClaudeServer,
    settings: claudeConfig,
    driver: 'hooks',
    ready: ['? for shortcuts', 'typing'],
    where: 'same folder',
  },
};

test.each(Object.entries(AGENTS))(
  'a saved conversation of %s is taken up again, in its role',
  async (name, agent) => {
    using home = makeHome();
    const file = await agent.ensure();
    await using server = await agent.startServer();
    await using settings = await agent.settings({ baseUrl: server.origin, cwd: home.path });
    commitIn(home.path);
    const folder = join(home.path, 'config', 'codex-voice');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.toml'), `[agents.${name}]\ndriver = "${agent.driver}"\n`);
    writeFileSync(join(folder, 'prompts.toml'), '[roles.terse]\npreamble = "Be terse, always."\n');
    const start = (args: readonly string[]) =>
      startInTerminal({ home, args, columns: 100, rows: 40, env: settings.env });
    const ready = async (terminal: TerminalProgram) => {
      for (const text of agent.ready) await terminal.waitForText(text, PATIENCE_MS);
      await terminal.waitForQuiet(ENTER_PAUSE_MS, PATIENCE_MS);
    };
    const last = () => JSON.stringify(server.requests.at(-1)?.body);
    {
      await using first = start(['--no-voice', '--role', 'terse', file]);
      await ready(first);
      await typeAndSend(first, 'first words');
      expect(last()).toContain('Be terse, always.');
      const saved = await until('a saved conversation', async () => {
        const { stdout } = await runPlain(home, ['session', 'save', 'talk', '--json']);
        const found: { thread?: string } = JSON.parse(stdout);
        return found.thread !== undefined && found;
      });
      expect(saved.thread).toMatch(/^[\da-f-]{36}$/u);
      expect(await runPlain(home, ['kill', '--all'])).toMatchObject({ status: 0 });
      await first.untilExited();
    }
    const inWorktree = agent.where === 'worktree';
    await using again = start(['session', 'load', 'talk', ...(inWorktree ? ['--worktree'] : [])]);
    if (inWorktree) {
      await again.waitForText('Trust this folder?', PATIENCE_MS);
      // A dialog that has only just been drawn takes no key yet.
      await until('a folder that is trusted', async () => {
        again.send('\r');
        return await again.waitForText('Heard: first words', ENTER_AGAIN_MS).then(
          () => true,
          () => false,
        );
      });
    }
    await ready(again);
    await again.waitForText('Heard: first words', PATIENCE_MS);
    await typeAndSend(again, 'second words');
    expect(server.requests.at(-1)?.said).toEqual(['first words', 'second words']);
    expect(last()).toContain('Be terse, always.');
    const told = last()
      .match(/<cwd>[^<]*/gu)
      ?.at(-1);
    if (inWorktree) expect(told).toContain('/worktrees/talk-');
    await runPlain(home, ['kill', '--all']);
    await again.untilExited();
    await expectNothingLeft(home);
  },
);

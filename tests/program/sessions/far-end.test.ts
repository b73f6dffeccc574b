// The end of a link where the session runs, as ssh starts it: what is wrong there is told, and the link goes on.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { openNearLink } from '@codex-voice/ipc';
import { type LinkEvent, SPOKEN_VERSIONS } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, startInTerminal } from '../command.ts';
import { exampleAgent, expectNothingLeft, PATIENCE_MS, until } from './session-rig.ts';

const nothing = (): void => undefined;

/** Both ends of a link, without the ssh between them. */
function startFarEnd(home: Home) {
  const child = spawn(process.execPath, [LAUNCHER, 'attach', '--stdio'], {
    cwd: home.path,
    env: home.env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const told: LinkEvent[] = [];
  const link = openNearLink(Duplex.from({ readable: child.stdout, writable: child.stdin }), {
    hello: {
      type: 'hello',
      versions: SPOKEN_VERSIONS,
      hold: 'never',
      size: { columns: 80, rows: 23 },
    },
    connection: { event: nothing, output: nothing, snapshot: nothing, picture: nothing },
    onHost: nothing,
    onLink: (event) => told.push(event),
    onEnded: nothing,
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return { link, told, ended };
}

test('a config file that is broken there is told, again and again, and ends no link', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using holder = startInTerminal({ home, args, env: agent.env });
  await holder.waitForText('Type or say', PATIENCE_MS);
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), 'hud = "huge"\n');
  const { link, told, ended } = startFarEnd(home);
  await until('session', () => told.some(({ type }) => type === 'reached'));
  for (const asked of [1, 2]) {
    link.say({ type: 'host' });
    await until('answer', () => told.filter(({ type }) => type === 'host').length === asked);
  }
  const why = expect.stringMatching(/^[^\n]*config\.toml:1: hud[^\n]*$/u);
  expect(told.slice(-2)).toEqual([
    { type: 'host', state: { kind: 'gone', why } },
    { type: 'host', state: { kind: 'gone', why } },
  ]);
  link.close();
  await ended;
  holder.send('\u0004');
  expect((await holder.untilExited()).exitCode).toBe(0);
  await expectNothingLeft(home);
});

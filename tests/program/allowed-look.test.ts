// A newer version is looked for where the person allows it, by a process that no session waits for, and told
// at the next start; otherwise nobody is asked.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Home, makeHome, startInTerminal } from './command.ts';
import { PATIENCE_MS, until } from './sessions/session-rig.ts';

const NEWEST = '99.1.0';
const TEST_MS = 90_000;

interface Place {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly asked: string[];
  readonly server: Server;
}

/** `answering`: what the newest release is called; undefined: who asks waits for ever. */
async function releases(home: Home, answering: string | undefined): Promise<Place> {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? '');
    if (answering === undefined) return;
    answer.end(JSON.stringify({ format: 1, version: answering, files: [] }));
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const env = { ...home.env, CODEX_VOICE_RELEASES: `http://127.0.0.1:${address.port}` };
  return { env, asked, server };
}

function allow(home: Home, check: 'never' | 'weekly'): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), `[update]\ncheck = "${check}"\n`);
}

/** A session that ends by itself; what its screen showed until `seen`. */
async function session(home: Home, { env }: Place, seen: string): Promise<void> {
  await using program = startInTerminal({
    ...{ home, env, columns: 120 },
    args: ['run', '--no-voice', '--no-host', '--', 'sh', '-c', 'echo agent; read line'],
  });
  await program.waitForText('agent', PATIENCE_MS);
  await program.waitForText(seen, PATIENCE_MS);
  program.send('\r');
  expect((await program.untilExited()).exitCode).toBe(0);
}

test('REL-10 unasked nobody is asked; allowed, one request is made, and what it found is told from then on', {
  timeout: TEST_MS,
}, async () => {
  using home = makeHome();
  const place = await releases(home, NEWEST);
  allow(home, 'never');
  await session(home, place, 'agent');
  allow(home, 'weekly');
  await session(home, place, 'agent');
  const file = join(home.stateDirectory, 'update.json');
  const found = () => readFileSync(file, 'utf8').includes(NEWEST);
  await until('the answer is kept', async () => found());
  await session(home, place, `codex-voice ${NEWEST} is there: codex-voice update`);
  expect(place.asked).toEqual(['/latest/download/release.json']);
});

test('REL-10 a server that never answers holds up nobody, and is not asked again that day', {
  timeout: TEST_MS,
}, async () => {
  using home = makeHome();
  const place = await releases(home, undefined);
  allow(home, 'weekly');
  await session(home, place, 'agent');
  await until('somebody asks', async () => place.asked.length > 0);
  await session(home, place, 'agent');
  expect(place.asked).toHaveLength(1);
});

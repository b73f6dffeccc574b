// `codex-voice doctor` on machines that are broken on purpose, as far as that needs no root: each fault is
// told in its words, and what is told to mend it does. In a pipe, for programs, and in terminals.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { writeToneModel } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, runPlain, startInTerminal } from './command.ts';

/** Native code is loaded, agents and a voice process are started; a loaded machine takes its time. */
const TEST_MS = 90_000;

interface Told {
  readonly state: string;
  readonly fact: string;
  readonly mend: string | null;
  readonly command: string | null;
}

async function examined(home: Home, ...args: string[]) {
  const ended = await runPlain(home, ['doctor', '--json', ...args]);
  const { findings, verdict } = JSON.parse(ended.stdout);
  const of = (id: string): Told => {
    const finding = findings.find((each: { readonly id: string }) => each.id === id);
    if (finding === undefined) throw new Error(`no finding ${id} in ${ended.stdout}`);
    return finding;
  };
  return { ...ended, verdict, of };
}

/** A home whose PATH has agents of the test's own beside what the system needs. */
function homeWith(agents: Readonly<Record<string, string>>): Home {
  const home = makeHome();
  const folder = join(home.path, 'bin');
  mkdirSync(folder);
  const ours = `exec '${process.execPath}' '${LAUNCHER}' "$@"`;
  for (const [name, script] of Object.entries({ ...agents, 'codex-voice': ours })) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return {
    ...home,
    env: { ...home.env, PATH: `${folder}:/usr/bin:/bin`, CODEX_VOICE_SESSION: undefined },
  };
}

/** What a person would type, as the doctor says it. */
function mend(home: Home, { command }: Told): void {
  execFileSync('sh', ['-c', command ?? 'exit 1'], { env: home.env, cwd: home.path, stdio: 'pipe' });
}

/** A damaged model, a runtime folder that others can enter, a file in the state folder's way, a wrong config. */
async function breakEverything(home: Home): Promise<string> {
  const source = join(home.path, 'own-model');
  await writeToneModel(source, 'nemo-ctc');
  const added = await runPlain(home, ['models', 'add', source, '--layout', 'nemo-ctc']);
  expect(added.status).toBe(0);
  const model = join(home.path, 'data', 'codex-voice', 'models', 'own-model');
  const file = join(model, readdirSync(model).find((name) => name.endsWith('.onnx')) ?? '');
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
  mkdirSync(home.runtimeDirectory, { mode: 0o755 });
  chmodSync(home.runtimeDirectory, 0o755);
  writeFileSync(join(home.path, 'state'), 'in the way');
  mkdirSync(join(home.path, 'config', 'codex-voice'), { recursive: true });
  const config = join(home.path, 'config', 'codex-voice', 'config.toml');
  writeFileSync(config, 'mode = "tap"\nmod = "x"\n');
  return config;
}

async function strangersIn(folder: string): Promise<void> {
  // Somebody else's server at the host's socket, and a keeper's name that is no socket.
  const stranger = createServer((socket) => socket.end('hello\n')).listen(
    join(folder, 'host.sock'),
  );
  onTestFinished(() => void stranger.close());
  await new Promise((resolve) => stranger.once('listening', resolve));
  writeFileSync(join(folder, 'keeper-odd.sock'), '');
}

test.skipIf(process.platform === 'win32')(
  'each fault is told in its words, and its mend mends it',
  { timeout: TEST_MS },
  async () => {
    using home = homeWith({ codex: 'echo "codex-cli 0.98.0"' });
    const config = await breakEverything(home);
    const broken = await examined(home);
    expect(broken).toMatchObject({ status: 1, stderr: '', verdict: 'error' });
    expect(broken.of('config')).toMatchObject({
      state: 'error',
      fact: `${config}:2: unknown key mod`,
    });
    expect(broken.of('model.own-model')).toMatchObject({
      state: 'error',
      fact: expect.stringContaining('wrong-hash'),
    });
    expect(broken.of('runtime')).toMatchObject({
      state: 'error',
      command: `chmod 700 ${home.runtimeDirectory}`,
    });
    expect(broken.of('folder.state')).toMatchObject({
      state: 'error',
      fact: expect.stringContaining('a file stands in its way'),
    });
    expect(broken.of('agent.codex')).toMatchObject({
      state: 'warning',
      fact: expect.stringContaining('older than'),
    });
    expect(broken.of('terminal').state).toBe('not-checked');
    writeFileSync(config, 'mode = "tap"\n');
    for (const id of ['runtime', 'folder.state', 'model.own-model']) mend(home, broken.of(id));
    await strangersIn(home.runtimeDirectory);

    const strange = await examined(home);
    for (const id of ['config', 'model.own-model', 'runtime', 'folder.state']) {
      expect(strange.of(id)).toMatchObject({ state: 'ok' });
    }
    expect(strange.of('recogniser').fact).toContain('own-model hears free speech');
    expect(strange.of('host')).toMatchObject({
      state: 'error',
      fact: expect.stringContaining('host.sock'),
    });
    expect(strange.of('socket.keeper-odd.sock')).toMatchObject({
      state: 'error',
      fact: expect.stringContaining('is no socket'),
    });
    for (const id of ['host', 'socket.keeper-odd.sock']) mend(home, strange.of(id));

    const mended = await examined(home);
    expect(mended.of('host')).toMatchObject({
      state: 'ok',
      fact: expect.stringContaining('none runs'),
    });
    expect(mended.stdout).not.toContain('"id": "socket.');
  },
);

test('in a pipe it is plain lines, and the archive has neither secrets nor names', {
  timeout: TEST_MS,
}, async () => {
  using home = homeWith({});
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'config.toml'),
    '[whisper_server]\nurl = "http://u:hunter22@127.0.0.1:9/x"\n[[phrases]]\nsay = "my diary"\ntext = "private words"\n',
  );
  mkdirSync(home.stateDirectory, { recursive: true });
  const log = `${'2026-01-31 4711 the host listens\n'.repeat(300)}4711 OPENAI_API_KEY=hunter22 in ${home.path}/x\n`;
  writeFileSync(join(home.stateDirectory, 'host.log'), log);
  mkdirSync(join(home.stateDirectory, 'journal'));
  writeFileSync(join(home.stateDirectory, 'journal', 'what-was-said.jsonl'), 'private words\n');
  const archive = join(home.path, 'help.tar.gz');
  const ended = await runPlain(home, ['doctor', '--bundle', archive]);
  expect(ended.status).toBe(1);
  expect(ended.stdout).toMatch(/^codex-voice \d+\.\d+\.\d+ on \S+/u);
  expect(ended.stdout).toMatch(/^✗ agents {14}no agent is on your PATH \(looked for codex/mu);
  expect(ended.stdout).toMatch(/^ +run: {2}npm install -g @openai\/codex$/mu);
  expect(ended.stdout).not.toMatch(/\x1b|\n\s+at /u);
  expect(ended.stderr).toMatch(
    /help\.tar\.gz will hold:\n[\s\S]*config\.toml +\d+ bytes[\s\S]*is written/u,
  );
  expect(statSync(archive).mode & 0o777).toBe(0o600);

  const listed = execFileSync('tar', ['tzf', archive], { encoding: 'utf8' }).trim().split('\n');
  expect(listed.map((name) => name.replace('codex-voice-doctor/', ''))).toEqual([
    'report.txt',
    'report.json',
    'config.toml',
    'environment.txt',
    'host.log',
  ]);
  const all = execFileSync('tar', ['xzOf', archive], { encoding: 'utf8' });
  expect(all).not.toMatch(/hunter22|private words|my diary/u);
  expect(all).not.toContain(home.path);
  expect(all).toContain('url = "http://[login]@127.0.0.1:9/[path]"');
  expect(all.match(/the host listens/gu)).toHaveLength(199);
  const again = await runPlain(home, ['doctor', '--bundle', archive]);
  expect(again.stderr).toContain('is there already: name another file');
});

test('a terminal is asked what it can; a dumb one is not, and gets letters', {
  timeout: TEST_MS,
}, async () => {
  using home = homeWith({});
  await using asked = startInTerminal({ home, args: ['doctor'], rows: 100 });
  await asked.waitForText(/broken, \d+ weaker|nothing is broken/u, 60_000);
  expect((await asked.untilExited()).exitCode).toBe(1);
  const screen = asked.terminal.screenText().replaceAll(/\s+/gu, ' ');
  expect(screen).toMatch(/✓ terminal .*80 by 100, answered in \d+ ms: kitty keys/u);
  expect(screen).not.toMatch(/\$y|Gi=31|\[\?/u);
  const env = { TERM: 'dumb' };
  const bytes: Uint8Array[] = [];
  await using dumb = startInTerminal({
    home,
    args: ['doctor'],
    env,
    rows: 100,
    onOutput: (chunk) => bytes.push(chunk),
  });
  expect((await dumb.untilExited()).exitCode).toBe(1);
  const text = Buffer.concat(bytes).toString('utf8');
  expect(text).toMatch(/^x {2}agents/mu);
  expect(text).toContain('TERM=dumb');
  expect(text).not.toMatch(/\x1b|✓/u);
});

test('a notification is shown on demand, and nothing is examined for it', async () => {
  using home = makeHome();
  const env = { ...home.env, SSH_CONNECTION: '127.0.0.1 1 127.0.0.1 2' };
  const { status, stdout } = await runPlain(home, ['doctor', '--notify'], env);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^nothing is shown: .*\nsessions tell nothing: .*\n$/u);
});

test('a wrong argument is one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, 'doctor', '--yes'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toBe(
    'codex-voice: --yes goes with --bundle: codex-voice doctor --bundle FILE --yes\n',
  );
});

// The ways of installing, each as its page has it, and what each must come to: a recording spoken to an agent
// arrives, and what the doctor says of a Debian without a sound library is so and mends it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXPECTED_PROMPTS, RECORDING } from '../../demo/script.ts';
import { PLATFORM } from '../archive.ts';
import type { Artefacts } from './artefacts.ts';
import { type CleanRoot, type CleanRootOptions, HOME, PERSON } from './clean-root.ts';

export interface Measured {
  readonly title: string;
  /** Until the program can be started. */
  readonly seconds: number;
  /** What of ours is fetched, in bytes; undefined: npm's packages, each for itself. */
  readonly fetched: number | undefined;
  /** What it is on the disk, with caches. */
  readonly bytes: number;
  readonly notes: readonly string[];
}

interface Installing {
  readonly clean: CleanRoot;
  readonly artefacts: Artefacts;
  /** This checkout. */
  readonly root: string;
}

export interface Way {
  readonly name: string;
  readonly title: string;
  readonly node: CleanRootOptions['node'];
  install(installing: Installing): Promise<Measured>;
}

/** The recording lasts about 12 s, and starting takes a second. */
const SPOKEN_MS = 90_000;
const LOOK_EVERY_MS = 200;

export const WAYS: readonly Way[] = [
  {
    name: 'sources',
    title: 'the sources: npm ci, npm run demo',
    node: 'with Node',
    install: fromSources,
  },
  { name: 'npm', title: 'npm install -g', node: 'with Node', install: byNpm },
  { name: 'archive', title: 'the archive, by its script', node: 'without Node', install: byScript },
  { name: 'deb', title: 'the Debian package', node: 'without Node', install: byDebian },
];

/** Runs `lines`; seconds and bytes of them. */
async function timed(
  clean: CleanRoot,
  lines: () => Promise<void>,
): Promise<{ seconds: number; bytes: number }> {
  const [before, startMs] = [clean.bytes(), performance.now()];
  await lines();
  return { seconds: (performance.now() - startMs) / 1_000, bytes: clean.bytes() - before };
}

async function fromSources({ clean, root }: Installing): Promise<Measured> {
  const target = join(clean.folder, HOME, 'codex-voice');
  mkdirSync(target);
  const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: root, maxBuffer: 1e9 });
  execFileSync('tar', ['-x', '-C', target], { input: archive });
  await clean.run(`chown -R ${PERSON}: ${HOME}/codex-voice`, { as: 'root' });
  const cost = await timed(clean, async () => {
    await clean.run('cd codex-voice && npm ci --no-fund --no-audit');
  });
  const startMs = performance.now();
  const told = await clean.run('cd codex-voice && npm run demo');
  if (!told.includes('The words arrived.')) throw new Error(`the demo said: ${told.slice(-1_000)}`);
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  return {
    ...{ title: '`npm ci` in the sources', ...cost, fetched: undefined },
    notes: [`npm run demo: ${seconds} s, the words arrived`],
  };
}

async function byNpm({ clean, artefacts }: Installing): Promise<Measured> {
  const file = clean.put(artefacts.npmPackage, '/tmp/codex-voice.tgz');
  const cost = await timed(clean, async () => {
    await clean.run(`npm install -g --no-fund --no-audit ${file}`, { as: 'root' });
    // Debian's Node is older than ours: the line that it is told fetches one for it alone.
    const how = await clean.run('codex-voice --version 2>&1', { mayFail: true });
    const command = /: (npm install .*) fetches one/.exec(how)?.[1];
    if (command !== undefined) await clean.run(`${command} --no-fund --no-audit`);
  });
  const node = `${HOME}/.local/share/codex-voice/node/node_modules/node-${PLATFORM}/bin/node`;
  const notes = await usedBy(clean, { node: clean.has(node) ? node : 'node', artefacts });
  const fetched = statSync(artefacts.npmPackage).size;
  return { title: '`npm install -g`, and the Node it asks for', ...cost, fetched, notes };
}

async function byScript({ clean, artefacts }: Installing): Promise<Measured> {
  const cost = await timed(clean, async () => {
    // A release knows its place; this one's is made up for this run.
    const place = `CODEX_VOICE_RELEASES=${artefacts.releases}`;
    await clean.run(`curl -fsSL ${artefacts.releases}/latest/download/install.sh | ${place} sh`);
  });
  const version = `${HOME}/.local/share/codex-voice/versions/${artefacts.version}`;
  const node = `${version}/node_modules/node-${PLATFORM}/bin/node`;
  const notes = await usedBy(clean, { node, artefacts, path: `${HOME}/.local/bin` });
  return { title: 'the archive', ...cost, fetched: statSync(artefacts.archive).size, notes };
}

async function byDebian({ clean, artefacts }: Installing): Promise<Measured> {
  const file = clean.put(artefacts.debianPackage, '/tmp/codex-voice.deb');
  await clean.run('apt-get update', { as: 'root' });
  const cost = await timed(clean, async () => {
    await clean.run(
      `DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${file}`,
      {
        as: 'root',
      },
    );
  });
  const node = `/opt/codex-voice/node_modules/node-${PLATFORM}/bin/node`;
  const notes = await usedBy(clean, { node, artefacts });
  await clean.run('DEBIAN_FRONTEND=noninteractive apt-get purge -y codex-voice', { as: 'root' });
  if (clean.has('/opt/codex-voice')) throw new Error('the Debian package leaves /opt/codex-voice');
  const fetched = statSync(artefacts.debianPackage).size;
  return { title: 'the Debian package, with ALSA', ...cost, fetched, notes };
}

interface Using {
  /** Runs the example agent. */
  readonly node: string;
  readonly artefacts: Artefacts;
  /** Where the program is, beside the usual folders. */
  readonly path?: string;
}

/** The program names itself, is spoken to, and has the doctor tell the truth. */
async function usedBy(clean: CleanRoot, using: Using): Promise<readonly string[]> {
  const path = using.path === undefined ? '' : `PATH=${using.path}:$PATH; `;
  const named = (await clean.run(`${path}codex-voice --version`)).trim();
  if (named !== `codex-voice ${using.artefacts.version}`) throw new Error(`it is called ${named}`);
  const root = join(import.meta.dirname, '../../..');
  clean.put(join(root, 'examples/agent'), '/opt/agent');
  clean.put(join(root, RECORDING), '/opt/spoken.wav');
  const agent = `${using.node} /opt/agent/src/main.ts`;
  const log = 'received.jsonl';
  await using terminal = clean.start(
    `${path}codex-voice run --mode auto --audio /opt/spoken.wav -- ${agent}`,
    { environment: { EXAMPLE_AGENT_LOG: `${HOME}/${log}` } },
  );
  const received = async (): Promise<string> =>
    (await clean.run(`cat ${log} 2>/dev/null || :`)).trim();
  const wanted = EXPECTED_PROMPTS.map((text) => JSON.stringify({ received: text })).join('\n');
  const deadlineMs = performance.now() + SPOKEN_MS;
  for (let had = await received(); had !== wanted; had = await received()) {
    if (performance.now() > deadlineMs)
      throw new Error(`the agent had ${had || 'nothing'}: ${terminal.terminal.screenText()}`);
    await sleep(LOOK_EVERY_MS);
  }
  return [`spoken to: ${wanted}`, ...(await soundMended(clean, path))];
}

interface Told {
  readonly id: string;
  readonly state: string;
  readonly fact: string;
  readonly command: string | null;
}

/** Without ALSA's library the doctor says so, and what it says brings it. */
async function soundMended(clean: CleanRoot, path: string): Promise<readonly string[]> {
  const sound = async (): Promise<Told> => {
    const text = await clean.run(`${path}codex-voice doctor --json`, { mayFail: true });
    const findings: readonly Told[] = JSON.parse(text).findings;
    const told = findings.find(({ id }) => id === 'native.sound');
    if (told === undefined) throw new Error(`the doctor said ${text}`);
    return told;
  };
  const before = await sound();
  if (before.state === 'ok') return [`doctor: ${before.fact}`];
  if (before.command === null) throw new Error(`the doctor knows no way out of ${before.fact}`);
  await clean.run('apt-get update', { as: 'root' });
  // Nobody is asked here, and a clean Debian has no sudo.
  const line = before.command.replace('sudo apt-get install', 'apt-get install -y');
  await clean.run(`DEBIAN_FRONTEND=noninteractive ${line}`, { as: 'root' });
  const after = await sound();
  if (after.state !== 'ok') throw new Error(`${before.command} brought: ${after.fact}`);
  return [`doctor: ${before.fact}`, `doctor: ${before.command} mends it: ${after.fact}`];
}

// How much later the agent's first byte is on the screen under each peer than on a bare terminal.
import { spawnSync } from 'node:child_process';
import { attend, benchHome, CODEX_VOICE, codexVoice, isBuilt, peers } from './peers.ts';
import { countOption, digits, median, publish } from './statistics.ts';

/** The stand-in for an agent: says one word at once and stays a moment. */
const COMMAND = ['sh', '-c', 'printf first-word; sleep 0.1'];
const FIRST_WORD = 'first-word';
const WARM = 'codex-voice, host running';

const rounds = countOption('rounds', 15, 3);
const samples = new Map<string, number[]>();
const home = benchHome();
const all = (await peers()).map((peer) => {
  // Started in a fresh home each time: no host, no runtime folder.
  return peer.name === 'codex-voice' ? { ...peer, name: 'codex-voice, cold' } : peer;
});
if (isBuilt()) {
  all.push({ ...codexVoice('codex-voice', ['--no-voice'], home), name: WARM });
  all.push({ ...codexVoice('codex-voice', [], home), name: `${WARM}, with voice` });
}

function host(action: 'start' | 'stop'): void {
  const [file = '', ...args] = CODEX_VOICE;
  const { status } = spawnSync(file, [...args, 'host', action], {
    env: { ...process.env, ...home.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`host ${action} failed`);
}

async function firstWordMs(peer: (typeof all)[number]): Promise<number> {
  const startMs = performance.now();
  const run = peer.start(COMMAND);
  let text = '';
  const elapsedMs = await new Promise<number>((resolve, reject) => {
    attend(run.pty, (chunk) => {
      text += Buffer.from(chunk).toString('latin1');
      if (text.includes(FIRST_WORD)) resolve(performance.now() - startMs);
    });
    void run.pty.exited.then(() => reject(new Error(`${peer.name} showed only ${text}`)));
  });
  await run.pty.exited;
  await run.end();
  return elapsedMs;
}

// What was compiled is kept by those that end by themselves, as on a machine in use.
for (const action of ['start', 'stop'] as const) if (isBuilt()) host(action);
for (let round = 0; round < rounds; round += 1) {
  for (let turn = 0; turn < all.length; turn += 1) {
    const peer = all[(turn + round) % all.length];
    if (peer === undefined) continue;
    // One that nobody used for long may have ended itself.
    if (peer.name.startsWith(WARM)) host('start');
    samples.set(peer.name, [...(samples.get(peer.name) ?? []), await firstWordMs(peer)]);
  }
}

home[Symbol.dispose]();
const middle = (name: string) => median(samples.get(name) ?? []);
publish({
  name: 'start-up',
  about: `From the start of the command until the first word of its child is read; median of ${rounds} alternating rounds.`,
  columns: ['peer', 'first word ms', 'later than bare ms'],
  rows: all.map(({ name }) => [
    name,
    digits(middle(name), 1),
    digits(middle(name) - middle('bare'), 1),
  ]),
});

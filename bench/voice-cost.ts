// What listening costs: processor time and memory of our two processes with the microphone closed, open
// in silence, waiting for the wake phrase and open while somebody speaks, and whether memory grows over hundreds of utterances.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startVirtualMicrophone } from '@codex-voice/testing';
import { commandLine, family, residentMiB } from './processes.ts';
import { countOption, digits, median, publish, sleep } from './statistics.ts';
import { schedulingNote } from './voice-latency/lateness.ts';
import { spokenRecording } from './voice-latency/spoken-recording.ts';
import { SpokenSession } from './voice-latency/spoken-session.ts';

const LAUNCHER = resolve(import.meta.dirname, '../bin/codex-voice.js');
const TALK_KEY = '\u001bOQ';
/** Start-up work (compilers, caches, warming of the recogniser) is let through first. */
const SETTLE_MS = 4_000;
/** Utterances of the recording that the soak repeats, and how often its memory is looked at. */
const SOAK_TEXTS = 66;
const SOAK_LOOK_MS = 500;

interface Cost {
  readonly client: { readonly cpuPercent: number; readonly mib: number };
  readonly voice: { readonly cpuPercent: number; readonly mib: number };
}

const seconds = countOption('seconds', 20);
const repeats = countOption('repeats', 6);

/**
 * Time a process's threads have run, in ms, by the scheduler's own clock: work of far less than a tick,
 * woken by a timer, is what the tick counter miscounts.
 */
function runMs(pid: number): number {
  const threads = pid === 0 ? [] : readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    const [ns = 0] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')
      .split(' ')
      .map(Number);
    return sum + ns / 1e6;
  }, 0);
}

/** With what it has started: the program that captures is one of its own. */
function familyRunMs(pid: number): number {
  return pid === 0 ? 0 : family(pid).reduce((sum, member) => sum + runMs(member), 0);
}

async function measure(session: SpokenSession, durationMs: number): Promise<Cost> {
  const { client, voice = 0 } = session.pids;
  const before = { client: runMs(client), voice: familyRunMs(voice) };
  const startMs = performance.now();
  await sleep(durationMs);
  const elapsedMs = performance.now() - startMs;
  const cost = (pid: number, ranMs: number): Cost['client'] => ({
    cpuPercent: (ranMs * 100) / elapsedMs,
    mib: residentMiB(pid),
  });
  return {
    client: cost(client, runMs(client) - before.client),
    voice: cost(voice, familyRunMs(voice) - before.voice),
  };
}

/** Closed, then open in silence, on a real sound server. */
async function microphoneCosts(): Promise<readonly [Cost, Cost]> {
  const microphone = await startVirtualMicrophone();
  // Without the suites' latency setting, as the person's own programs see the sound server.
  const environment = { ...microphone.env, PULSE_LATENCY_MSEC: undefined };
  const session = new SpokenSession({ mode: 'tap', environment });
  try {
    await session.ready();
    await sleep(SETTLE_MS);
    const closed = await measure(session, seconds * 1000);
    session.program.send(TALK_KEY);
    await session.listening();
    await sleep(SETTLE_MS);
    return [closed, await measure(session, seconds * 1000)];
  } finally {
    await session.end();
    await microphone.stop();
  }
}

/** Waiting for the wake phrase: in silence, then while others speak, about half of the time. */
async function wakeCosts(): Promise<readonly [Cost, Cost]> {
  const microphone = await startVirtualMicrophone();
  const environment = { ...microphone.env, PULSE_LATENCY_MSEC: undefined };
  const session = new SpokenSession({ mode: 'wake', environment });
  try {
    await session.waitingForWake();
    await sleep(SETTLE_MS);
    const silence = await measure(session, seconds * 1000);
    const spoken = microphone.play(spokenRecording(SOAK_TEXTS).path);
    await sleep(SETTLE_MS);
    const speech = await measure(session, seconds * 1000);
    microphone.hush();
    await spoken;
    return [silence, speech];
  } finally {
    await session.end();
    await microphone.stop();
  }
}

async function speakingCost(): Promise<Cost> {
  const recording = spokenRecording(SOAK_TEXTS);
  const session = new SpokenSession({ mode: 'auto', recording: recording.path });
  try {
    await session.listening();
    await sleep(SETTLE_MS);
    return await measure(session, Math.min(recording.durationMs - 2 * SETTLE_MS, 60_000));
  } finally {
    await session.end();
  }
}

/** Memory of the voice process over the same utterances again and again, as fast as they decode. */
async function soak(): Promise<{ readonly utterances: number; readonly mib: readonly number[] }> {
  const recording = spokenRecording(SOAK_TEXTS);
  const files = Array.from({ length: repeats }, () => recording.path);
  const child = spawn(process.execPath, [LAUNCHER, 'transcribe', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: join(LAUNCHER, '../..'),
  });
  let utterances = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    utterances += chunk.toString().split('\n').length - 1;
  });
  const mib: number[] = [];
  const look = setInterval(() => {
    const voice = family(child.pid ?? 0).find((pid) => commandLine(pid).includes('__voice'));
    if (voice !== undefined && utterances > 0) mib.push(residentMiB(voice));
  }, SOAK_LOOK_MS);
  await new Promise((ended) => child.once('close', ended));
  clearInterval(look);
  return { utterances, mib: mib.filter((value) => value > 0) };
}

const [closed, open] = await microphoneCosts();
const [wakeSilence, wakeSpeech] = await wakeCosts();
const speaking = await speakingCost();
const soaked = await soak();
const fifth = Math.max(1, Math.floor(soaked.mib.length / 5));
const [early, late] = [
  median(soaked.mib.slice(fifth, 2 * fifth)),
  median(soaked.mib.slice(-fifth)),
];

const row = (name: string, { client, voice }: Cost): (string | number)[] => [
  name,
  digits(client.cpuPercent, 2),
  digits(voice.cpuPercent, 2),
  digits(client.cpuPercent + voice.cpuPercent, 2),
  digits(client.mib, 0),
  digits(voice.mib, 0),
];
publish({
  name: 'voice-cost',
  about: `Our own processes around the example agent, the agent left out; processor time in per cent of one core. The microphone is a real PulseAudio server's (voice counts with the program that captures from it), ${seconds} s each; others who are heard while a wake phrase is waited for say a phrase about every 2.5 s; “speaking” is a recording of the same. Soak: ${soaked.utterances} utterances through one voice process as fast as it decodes; its resident memory was ${digits(early, 1)} MiB in the second fifth of that time and ${digits(late, 1)} MiB in the last (${digits(((late - early) * 1024) / Math.max(1, soaked.utterances), 1)} KiB an utterance).${schedulingNote()}`,
  columns: ['state', 'client CPU %', 'voice CPU %', 'CPU %', 'client MiB', 'voice MiB'],
  rows: [
    row('microphone closed', closed),
    row('microphone open, silence', open),
    row('waiting for the wake phrase, silence', wakeSilence),
    row('waiting for the wake phrase, others speak', wakeSpeech),
    row('speaking', speaking),
  ],
});
process.exit(0);

// Barge-in: from a key, a word or the start of speech, as a session's control is told of it, to the
// driver's being asked to interrupt, and to the end of Codex's turn. Microphone and recogniser are not
// measured here, nor the key's way to the host.
import { forgetfulStore, SessionControl, systemClock, VoiceHub } from '@codex-voice/control';
import type { VoiceCommand, VoiceEvent } from '@codex-voice/protocol';
import { defaultPhrasebook } from '@codex-voice/speech';
import { CODEX_VERSION } from '@codex-voice/testing';
import { isEnd, nextEvent, startCodexBench, untilIdle } from './codex-bench.ts';
import { countOption, digits, publish, quantile, sleep } from './statistics.ts';

/** A turn works this long before it is interrupted, in ms. */
const WORK_MS = 100;

const rounds = countOption('rounds', 20, 5);
await using bench = await startCodexBench();
const { driver, server } = bench;

/** When the driver was asked last and had its answer, and our voice was hushed, on the monotonic clock. */
let askedMs = Number.NaN;
let answered: Promise<number> = Promise.resolve(Number.NaN);
let hushedMs = Number.NaN;
const interrupt = driver.interrupt.bind(driver);
driver.interrupt = async () => {
  askedMs = performance.now();
  const result = interrupt();
  answered = result.then(() => performance.now());
  return await result;
};

let tell = (_: VoiceEvent): void => undefined;
const hub = new VoiceHub({
  openLink: ({ onEvent }) => {
    tell = onEvent;
    return {
      pid: process.pid,
      send: (command: VoiceCommand) => {
        if (command.type === 'hush') hushedMs = performance.now();
      },
      close: () => Promise.resolve(),
      kill: () => undefined,
    };
  },
  clock: systemClock,
  readJournal: () => Promise.resolve([]),
});
const control = new SessionControl({
  sessionId: 'bench',
  clock: systemClock,
  hub,
  store: forgetfulStore(),
});
control.setDriver(driver);
const { languages, commandWords, phrases } = defaultPhrasebook('en');
const seat = control.openHud(
  { send: () => undefined },
  {
    intent: 'compose',
    mode: 'auto',
    voice: {
      start: {
        type: 'start',
        version: 1,
        source: { kind: 'microphone' },
        phrases: [],
        segmenter: {
          silenceMs: 250,
          minimumSpeechMs: 120,
          maximumSegmentMs: 20_000,
          preRollMs: 400,
        },
        language: 'en',
        warmMicrophone: false,
        keepAudioDays: 0,
        cues: false,
      },
      interrupts: 'speech',
      phrasebook: {
        language: 'en',
        languages: [...languages],
        commandWords: [...commandWords],
        phrases: phrases.map(({ spoken, action }) => ({ spoken, action })),
      },
    },
  },
);
tell({ type: 'ready', version: 1, recognizer: 'none', voiceActivity: 'none', startMs: 1 });
tell({ type: 'device', state: 'open' });

function said(round: number): VoiceEvent {
  const nowMs = performance.now();
  const stamps = { speechEndedMs: nowMs, segmentClosedMs: nowMs, decodedMs: nowMs };
  return {
    type: 'final',
    utteranceId: `u${round}`,
    segmentId: `${round}`,
    sessionId: 'bench',
    text: 'Stop.',
    verdict: 'accepted',
    endedBy: 'silence',
    startMs: 0,
    endMs: 1,
    stamps: { ...stamps, journaledMs: nowMs },
  };
}

type Way = 'key' | 'word' | 'speech';
const WAYS: Readonly<Record<Way, (round: number) => void>> = {
  key: () => seat.request({ type: 'command', command: 'interrupt' }),
  word: (round) => tell(said(round)),
  speech: (round) =>
    tell({ type: 'speech-started', segmentId: `${round}`, atMs: performance.now() }),
};

interface Measured {
  readonly askedMs: number;
  readonly hushedMs: number;
  readonly answeredMs: number;
  readonly endedMs: number;
}

async function measured(way: Way, round: number): Promise<Measured> {
  await untilIdle(driver);
  const text = 'words '.repeat(2_000);
  server.setScript([{ kind: 'text', text, chunkCharacters: 12, chunkDelayMs: 10 }]);
  const begun = nextEvent(driver, (event) => event.kind === 'item-delta');
  await driver.submit({ promptId: `${way}-${round}`, text: `Long ${round}` });
  await begun;
  await sleep(WORK_MS);
  const end = nextEvent(driver, isEnd);
  const startedMs = performance.now();
  WAYS[way](round);
  const endedMs = (await end) - startedMs;
  server.setScript([]);
  const answeredMs = (await answered) - startedMs;
  return {
    askedMs: askedMs - startedMs,
    hushedMs: hushedMs - startedMs,
    answeredMs,
    endedMs,
  };
}

const rows: (readonly string[])[] = [];
const ways = ['key', 'word', 'speech'] as const;
const all: Record<Way, Measured[]> = { key: [], word: [], speech: [] };
// In turn: the conversation grows, and with it what Codex has to do.
for (let round = 0; round < rounds; round += 1)
  for (const way of ways) all[way].push(await measured(way, round));
for (const way of ways) {
  for (const [name, of] of [
    ['our voice told to hush', (one: Measured) => one.hushedMs],
    ['the driver asked to interrupt', (one: Measured) => one.askedMs],
    ['Codex’s answer to that', (one: Measured) => one.answeredMs],
    ['end of the turn', (one: Measured) => one.endedMs],
  ] as const) {
    const samples = all[way].map(of);
    const p = (share: number): string => digits(quantile(samples, share), 2);
    rows.push([`${way} → ${name}`, p(0.5), p(0.95), digits(Math.max(...samples), 2)]);
  }
}
control.dispose();
await hub.close();
publish({
  name: 'barge-in',
  about: `Codex ${CODEX_VERSION} in a turn that writes, a scripted model on loopback, ${rounds} rounds of each: from what the session's control is told (a key's request, a recognised "stop", the start of speech in mode auto) on.`,
  columns: ['from → to', 'p50 ms', 'p95 ms', 'most ms'],
  rows,
});

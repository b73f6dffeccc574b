// Where the time of a spoken word goes by the program's own account: phrases in generated speech, through the
// whole program into the example agent, and the spans that its metrics recorded meanwhile.
import { summarise } from '@codex-voice/metrics';
import { countOption, digits, publish, sleep } from './statistics.ts';
import { spokenRecording } from './voice-latency/spoken-recording.ts';
import { SpokenSession } from './voice-latency/spoken-session.ts';

/** After the recording's end: the last words arrive, and what was recorded is written. */
const AFTERWARDS_MS = 2_500;

const texts = countOption('texts', 24, 6);
const recording = spokenRecording(texts);
const session = new SpokenSession({ mode: 'auto', recording: recording.path });
await session.listening();
await sleep(recording.durationMs + AFTERWARDS_MS);
const records = session.metrics();
const { spans } = summarise(records, { fromMs: 0, toMs: Date.now(), parts: 1 });
await session.end();

publish({
  name: 'voice-stages',
  about: `${texts} phrases of four Flite voices in a quiet room's hiss, ended by silence, through the whole program into the example agent: the spans that metrics recorded. The first rows follow one another; \`deliver\` counts from the end of speech, so it holds them all. \`deliver sent\` waits for “send it”, which is spoken after every third. A recording stands for the microphone, so that opening one is not among them.`,
  columns: ['span', 'times', 'p50 ms', 'p95 ms', 'most ms'],
  rows: spans.map(({ phase, event, count, p50, p95, max }) => [
    `${phase} ${event}`,
    count,
    ...[p50, p95, max].map((ms) => digits(ms, 2)),
  ]),
});
process.exit(0);

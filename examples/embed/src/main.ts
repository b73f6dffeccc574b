// The voice engine inside a program of one's own: hears a WAV file (16 bits, mono) as if it came from a
// microphone, prints what was said, and writes what would have been played beside it into another WAV file.
// Usage: node examples/embed/src/main.ts [HEARD.wav [PLAYED.wav]]
import { writeFileSync } from 'node:fs';
import {
  PLAYBACK_RATE_HZ,
  startVoiceSession,
  type VoiceSessionEvent,
  waveHeader,
} from '@codex-voice/engine';
import { readWave } from './wave-samples.ts';

process.on('uncaughtException', (error) => {
  console.error(`embed: ${error.message}`);
  process.exit(1);
});
const usual = `${import.meta.dirname}/../../recordings/first-light.wav`;
const [heardPath = usual, playedPath] = process.argv.slice(2);
const { sampleRateHz, samples } = readWave(heardPath);

function onEvent(event: VoiceSessionEvent): void {
  if (event.type === 'final') console.log(`${(event.endMs / 1000).toFixed(1)} s  ${event.text}`);
  if (event.type === 'command') console.log(`       (${event.command})`);
  if (event.type === 'problem') console.error(event.message);
}

await using session = await startVoiceSession({ sampleRateHz, onEvent, cues: ['open', 'refused'] });
const frameSamples = Math.round(sampleRateHz / 50); // 20 ms; any length will do
const played: Int16Array[] = [];
for (let at = 0; at < samples.length; ) {
  at += session.pushAudioFrame(samples.subarray(at, at + frameSamples));
  await session.drained(); // a microphone paces itself; a file waits until it was heard
  played.push(session.nextPlaybackChunk() ?? new Int16Array(PLAYBACK_RATE_HZ / 50));
}
await session.close(); // what was still being said is told before this resolves

if (playedPath !== undefined) {
  const sound = played.map((chunk) => Buffer.from(chunk.buffer));
  writeFileSync(playedPath, Buffer.concat([waveHeader(Buffer.concat(sound).length / 2), ...sound]));
}

// The voice engine inside a program of one's own: hears a WAV file (16 bits, mono) as if it came from a
// microphone, prints what was said, and writes what would have been played beside it into another WAV file.
// Usage: node examples/embed/src/main.ts HEARD.wav [PLAYED.wav]
import { readFileSync, writeFileSync } from 'node:fs';
import {
  PLAYBACK_RATE_HZ,
  startVoiceSession,
  type VoiceSessionEvent,
  waveHeader,
} from '@codex-voice/engine';

const [heardPath = 'examples/recordings/first-light.wav', playedPath] = process.argv.slice(2);
const heard = readFileSync(heardPath);
const sampleRateHz = heard.readUInt32LE(24);
const bytes = heard.subarray(heard.indexOf('data', 36) + 8);
const samples = new Int16Array(bytes.length >> 1).map((_, index) => bytes.readInt16LE(index * 2));

function onEvent(event: VoiceSessionEvent): void {
  if (event.type === 'final') console.log(`${(event.endMs / 1000).toFixed(1)} s  ${event.text}`);
  if (event.type === 'command') console.log(`       (${event.command})`);
  if (event.type === 'problem') console.error(event.message);
}

await using session = await startVoiceSession({ sampleRateHz, onEvent, cues: ['open', 'refused'] });
const frameSamples = sampleRateHz / 50; // 20 ms; any length will do
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

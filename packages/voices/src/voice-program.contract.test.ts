// A voice over a program that answers with a wave of its own, by a pipe and by files, and one that fails.
import { encodePcm16, waveHeader } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import { describeVoice } from './voice-contract.test-support.ts';
import { ProgramVoice, type VoiceProgram } from './voice-program.ts';

/** As long as the text is: 100 ms of a loud tone for every character. */
const SCRIPT = `
const fs = require('node:fs');
const [header, sample, textFile, waveFile] = process.argv.slice(1);
const text = fs.readFileSync(textFile === '' ? 0 : textFile, 'utf8');
const sound = Buffer.concat([Buffer.from(header, 'base64'), ...Array(text.length).fill(Buffer.from(sample, 'base64'))]);
fs.writeFileSync(waveFile === '' ? 1 : waveFile, sound);
`;

const TONE = Float32Array.from({ length: 1_600 }, (_, n) => 0.5 * Math.sin(n / 5));
const UNKNOWN_LENGTH = 0x3fff_f000;

function program(by: VoiceProgram['by']): VoiceProgram {
  const header = Buffer.from(waveHeader(UNKNOWN_LENGTH)).toString('base64');
  const tone = Buffer.from(encodePcm16(TONE)).toString('base64');
  return {
    name: `a program by ${by}`,
    file: process.execPath,
    by,
    args: ({ textFile, waveFile }) => ['-e', SCRIPT, header, tone, textFile, waveFile],
  };
}

for (const by of ['pipe', 'files'] as const)
  describeVoice(`by ${by}`, () => new ProgramVoice(program(by)));

test('VOICES-5: a program that fails or is not there says so in a line', async () => {
  const speak = async (given: Pick<VoiceProgram, 'file' | 'args'>) => {
    const voice = new ProgramVoice({ name: 'it', by: 'pipe', ...given });
    for await (const _ of voice.speak('hello', { signal: new AbortController().signal }));
  };
  const failing = ['-e', "console.error('no such language'); process.exitCode = 3"];
  await expect(speak({ file: process.execPath, args: () => failing })).rejects.toThrow(
    "it can't speak (exit status 3: no such language)",
  );
  await expect(speak({ file: '/nowhere/voice', args: () => [] })).rejects.toThrow(
    /it can't speak/u,
  );
});

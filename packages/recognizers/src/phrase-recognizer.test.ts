import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, hiss } from './fixture.ts';
import { createPhraseRecognizer } from './phrase-recognizer.ts';

const PHRASES = [{ spoken: 'send it' }, { spoken: 'scratch that' }];

/** Enough that a leak of a kilobyte an utterance can't hide in what allocation leaves free. */
const SHORT_UTTERANCES = 300;

/** What growth the first long utterances of a test may cause, in bytes. */
const SLACK_BYTES = 65_536;

describe('createPhraseRecognizer', () => {
  it('RECOG-1 tells two phrases apart', async () => {
    const recognizer = await createPhraseRecognizer({ phrases: PHRASES, language: 'en' });
    const utterance = recognizer.begin();
    utterance.accept(fixture('send-it'));
    expect(await utterance.finish()).toMatchObject({ verdict: 'accepted', text: 'send it' });
    recognizer.dispose();
  });

  it('RECOG-11 keeps the memory of the engine where it is', async () => {
    const recognizer = await createPhraseRecognizer({ phrases: PHRASES, language: 'en' });
    const sound = hiss(1600, 0.3);
    const repeat = (times: number) => {
      for (let count = 0; count < times; count += 1) {
        const utterance = recognizer.begin();
        utterance.accept(sound);
        utterance.finish();
      }
      return recognizer.heapBytes;
    };
    const before = repeat(5);
    expect(before).toBeGreaterThan(0);
    expect(repeat(SHORT_UTTERANCES) - before).toBeLessThan(SLACK_BYTES);
    recognizer.dispose();
  });

  it('RECOG-12 refuses a phrase that is not lower-case words', async () => {
    await expect(
      createPhraseRecognizer({ phrases: [{ spoken: 'Send it' }], language: 'en' }),
    ).rejects.toThrow(TypeError);
    await expect(createPhraseRecognizer({ phrases: [], language: 'en' })).rejects.toThrow(
      RangeError,
    );
  });

  it('RECOG-22 names a word it cannot say', async () => {
    await expect(
      createPhraseRecognizer({ phrases: [{ spoken: 'lance xqzt' }], language: 'fr' }),
    ).rejects.toMatchObject({
      code: 'no-pronunciation',
      message: expect.stringContaining('xqzt'),
    });
  });

  it('RECOG-10 is silent and leaves no listener behind', () => {
    const program = `
      const { createPhraseRecognizer } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
      const recognizer = await createPhraseRecognizer({ phrases: [{ spoken: 'send it' }], language: 'en' });
      const utterance = recognizer.begin();
      utterance.accept(new Float32Array(16000).fill(0.1));
      utterance.finish();
      recognizer.begin().finish();
      recognizer.dispose();
      process.exitCode = process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    `;
    const output = execFileSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '--eval', program],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    expect(output).toBe('');
  });
});

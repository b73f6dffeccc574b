// One phrase that nobody can pronounce does not cost the others.
import { expect, test } from 'vitest';
import { createPhraseListener } from './phrase-listener.ts';

test('phrases without a pronunciation are left out and named, the others are listened for', async () => {
  const leftOut: string[] = [];
  const phrases = [
    { spoken: 'run the tests' },
    { spoken: 'ship it now', pronunciations: { ship: ['XX YY'] } },
    { spoken: 'explain this code' },
  ];
  const listener = await createPhraseListener({ phrases, language: 'en' }, (message) =>
    leftOut.push(message),
  );
  expect(leftOut).toHaveLength(1);
  expect(leftOut[0]).toContain('"ship it now" is not listened for');
  listener.dispose();
});

test('nothing left to listen for is an error that names the word', async () => {
  const phrases = [{ spoken: 'ship it', pronunciations: { ship: ['XX'] } }];
  await expect(
    createPhraseListener({ phrases, language: 'en' }, () => undefined),
  ).rejects.toMatchObject({ code: 'no-pronunciation' });
});

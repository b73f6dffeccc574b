// A shadow that comes late sees what it would have seen, and answers what was asked before.
import { expect, test } from 'vitest';
import { FakeShadow, SIZE, SMALL } from './keeper-world.test-support.ts';
import { EARLY_OUTPUT_BYTES, LateShadow } from './late-shadow.ts';

const listener = {
  assessed: () => undefined,
  picture: () => undefined,
  reply: () => undefined,
};

test('KEEPER-36: what came early is fed, and what was asked is answered', async () => {
  const late = new LateShadow();
  late.feed(new Uint8Array(10));
  late.resize(SMALL);
  late.feed(new Uint8Array(5));
  late.openPicture('a', SMALL);
  late.openPicture('b', SMALL);
  late.closePicture('a');
  const asked = late.snapshot();
  const shadow = new FakeShadow(SIZE, listener);
  late.load((missedBytes) => {
    expect(missedBytes).toBe(0);
    return shadow;
  });
  late.feed(new Uint8Array(1));
  expect(await asked).toMatchObject({ size: SMALL });
  expect([shadow.fedBytes, late.fedBytes]).toEqual([16, 16]);
  expect([...shadow.pictures.keys()]).toEqual(['b']);
});

test('KEEPER-36: what came early is kept as it was, whatever becomes of its memory', () => {
  const late = new LateShadow();
  // What reads terminals and sockets gives parts of one larger memory, which is used again.
  const memory = Buffer.from('hello');
  late.feed(memory.subarray(0, 4));
  memory.fill('x');
  const fed: string[] = [];
  late.load(() => {
    const shadow = new FakeShadow(SIZE, listener);
    shadow.feed = (bytes) => fed.push(new TextDecoder().decode(bytes));
    return shadow;
  });
  expect(fed).toEqual(['hell']);
});

test('KEEPER-36: the newest output is kept, and the rest is said to be missed', () => {
  const late = new LateShadow();
  for (let count = 0; count < 9; count += 1) late.feed(new Uint8Array(EARLY_OUTPUT_BYTES / 8));
  expect(late.fedBytes).toBe((EARLY_OUTPUT_BYTES * 9) / 8);
  let missed = 0;
  const shadow = new FakeShadow(SIZE, listener);
  late.load((missedBytes) => {
    missed = missedBytes;
    return shadow;
  });
  expect([missed, shadow.fedBytes]).toEqual([EARLY_OUTPUT_BYTES / 8, EARLY_OUTPUT_BYTES]);
});

test('KEEPER-36: a session that ends first answers nobody any more', async () => {
  const late = new LateShadow();
  const asked = late.rows();
  const refused = expect(asked).rejects.toThrow('the session has ended');
  await late.dispose();
  await refused;
  late.load(() => {
    throw new Error('loaded after its end');
  });
});

import { createTransport, follow, ModelError } from '@codex-voice/models';
import { expect, test } from 'vitest';
import { placeOf } from './fetch-release.ts';
import { nothingToDo, updateProblem } from './update-words.ts';

test.each([
  ['1.0.0', '1.1.0', false, undefined],
  ['1.1.0', '1.1.0', false, '1.1.0 is the newest version'],
  ['1.2.0', '1.1.0', false, '1.2.0 is used already, and the newest release is 1.1.0'],
  ['1.1.0', '1.1.0', true, '1.1.0 is used already'],
  ['1.2.0', '1.1.0', true, undefined],
])('%s where %s was found (named: %s)', (version, found, isNamed, words) => {
  expect(nothingToDo({ version, found, isNamed })).toBe(words);
});

test('trouble on the network has a way out that an update has', async () => {
  const transport = await createTransport({ environment: {}, stallMs: 1_000 });
  const { signal } = new AbortController();
  const request = { address: 'http://127.0.0.1:1/x', headers: {}, signal };
  const error = await follow(transport, request).catch((caught: unknown) => caught);
  await transport.close();
  expect(String(error)).toContain('--mirror');
  expect(String(updateProblem(error))).toMatch(
    /127\.0\.0\.1:1 refuses the connection: .*CODEX_VOICE_RELEASES$/,
  );
});

test('what is said of a file keeps what is wrong with it, and other words stay', () => {
  const wrong = new ModelError('wrong-hash', 'a.gz is not it: try again, or name another --mirror');
  expect(String(updateProblem(wrong))).toMatch(/a\.gz is not it: try again later/);
  expect(String(updateProblem(wrong))).not.toContain('mirror');
  const stalled = new ModelError('stalled', 'h sends nothing any more: try again later');
  expect(updateProblem(stalled)).toBe(stalled);
});

test.each(['file:///etc', 'http://releases.example', 'releases', ''])(
  '%j is no place of releases, and the line names it',
  (releases) => {
    expect(() => placeOf({ version: '1.0.0', releases, key: undefined })).toThrow(
      `${JSON.stringify(releases)} is no place of releases: set CODEX_VOICE_RELEASES to an address that begins with https://`,
    );
  },
);

test.each(['https://releases.example', 'http://127.0.0.1:8080', 'http://localhost:1/a'])(
  '%s is one',
  (releases) => {
    expect(placeOf({ version: '1.0.0', releases, key: undefined }).address).toBe(releases);
  },
);

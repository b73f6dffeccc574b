import { expect, test } from 'vitest';
import { installationOf } from './installation.ts';

const there =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

test('REL-8: where a program lies tells how it came there', () => {
  expect(installationOf('/d/codex-voice/versions/1.2.3', there('/d/codex-voice/current'))).toEqual({
    kind: 'archive',
    root: '/d/codex-voice',
    version: '1.2.3',
  });
  expect(installationOf('/usr/lib/node_modules/codex-voice', there())).toEqual({
    kind: 'npm',
    folder: '/usr/lib/node_modules/codex-voice',
  });
  expect(installationOf('/src/it', there('/src/it/apps/client/src')).kind).toBe('sources');
  expect(installationOf('/opt/codex-voice', there()).kind).toBe('unknown');
  // A folder of that name without the links beside it is nobody's.
  expect(installationOf('/opt/versions/1.2.3', there()).kind).toBe('unknown');
});

// The folder of recordings has a bound, and nothing is removed from it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { parseConfig } from './config.ts';
import { places } from './places.ts';
import { sessionOptions } from './session-options.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'codex-voice-target-'));
  vi.stubEnv('XDG_STATE_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function folder(): string {
  return places(process.env, process.platform).recordingsDirectory;
}

/** As large as that, without its bytes. */
function fill(name: string, mb: number): void {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), name), '');
  truncateSync(join(folder(), name), mb * 1_000_000);
}

const options = (argv: readonly string[], toml: string, how: 'begins' | 'runs' = 'begins') =>
  sessionOptions(parseCommandLine([...argv]), parseConfig(toml, 'c.toml'), { how });
const ON = '[recording]\nenabled = true\nfolder_mb = 10';

test('from its bound on no session is recorded by the config file, which is told', () => {
  expect(options(['codex'], ON).record).toEqual({ path: folder(), is: 'folder' });
  fill('a.cast', 6);
  expect(options(['codex'], ON).unrecorded).toBeUndefined();
  fill('b.cast', 5);
  expect(options(['codex'], ON)).toMatchObject({ unrecorded: { files: 2, mb: 11, mostMb: 10 } });
  expect(options(['codex'], ON).record).toBeUndefined();
  expect(readdirSync(folder())).toEqual(['a.cast', 'b.cast']);
});

test('who asks for one is refused in words, unless they name a file', () => {
  fill('a.cast', 10);
  expect(() => options(['--record', 'codex'], ON)).toThrow(
    /^no room for a recording: 1 file takes 10 MB, and \[recording\] folder_mb is 10: /u,
  );
  const file = join(home, 'own.cast');
  expect(options([`--record=${file}`, 'codex'], ON).record).toEqual({ path: file, is: 'file' });
});

test('of a session that runs it is settled: its own file, which is there by now, is in nobody’s way', () => {
  const file = join(home, 'own.cast');
  writeFileSync(file, '');
  const argv = [`--record=${file}`, 'codex'];
  expect(() => options(argv, ON)).toThrow('is there already');
  expect(options(argv, ON, 'runs').record).toBeUndefined();
});

// A small run of Vitest's own with this setup, in a folder without a project.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { runVitest } from './vitest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const setup = fileURLToPath(new URL('stuck-tests.ts', import.meta.url));

test('bug: a test that ran out of time said nothing of what it waited for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-stuck-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const files = {
    'vitest.config.mjs': `export default { cacheDir: 'cache', test: { setupFiles: [${JSON.stringify(setup)}] } };`,
    'stuck.test.mjs': `import { openWait, TerminalProgram } from '@codex-voice/testing';
      import { beforeAll, test } from 'vitest';
      let program;
      beforeAll(async () => {
        const script = ['-c', 'echo on the "scr""een"; sleep 60'];
        const place = { cwd: '/', env: process.env, columns: 40, rows: 4 };
        program = new TerminalProgram({ file: '/bin/sh', args: script, ...place });
        await program.waitForText('on the screen', 60_000);
      }, 60_000);
      test('waits', async () => {
        openWait(['a', 'sign'].join(' '));
        await program.exited;
      }, 100);`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const request = { root: folder, config: 'vitest.config.mjs', files: [] };
  const { printed } = await runVitest({
    ...request,
    stop: new AbortController().signal,
    quiet: true,
  });
  expect(printed).toMatch(/timed out in 100ms.+the screen:\s+on the screen.+waits for a sign/su);
});

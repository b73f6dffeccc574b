// A folder of fonts is whatever its owner has put there.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeFont } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';

const PATIENCE_MS = 30_000;

test.skipIf(process.platform === 'win32')(
  'a pipe with the name of a font is none, and is not waited for',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'codex-voice-fonts-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const bytes = madeFont({ characters: { a: 'square' }, form: 4 });
    writeFileSync(join(folder, 'DejaVuSansMono.ttf'), bytes);
    execFileSync('mkfifo', [join(folder, 'Pipe.ttf')]);
    const module = JSON.stringify(import.meta.resolve('./machine-fonts.ts'));
    const program = `
      const { MachineFonts } = await import(${module});
      const fonts = new MachineFonts([${JSON.stringify(folder)}]);
      const found = ['a', 'b'].map((text) => fonts.find(text.codePointAt(0), 'plain') !== undefined);
      fonts.close();
      console.log(found.join());
    `;
    // In a process of its own: whoever waits for a pipe can't be stopped from within.
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: PATIENCE_MS,
    });
    expect(ended.stdout).toBe('true,false\n');
  },
);

// needs: pulseaudio flite
// `codex-voice init` as a person goes through it: questions that are drawn, and ten seconds in which a voice
// says something into a microphone.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScratchHome, startVirtualMicrophone, TerminalProgram } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../bin/codex-voice.js', import.meta.url));
const PATIENCE_MS = 40_000;

test('questions are answered by Enter, a voice is heard, and what was agreed to is written', async () => {
  const home = makeScratchHome();
  onTestFinished(() => home[Symbol.dispose]());
  await using microphone = await startVirtualMicrophone();
  const spoken = join(home.path, 'spoken.wav');
  execFileSync('flite', ['-t', 'run the tests', '-o', spoken]);
  await using program = new TerminalProgram({
    file: process.execPath,
    args: [LAUNCHER, 'init', '--model', 'phrases'],
    cwd: home.path,
    env: { ...home.env, ...microphone.env, PATH: '/usr/bin:/bin' },
    columns: 100,
    rows: 70,
  });
  await program.waitForText('Which language do you speak', PATIENCE_MS);
  program.send('\r');
  await program.waitForText('Say something for 10 seconds', PATIENCE_MS);
  program.send('\r');
  await program.waitForText('speak now', PATIENCE_MS);
  await microphone.play(spoken);
  await program.waitForText('heard: "run the tests"', PATIENCE_MS);
  await program.waitForText('Write that?', PATIENCE_MS);
  program.send('\r');
  await program.waitForText('Three keys to know', PATIENCE_MS);
  expect((await program.untilExited()).exitCode).toBe(0);
  const screen = program.terminal.screenText();
  expect(screen).toContain('dBFS)');
  expect(screen).not.toMatch(/\$y|Gi=31/u);
  const config = readFileSync(join(home.path, 'config', 'codex-voice', 'config.toml'), 'utf8');
  expect(config).toContain('# agent = "codex"');
}, 120_000);

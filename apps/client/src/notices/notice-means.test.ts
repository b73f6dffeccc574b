// What a notice says and by what means: words that give nothing away, bytes, and arguments that no shell reads.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalEntry } from '@codex-voice/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { sessionWords } from '../words/ui-language.ts';
import { desktopCommand, desktopProgram, showOnDesktop } from './desktop-notice.ts';
import { noticeText } from './notice-text.ts';
import { noticeBytes, terminalNotice } from './terminal-notice.ts';

const words = sessionWords('en');
const from = { agentName: 'Codex', sessionId: 'codex-k3fa' };
const approval = {
  id: 'a1',
  subject: 'command',
  state: 'open',
  takes: [],
  askedAtMs: 1,
  text: 'rm -rf $(secret)\u0007\u001b]0;x\u001b\\ <b>&',
  risk: 'destructive',
} satisfies ApprovalEntry;
const hostile = { title: '-t; $(touch x)', body: '--help `id` "; reboot \\ <b>&' };

test('without being asked for it a notice says nothing of what was said or asked', () => {
  expect(noticeText({ occasion: 'approval', approval }, from, { words, show: 'kind' })).toEqual({
    title: 'codex-voice: Codex (codex-k3fa)',
    body: 'the agent asks you something',
  });
  expect(noticeText({ occasion: 'finished' }, from, { words, show: 'text' }).body).toBe(
    'the agent is ready',
  );
});

test('with it, what is asked in one line, cut, and without characters that give orders', () => {
  const { body } = noticeText({ occasion: 'approval', approval }, from, { words, show: 'text' });
  expect(body).toMatch(/^a1 · RISKY: may destroy something · asks to run rm -rf \$\(secret\)/u);
  expect(body).not.toMatch(/\p{Cc}/u);
  const long = { ...approval, text: 'x'.repeat(5_000) };
  const cut = noticeText({ occasion: 'approval', approval: long }, from, { words, show: 'text' });
  expect(cut.body.length).toBeLessThan(300);
});

test.each([
  [{ TERM_PROGRAM: 'iTerm.app' }, 'osc-9'],
  [{ TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' }, 'osc-9'],
  [{ TERM_PROGRAM: 'WezTerm' }, 'osc-777'],
  [{ TERM: 'foot-extra' }, 'osc-777'],
  [{ TERM: 'xterm-256color' }, 'bell'],
  [{}, 'bell'],
  [{ TERM_PROGRAM: 'WezTerm', TMUX: '/tmp/x' }, 'bell'],
  [{ TERM: 'screen', TERM_PROGRAM: 'iTerm.app' }, 'bell'],
])('a terminal that tells %j of itself is given %s', (env, how) => {
  expect(terminalNotice(env)).toBe(how);
});

test('the bytes are one sequence each, whatever the texts are', () => {
  const text = { title: 'a;b', body: 'c;d' };
  const bytes = (how: 'osc-9' | 'osc-777' | 'bell') =>
    new TextDecoder().decode(noticeBytes(how, text));
  expect(bytes('osc-9')).toBe('\u001b]9;a;b: c;d\u001b\\');
  expect(bytes('osc-777')).toBe('\u001b]777;notify;a,b;c,d\u001b\\');
  expect(bytes('bell')).toBe('\u0007');
});

function folderWith(name: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'codex voice notify '));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

test('a desktop is one that can be reached from here', () => {
  const folder = folderWith('notify-send', '');
  const bus = { PATH: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' };
  const found = { kind: 'notify-send', file: join(folder, 'notify-send') };
  expect(desktopProgram(bus, 'linux')).toEqual(found);
  expect(desktopProgram({ PATH: folder }, 'linux')).toBeUndefined();
  writeFileSync(join(folder, 'bus'), '');
  expect(desktopProgram({ PATH: folder, XDG_RUNTIME_DIR: folder }, 'linux')).toEqual(found);
  expect(desktopProgram({ ...bus, PATH: '' }, 'linux')).toBeUndefined();
  expect(desktopProgram({ ...bus, SSH_CONNECTION: '1 2 3 4' }, 'linux')).toBeUndefined();
  expect(desktopProgram({ PATH: folder }, 'darwin')).toBeUndefined();
});

test('its texts are arguments or variables as they are, and code is none of them', () => {
  const file = '/x';
  const notify = desktopCommand({ kind: 'notify-send', file }, hostile);
  expect(notify.args).toEqual([
    '--app-name=codex-voice',
    '--',
    hostile.title,
    hostile.body.replace('<b>&', '&lt;b&gt;&amp;'),
  ]);
  const apple = desktopCommand({ kind: 'osascript', file }, hostile);
  expect(apple.args.slice(-2)).toEqual([hostile.title, hostile.body]);
  expect(apple.args.slice(0, -2).join()).not.toContain('touch');
  const windows = desktopCommand({ kind: 'powershell', file }, hostile);
  expect(windows.args.join()).not.toMatch(/touch|reboot/u);
  expect(windows.env).toMatchObject({
    CODEX_VOICE_TITLE: hostile.title,
    CODEX_VOICE_BODY: hostile.body,
  });
});

test('the program gets them to the letter; one that fails or is not there has shown nothing', async () => {
  const told = 'printf "%s\\n" "$@" >"$(dirname "$0")/told"';
  const folder = folderWith('notify-send', `#!/bin/sh\n${told}\n`);
  const file = join(folder, 'notify-send');
  const command = desktopCommand({ kind: 'notify-send', file }, hostile);
  expect(await showOnDesktop(command)).toBe('shown');
  expect(readFileSync(join(folder, 'told'), 'utf8')).toBe(`${command.args.join('\n')}\n`);
  writeFileSync(file, '#!/bin/sh\nexit 1\n');
  expect(await showOnDesktop(command)).toBe('not');
  expect(await showOnDesktop({ ...command, file: join(folder, 'gone') })).toBe('not');
});

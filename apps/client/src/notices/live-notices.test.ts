// Notices whose settings change while the session runs.
import type { FocusReports } from '@codex-voice/ansi';
import type { SessionEvent } from '@codex-voice/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { parseCommandLine } from '../command-line.ts';
import { parseConfig } from '../config.ts';
import { sessionOptions } from '../session-options.ts';
import { LiveNotices } from './live-notices.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };

function world(text: string, args: readonly string[] = []) {
  const request = parseCommandLine(['run', ...args, '--', 'cat']);
  const options = sessionOptions(request, parseConfig(text, 'config.toml'), { term: 'xterm' });
  const wanted: FocusReports[] = [];
  const signals: string[] = [];
  const notices = new LiveNotices({
    options,
    from: () => ({ agentName: 'Codex' }),
    tells: () => true,
    signal: (bytes) => signals.push(new TextDecoder().decode(bytes)),
    setFocusReports: (reports) => wanted.push(reports),
  });
  onTestFinished(() => notices.end());
  return { notices, wanted, signals };
}

const asks = (id: string): SessionEvent => ({
  type: 'approvals',
  open: [{ id, state: 'open', subject: 'command', text: 'make', takes: ['deny'], askedAtMs: 1 }],
});

test('the terminal is asked for its focus while that is needed, and no longer', async () => {
  const { notices, wanted } = world('');
  await notices.start();
  expect([notices.focusReports, notices.mayHaveFocus]).toEqual(['childs', false]);
  notices.set({ on: ['approval'] });
  notices.set({ show: 'text' });
  expect(notices.focusReports).toBe('ours');
  notices.set({ when: 'always' });
  notices.set({ when: 'unfocused' });
  notices.set({ on: [] });
  // One that was under way is not for an agent that never asked.
  expect([notices.focusReports, notices.mayHaveFocus]).toEqual(['childs', true]);
  expect(wanted).toEqual(['ours', 'childs', 'ours', 'childs']);
  expect(notices.settings).toEqual({ on: [], when: 'unfocused', by: 'auto', show: 'text' });
});

test('who wants to be told later is told from then on, and not of what was asked before', async () => {
  const { notices, signals } = world('[notify]\nby = "bell"\nwhen = "always"\n');
  await notices.start();
  notices.session(asks('a1'));
  notices.set({ on: ['approval'] });
  await notices.start();
  notices.session(asks('a1'));
  notices.session(asks('a2'));
  await expect.poll(() => signals, PATIENCE).toEqual(['\u0007']);
});

test('where nothing hears of anything there is nothing to set', () => {
  expect(world('hud = "off"\n', ['--no-voice']).notices.settings).toBeUndefined();
});

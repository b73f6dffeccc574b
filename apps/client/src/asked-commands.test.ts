// Words that only a terminal can obey: by the one that types, and never where a key could do harm.
import type { ScreenState } from '@codex-voice/session';
import { expect, test } from 'vitest';
import { AskedCommands } from './asked-commands.ts';
import { ENGLISH } from './words/en.ts';

class Terminal {
  readonly did: string[] = [];
  role: 'holder' | 'viewer' = 'holder';
  scrolls = true;
  free = true;
  readonly commands = new AskedCommands({
    role: () => this.role,
    scrollsItself: () => this.scrolls,
    inputIsFree: () => this.free,
    keeper: { input: (bytes) => this.did.push(`key ${Buffer.from(bytes).toString('hex')}`) },
    words: ENGLISH.answer,
    approvalWords: ENGLISH.row.approval,
    actions: {
      act: (action) => this.did.push(action),
      say: (text) => this.did.push(text),
    },
  });

  ask(command: 'help' | 'detach' | 'read-back' | 'scroll-up' | 'scroll-down'): string | undefined {
    this.commands.session({ type: 'asked', command });
    return this.did.pop();
  }

  shows(screen: ScreenState): void {
    this.commands.session({ type: 'screen', screen });
  }
}

test('help and leaving are the holder\u2019s', () => {
  const terminal = new Terminal();
  expect(terminal.ask('help')).toBe('help');
  expect(terminal.ask('detach')).toBe('detach');
  terminal.role = 'viewer';
  expect(terminal.ask('detach')).toBeUndefined();
  expect(terminal.ask('scroll-up')).toBeUndefined();
});

test('page keys go to an agent that scrolls itself, while the person\u2019s input is at rest', () => {
  const terminal = new Terminal();
  expect(terminal.ask('scroll-up')).toBe('key 1b5b357e');
  expect(terminal.ask('scroll-down')).toBe('key 1b5b367e');
  terminal.free = false;
  expect(terminal.ask('scroll-up')).toMatch(/unfinished/u);
  terminal.scrolls = false;
  expect(terminal.ask('scroll-up')).toMatch(/your terminal scrolls here/u);
});

test('what stands in the composer is read back by every terminal', () => {
  const terminal = new Terminal();
  expect(terminal.ask('read-back')).toMatch(/no composer is seen/u);
  terminal.shows({ kind: 'composer', text: 'Run the tests. ' });
  expect(terminal.ask('read-back')).toBe('in the composer: Run the tests.');
  terminal.role = 'viewer';
  terminal.shows({ kind: 'busy', composer: { text: '' } });
  expect(terminal.ask('read-back')).toBe('the composer is empty');
  terminal.shows({ kind: 'dialog', what: 'a question' });
  expect(terminal.ask('read-back')).toBe('a question');
  const takes = ['approve' as const];
  const asked = { id: 'a1', subject: 'command', text: 'make', takes, askedAtMs: 1 } as const;
  const open = [{ ...asked, takes: [...takes], state: 'open' as const }];
  terminal.commands.session({ type: 'approvals', open });
  expect(terminal.ask('read-back')).toBe('a1 \u00b7 asks to run make');
  terminal.commands.session({ type: 'approvals', open: [] });
  expect(terminal.ask('read-back')).toBe('a question');
});

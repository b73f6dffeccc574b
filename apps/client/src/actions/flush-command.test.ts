// /flush in a session: what is said behind it, in whatever language, and what the host is asked for then.
import type { HostAnswer, KeptEntry, SpoolRequest } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { sessionWords } from '../words/ui-language.ts';
import { FlushCommand } from './flush-command.ts';

const ENTRY = { intent: 'send', origin: 'voice', because: 'agent-ended', saidAtMs: 0, keptAtMs: 0 };

function entry(number: number, reached: KeptEntry['reached'] = 'no'): KeptEntry {
  const intent = 'send' as const;
  return { ...ENTRY, id: `p${number}`, number, text: `text ${number}\tend`, reached, intent };
}

function world(language: 'en' | 'de' | 'ja' | 'zh' | 'fr' | 'es' = 'en') {
  let kept = [entry(1), entry(2, 'perhaps'), entry(3, 'yes')];
  let refusal: string | undefined;
  const asked: string[] = [];
  const ask = (what: SpoolRequest['what']): Promise<HostAnswer> => {
    if (what.do === 'list') return Promise.resolve({ kind: 'kept', entries: kept, fellOut: 0 });
    const words = what.do === 'edit' ? [what.text] : [];
    asked.push([what.do, 'kept' in what ? what.kept : '', ...words].join(' '));
    if (refusal !== undefined) return Promise.resolve({ kind: 'refused', message: refusal });
    if (what.do !== 'edit' && 'kept' in what) kept = kept.filter(({ id }) => id !== what.kept);
    return Promise.resolve({ kind: 'done' });
  };
  const { flush: words } = sessionWords(language).answer.command;
  const command = new FlushCommand({ words, ask, sessionId: 'codex-aaaa' });
  return {
    command,
    asked,
    words,
    refuse: (message: string) => {
      refusal = message;
    },
  };
}

test('alone it tells what is kept, in one line', async () => {
  const { command, asked } = world();
  expect(command.item.alone).toBe('nothing is kept');
  await command.refresh();
  expect(command.item.alone).toBe('k1 text 1 end\nk2 text 2 end\nk3 text 3 end');
  expect(await command.carryOut('')).toEqual({
    kind: 'notice',
    text: '3 kept: k1 text 1 end · k2 text 2 end · k3 text 3 end',
  });
  expect(asked).toEqual([]);
});

test('all are sent but what an agent has or may have already, which is sent by its name', async () => {
  const { command, asked } = world();
  expect(await command.carryOut('send all')).toEqual({
    kind: 'notice',
    text: 'k1: into this session',
  });
  expect(asked).toEqual(['hand p1']);
  expect(await command.carryOut('send all')).toEqual({
    kind: 'notice',
    text: '2 kept: k2 text 2 end · k3 text 3 end',
  });
  expect(await command.carryOut('Send k2')).toMatchObject({ kind: 'notice' });
  expect(asked.at(-1)).toBe('hand p2');
});

test('one is edited, dropped, and what is not there changes nothing', async () => {
  const { command, asked, words } = world();
  expect(await command.carryOut('edit k1 other  words')).toEqual({
    kind: 'notice',
    text: 'changed: k1',
  });
  await command.carryOut('drop 3');
  expect(asked).toEqual(['edit p1 other  words', 'drop p3']);
  for (const said of ['drop', 'drop k9', 'send k1 k9', 'edit k1', 'all', 'nonsense'])
    expect(await command.carryOut(said), said).toEqual({ kind: 'failed', message: words.how });
  expect(asked).toHaveLength(2);
});

test('the first refusal ends it, and both are told', async () => {
  const { command, asked, refuse } = world();
  refuse('the queue is full');
  expect(await command.carryOut('send')).toEqual({ kind: 'failed', message: 'the queue is full' });
  expect(asked).toEqual(['hand p1']);
});

test.each([
  ['de', 'sende alle'],
  ['de', 'alles senden'],
  ['fr', 'envoie tout'],
  ['es', 'envía todo'],
  ['ja', '全部送信'],
  ['ja', '全部を送信'],
  ['zh', '发送全部'],
] as const)('in %s: %s', async (language, said) => {
  const { command, asked } = world(language);
  expect(await command.carryOut(said)).toMatchObject({ kind: 'notice' });
  expect(asked).toEqual(['hand p1']);
});

test.each([
  ['en', 'drop all but k3'],
  ['en', 'send allowlist'],
  ['en', 'sendall'],
  ['en', 'dropping k1'],
  ['en', 'send all k1'],
  ['de', 'verwirf alle außer k3'],
  ['de', 'alle außer k3 verwerfen'],
  ['de', 'alle versenden'],
  ['fr', 'abandonne tout sauf k3'],
  ['es', 'descarta todo menos k3'],
  ['ja', 'k3以外全部破棄'],
  ['zh', '丢弃全部除了k3'],
] as const)('in %s, what is not whole changes nothing: %s', async (language, said) => {
  const { command, asked, words } = world(language);
  expect(await command.carryOut(said)).toEqual({ kind: 'failed', message: words.how });
  expect(asked).toEqual([]);
});

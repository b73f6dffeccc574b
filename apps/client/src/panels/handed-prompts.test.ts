// A prompt that is handed over while no host is there, or to one that goes before it answers.
import type { HostRequest } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { HandedPrompts } from './handed-prompts.ts';

const said = (id: string) => ({
  ...({ type: 'say', sessionId: 's', intent: 'compose' } as const),
  ...{ requestId: `r${id}`, promptId: `p${id}`, text: `text ${id}` },
});

test('it waits for the next host, and is said again until one has answered', () => {
  const asked: HostRequest[] = [];
  let host: 'sent' | 'away' = 'away';
  const prompts = new HandedPrompts((request) => {
    if (host === 'sent') asked.push(request);
    return host;
  });
  expect(prompts.say(said('1'))).toBe('away');
  expect(asked).toEqual([]);
  host = 'sent';
  prompts.opened();
  expect(prompts.say(said('2'))).toBe('sent');
  expect(asked).toEqual([said('1'), said('2')]);
  prompts.answered('r1');
  prompts.answered('another');
  prompts.opened();
  expect(asked.slice(2)).toEqual([said('2')]);
  prompts.answered('r2');
  prompts.opened();
  expect(asked).toHaveLength(3);
});

test('of very many the newest are kept', () => {
  const asked: HostRequest[] = [];
  const prompts = new HandedPrompts((request) => {
    asked.push(request);
    return 'away';
  });
  for (let count = 0; count < 40; count += 1) prompts.say(said(String(count)));
  asked.length = 0;
  prompts.opened();
  expect(asked).toHaveLength(16);
  expect(asked[0]).toEqual(said('24'));
});

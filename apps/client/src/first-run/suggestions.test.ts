import type { RecogniserFacts } from '@codex-voice/doctor';
import { expect, test } from 'vitest';
import { agentChoices, fetchingTimes, localeLanguage, recogniserOptions } from './suggestions.ts';

const none: Pick<RecogniserFacts, 'chosen' | 'installed'> = {
  chosen: { kind: 'phrases' },
  installed: [],
};
const recommended = { id: 'good-en', megabytes: 310 };
const model = {
  id: 'good-en',
  state: 'intact',
  badFiles: [],
  megabytes: 310,
  addAgain: 'good-en',
} as const;

test('with nothing there the model for this machine is suggested, with size and time', () => {
  const { choices, suggested } = recogniserOptions({
    recogniser: { ...none, recommended },
    servers: [],
    why: 'fits 4 cores',
  });
  expect(suggested).toBe('model good-en');
  expect(choices.map(({ value }) => value)).toEqual(['model good-en', 'phrases']);
  expect(choices[0]).toMatchObject({
    label: 'good-en: 310 MB, 2 min at 20 Mbit/s, 12 s at 200',
    hint: 'fits 4 cores',
  });
});

test('a server that runs is suggested before a download, what is installed before both', () => {
  const url = 'http://127.0.0.1:8080';
  const served = recogniserOptions({ recogniser: { ...none, recommended }, servers: [url] });
  expect(served.suggested).toBe(`server ${url}`);
  const installed = { chosen: { kind: 'model', name: 'good-en' }, installed: [model] } as const;
  const kept = recogniserOptions({ recogniser: { ...installed, recommended }, servers: [url] });
  expect(kept.choices.map(({ value }) => value)).toEqual(['auto', `server ${url}`, 'phrases']);
  expect(kept.suggested).toBe('auto');
});

test('a damaged model can be fetched again; without a suitable one there are phrases', () => {
  const damaged = { ...none, installed: [{ ...model, state: 'damaged' } as const], recommended };
  expect(recogniserOptions({ recogniser: damaged, servers: [] }).suggested).toBe('model good-en');
  expect(recogniserOptions({ recogniser: none, servers: [] })).toMatchObject({
    suggested: 'phrases',
    choices: [{ value: 'phrases' }],
  });
});

test('times are told in seconds, then in minutes', () => {
  expect(fetchingTimes(1)).toBe('1 s at 20 Mbit/s, 1 s at 200');
  expect(fetchingTimes(1_600)).toBe('11 min at 20 Mbit/s, 64 s at 200');
});

test('an agent that does not run is not offered', () => {
  const agent = { name: 'Codex', command: 'codex', path: '/bin/codex', install: 'x' };
  const found = [
    { ...agent, version: { kind: 'told', value: '0.170.0' } as const },
    { ...agent, command: 'gemini', version: { kind: 'failed', why: 'x' } as const },
    {
      ...agent,
      name: 'Claude Code',
      command: 'claude',
      version: { kind: 'late', afterMs: 1 } as const,
    },
  ];
  expect(agentChoices({ found, missing: [] }).map(({ label }) => label)).toEqual([
    'Codex 0.170.0',
    'Claude Code',
  ]);
});

test('the language is the locale’s, in the order of the C library, English for others', () => {
  expect(localeLanguage({ LANG: 'fr_CA.UTF-8' })).toBe('fr');
  expect(localeLanguage({ LC_ALL: 'de_DE', LANG: 'fr_FR' })).toBe('de');
  expect(localeLanguage({ LANG: 'C.UTF-8' })).toBe('en');
  expect(localeLanguage({})).toBe('en');
});

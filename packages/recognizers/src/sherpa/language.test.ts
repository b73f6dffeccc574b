import type { ModelLayout, ModelSpec } from '@codex-voice/protocol';
import { describe, expect, it } from 'vitest';
import { languageFor } from './language.ts';
import { parseTokenList } from './token-list.ts';

function told(
  wanted: string | undefined,
  model: {
    readonly layout: ModelLayout;
    readonly languages?: ModelSpec['languages'];
    readonly metadata?: Readonly<Record<string, string>>;
  },
): string {
  const { layout, languages = 'any', metadata = {} } = model;
  return languageFor(
    {
      spec: { kind: 'model', id: 'm', layout, files: {}, languages, provider: 'cpu' },
      checked: {
        files: new Map(),
        tokens: parseTokenList('a 0'),
        metadata: new Map(Object.entries(metadata)),
        hotwords: 'impossible',
      },
    },
    wanted,
  );
}

const WHISPER = {
  layout: 'whisper',
  metadata: { is_multilingual: '1', all_language_codes: 'en,fr,de' },
} as const;

describe('languageFor', () => {
  it('RECOG-95 tells a model the language it knows', () => {
    expect(told('fr', WHISPER)).toBe('fr');
    expect(told('ja', { layout: 'sense-voice' })).toBe('ja');
    const nemo = { prompt_dictionary: '{"en": 1, "de-DE": 7}' };
    expect(told('en', { layout: 'streaming-transducer', metadata: nemo })).toBe('en');
  });

  it('RECOG-95 tells no model a language that it does not know', () => {
    expect(told(undefined, WHISPER)).toBe('');
    expect(told('xx', WHISPER)).toBe('');
    expect(told('fr', { ...WHISPER, languages: ['en'] })).toBe('');
    expect(told('en', { layout: 'whisper', metadata: { is_multilingual: '0' } })).toBe('');
    expect(told('fr', { layout: 'sense-voice' })).toBe('');
    expect(told('en', { layout: 'streaming-transducer' })).toBe('');
    expect(told('en', { layout: 'nemo-ctc' })).toBe('');
  });
});

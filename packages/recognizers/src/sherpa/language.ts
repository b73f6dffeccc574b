// Which language a model may be told to hear. Whisper ends the process when it is told one that it
// doesn't know, others complain aloud, so a model is told only what its own metadata name.

import type { ModelParts } from './model-config.ts';

const SENSE_VOICE_LANGUAGES = ['zh', 'en', 'ja', 'ko', 'yue'];

/** The language to tell the model, `''` for its own choice. `wanted`: ISO 639-1. */
export function languageFor(
  { spec, checked }: Pick<ModelParts, 'spec' | 'checked'>,
  wanted: string | undefined,
): string {
  if (wanted === undefined) return '';
  if (spec.languages !== 'any' && !spec.languages.includes(wanted)) return '';
  return knownLanguages(spec.layout, checked.metadata).includes(wanted) ? wanted : '';
}

function knownLanguages(
  layout: ModelParts['spec']['layout'],
  metadata: ReadonlyMap<string, string>,
): readonly string[] {
  switch (layout) {
    case 'whisper':
      if (metadata.get('is_multilingual') !== '1') return [];
      return (metadata.get('all_language_codes') ?? '').split(',');
    case 'sense-voice':
      return SENSE_VOICE_LANGUAGES;
    case 'streaming-transducer':
      // NeMo's list reads `{"en": 1, "en-US": 2}`; the others have none.
      return [...(metadata.get('prompt_dictionary') ?? '').matchAll(/"([^"]+)"\s*:/g)].map(
        ([, code = '']) => code,
      );
    default:
      return [];
  }
}

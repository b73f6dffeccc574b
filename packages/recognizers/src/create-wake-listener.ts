// Makes what listens for wake phrases: a keyword model in a process of its own where there is one, with the
// phrases behind it, else the phrases alone.
import type { KeywordModelSpec } from '@codex-voice/protocol';
import type { SpokenPhrase, WakeListener } from '@codex-voice/speech';
import { RecognizerError } from './failure.ts';
import { startKeywordProcess } from './keywords/keyword-link.ts';
import { KeywordWakeListener } from './keywords/keyword-wake.ts';
import type { PhraseRecognizerOptions } from './phrase-search.ts';
import { createPhraseWakeListener, type PhraseWakeListener } from './phrase-wake.ts';
import type { ProcessCommand } from './process/process-link.ts';

export interface WakeListenerOptions extends PhraseRecognizerOptions {
  /** Absent: the phrases alone. */
  readonly model?: KeywordModelSpec | undefined;
  /** `off`: what the model hears counts. `on`: where the phrases know the words, they confirm it. */
  readonly confirmed?: 'on' | 'off' | undefined;
  /** How a process for the model is started. */
  readonly command: ProcessCommand;
  /** A model that can't be used or is lost, in one line; called once. */
  readonly onNotice: (message: string) => void;
}

const PHRASES_INSTEAD = 'the built-in phrases listen for the wake phrase instead';

/**
 * A model that can't be loaded is told, and the phrases listen.
 * @throws what `createPhraseWakeListener` throws, where nothing else listens.
 */
export async function createWakeListener(options: WakeListenerOptions): Promise<WakeListener> {
  const { model, command, phrases, onNotice, confirmed = 'on' } = options;
  if (model === undefined) return await createPhraseWakeListener(options);
  const [ear, known] = await Promise.all([
    startKeywordProcess({ model, phrases, command }).catch((error: unknown) =>
      String(reason(error)),
    ),
    knownPhrases(options),
  ]);
  if (typeof ear === 'string') {
    onNotice(`${ear}: ${PHRASES_INSTEAD}`);
    if (known?.phrases.length === phrases.length) return known.listener;
    known?.listener.dispose();
    // It says which word it does not know.
    return await createPhraseWakeListener(options);
  }
  const instead =
    known === undefined
      ? 'the wake phrase is not listened for any more, talk by key'
      : PHRASES_INSTEAD;
  return new KeywordWakeListener({
    ear,
    phrases: known?.listener,
    confirmed: new Set(confirmed === 'on' ? known?.phrases : []),
    onLost: (fault) => onNotice(`${fault}: ${instead}`),
  });
}

interface Known {
  readonly listener: PhraseWakeListener;
  readonly phrases: readonly string[];
}

/** Those that the built-in recogniser can sound out; undefined: none. */
async function knownPhrases({
  phrases,
  language,
}: WakeListenerOptions): Promise<Known | undefined> {
  let left: readonly SpokenPhrase[] = phrases;
  while (left.length > 0) {
    try {
      const listener = await createPhraseWakeListener({ phrases: left, language });
      return { listener, phrases: left.map(({ spoken }) => spoken) };
    } catch (error) {
      const unknown = error instanceof RecognizerError ? error.phrase : undefined;
      if (unknown === undefined) return undefined;
      left = left.filter(({ spoken }) => spoken !== unknown);
    }
  }
  return undefined;
}

function reason(error: unknown): unknown {
  return error instanceof Error ? error.message : error;
}

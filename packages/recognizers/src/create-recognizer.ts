// The front door for voice: from what a voice process is told to listen with to one recogniser. Each
// model runs in a process of its own; what can't be made costs only itself.
import type { RecognizerSpec, VoiceStart } from '@codex-voice/protocol';
import {
  type ChainClock,
  createCommandChannel,
  createRecognizerChain,
  type Recognizer,
} from '@codex-voice/speech';
import { createDeafRecognizer } from './deaf-recognizer.ts';
import { createOpenAiRecognizer } from './http/openai.ts';
import { createWhisperServerRecognizer } from './http/whisper-server.ts';
import { createPhraseListener } from './phrase-listener.ts';
import type { ProcessCommand } from './process/process-link.ts';
import { createProcessRecognizer } from './process/process-recognizer.ts';

export interface RecognizerOptions {
  readonly start: Pick<VoiceStart, 'recognizers' | 'preview' | 'phrases' | 'commands' | 'language'>;
  /** How a process for a recogniser is started. */
  readonly command: ProcessCommand;
  /** Where keys of servers are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What a person should know, one line each: at the start, and once whenever something changes. */
  readonly onNotice: (text: string) => void;
}

/** The longest segment that can be configured, in ms, in whichever manner is listened. */
const LONGEST_SEGMENT_MS = 120_000;

const PHRASES: RecognizerSpec = { kind: 'phrases' };

/**
 * Loads all of them at once, and chains those that could be made.
 * @throws what the first one threw where none could be made.
 */
export async function createRecognizer(options: RecognizerOptions): Promise<Recognizer> {
  const { start, onNotice } = options;
  const specs = start.recognizers?.length ? start.recognizers : [PHRASES];
  const wanted = start.preview === undefined ? specs : [...specs, start.preview];
  const made = await Promise.allSettled(wanted.map((spec) => create(spec, options)));
  const failures: unknown[] = [];
  const recognizers: Recognizer[] = [];
  let preview: Recognizer | undefined;
  for (const [index, outcome] of made.entries()) {
    if (outcome.status === 'rejected') failures.push(outcome.reason);
    else if (index < specs.length) recognizers.push(outcome.value);
    else preview = outcome.value;
  }
  // Words as they come are better than none.
  if (recognizers.length === 0 && preview !== undefined) recognizers.push(preview);
  if (recognizers.length === 0) throw failures[0];
  for (const failure of failures) {
    onNotice(failure instanceof Error ? failure.message : String(failure));
  }
  const chain = createRecognizerChain({
    recognizers,
    ...(preview === undefined || recognizers.includes(preview) ? {} : { preview }),
    onNotice: ({ text }) => onNotice(text),
    clock: SYSTEM_CLOCK,
    maximumUtteranceMs: LONGEST_SEGMENT_MS,
  });
  const hearsFreely = [...recognizers, ...(preview === undefined ? [] : [preview])].some(
    ({ abilities }) => abilities.dictation === 'free',
  );
  return hearsFreely ? await withCommands(chain, options) : chain;
}

/** Commands are heard beside free speech; what keeps them from it is told, and dictation is as before. */
async function withCommands(
  dictation: Recognizer,
  { start, onNotice }: RecognizerOptions,
): Promise<Recognizer> {
  const { commands = [], language } = start;
  if (commands.length === 0) return dictation;
  const phrases = commands.map(({ spoken }) => spoken);
  try {
    const channel = await createPhraseListener({ phrases: commands, language }, onNotice);
    return createCommandChannel({ dictation, commands: channel, phrases });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onNotice(`commands are heard by dictation alone (${reason})`);
    return dictation;
  }
}

async function create(spec: RecognizerSpec, options: RecognizerOptions): Promise<Recognizer> {
  const { start, command, environment, onNotice } = options;
  const { phrases, language } = start;
  switch (spec.kind) {
    case 'phrases':
      return await createPhraseListener({ phrases, language }, onNotice);
    case 'nothing':
      return createDeafRecognizer();
    case 'model': {
      // Phrases are of no use to it.
      const load = { spec, phrases: [], language };
      const recognizer = await createProcessRecognizer({ load, command });
      for (const warning of recognizer.warnings) onNotice(warning);
      return recognizer;
    }
    case 'whisper-server':
      return await createWhisperServerRecognizer({ spec });
    case 'openai':
      return createOpenAiRecognizer({ spec, environment });
  }
}

const SYSTEM_CLOCK: ChainClock = {
  nowMs: () => performance.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};

// Which recognisers listen, in which order, from the configuration and what is installed: a server that
// the person has set up, a model, and the built-in phrases behind them.
import { readdirSync } from 'node:fs';
import type { ModelSpec, RecognizerSpec, VoiceStart } from '@codex-voice/protocol';
import type { Config } from './config-schema.ts';
import type { SpokenSetup } from './spoken-setup.ts';
import { UserError } from './user-error.ts';

/** As the voice process is told; neither: the phrases alone. */
export type RecognizerChoice = Pick<VoiceStart, 'recognizers' | 'preview'>;

/** Of models: the choice is left to us, or there is to be none. */
const AUTOMATIC = 'auto';
const PHRASES_ALONE = 'phrases';
const NO_PREVIEW = 'none';

export interface RecognizerWish {
  readonly config: Config;
  /** `--model`, before what the config file says. */
  readonly model: string | undefined;
  readonly languages: SpokenSetup['languages'];
  /** Where installed models are. */
  readonly modelsFolder: string;
}

/** Throws `UserError` where a model that is asked for by name can't be used. */
export async function chooseRecognizers(wish: RecognizerWish): Promise<RecognizerChoice> {
  const { config, model } = wish;
  const wanted = model ?? config.speech.model;
  if (wanted === PHRASES_ALONE) return {};
  // A model asked for on the command line is meant to be heard with.
  const servers = model === undefined ? serversOf(config) : [];
  const main = await modelOf(wish, {
    name: wanted,
    key: model === undefined ? 'model' : undefined,
  });
  const free = [...servers, ...(main === undefined ? [] : [main])];
  const preview = await previewOf(wish, free[0]);
  if (free.length === 0) return {};
  return {
    recognizers: [...free, { kind: 'phrases' }],
    ...(preview === undefined ? {} : { preview }),
  };
}

/** The machine's own server before one elsewhere. */
function serversOf({ whisper_server: whisper, openai }: Config): readonly RecognizerSpec[] {
  const [file, ...args] = whisper?.start ?? [];
  const start = file === undefined ? {} : { start: { file, args } };
  return [
    ...(whisper === undefined
      ? []
      : [{ kind: 'whisper-server', url: whisper.url, ...start } as const]),
    ...(openai === undefined
      ? []
      : [
          {
            kind: 'openai',
            url: openai.url,
            model: openai.model,
            ...(openai.key_variable === undefined ? {} : { keyVariable: openai.key_variable }),
          } as const,
        ]),
  ];
}

interface NamedModel {
  readonly name: string;
  /** Of `[speech]`; undefined: the command line names it. */
  readonly key: 'model' | 'preview_model' | undefined;
}

/** Undefined: the choice is ours, and there is none to take. */
async function modelOf(
  wish: RecognizerWish,
  { name, key }: NamedModel,
): Promise<ModelSpec | undefined> {
  const automatic = name === AUTOMATIC;
  if (automatic && !hasModels(wish.modelsFolder)) return undefined;
  const layouts = key === 'preview_model' ? 'streaming' : 'any';
  const resolution = await resolve(wish, name, layouts);
  if (resolution.kind === 'resolved') return withCompute(resolution.spec, wish.config);
  if (automatic) return undefined;
  const place = key === undefined ? '' : `${wish.config.file.place(['speech', key])}: `;
  throw new UserError(place + resolution.message);
}

/** Words while they are spoken, where the recogniser itself has none. */
async function previewOf(
  wish: RecognizerWish,
  main: RecognizerSpec | undefined,
): Promise<ModelSpec | undefined> {
  const wanted = wish.config.speech.preview_model;
  if (wanted === NO_PREVIEW) return undefined;
  const isNeeded = main !== undefined && !isStreaming(main);
  // A name that nothing answers to is told, whether it is needed today or not.
  if (!isNeeded && wanted === AUTOMATIC) return undefined;
  const preview = await modelOf(wish, { name: wanted, key: 'preview_model' });
  return isNeeded ? preview : undefined;
}

function isStreaming(spec: RecognizerSpec): boolean {
  return spec.kind === 'model' && spec.layout.startsWith('streaming-');
}

/** The catalogue is loaded only where there is something to choose from, or a name to be told about. */
async function resolve(wish: RecognizerWish, wanted: string, layouts: 'any' | 'streaming') {
  const [{ resolveModel }, { machineFacts }] = await Promise.all([
    import('@codex-voice/models'),
    import('./machine-facts.ts'),
  ]);
  return resolveModel({
    modelsFolder: wish.modelsFolder,
    wanted,
    layouts,
    language: wish.languages[0] ?? AUTOMATIC,
    facts: machineFacts(),
  });
}

function withCompute(spec: ModelSpec, { speech }: Config): ModelSpec {
  const { provider, threads } = speech;
  return { ...spec, provider, ...(threads === undefined ? {} : { threads }) };
}

/** Whether anything is installed: the catalogue is loaded only then. */
export function hasModels(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => !name.startsWith('.'));
  } catch {
    return false;
  }
}

// What would listen, and whether it is there: the chosen recogniser, every installed model hashed again, a
// configured server asked whether it answers. Nothing is sent to a service elsewhere.

import { type InstalledModelFacts, quoted, type RecogniserFacts } from '@codex-voice/doctor';
import {
  entryBytes,
  findEntry,
  type Manifest,
  ModelStore,
  recommend,
  systemClock,
} from '@codex-voice/models';
import type { Config } from '../config-schema.ts';
import { machineFacts } from '../machine-facts.ts';
import { chooseRecognizers } from '../recognizer-choice.ts';
import type { SpokenSetup } from '../spoken-setup.ts';
import { UserError } from '../user-error.ts';
import { reasonOf } from './asked.ts';

/** For all models together, in ms: 600 MB take some two seconds. */
const HASHING_MS = 20_000;
const SERVER_MS = 2_000;
const BYTES_PER_MEGABYTE = 1_000_000;

export interface RecogniserAsked {
  readonly config: Config;
  readonly languages: SpokenSetup['languages'];
  readonly modelsFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function gatherRecogniser(asked: RecogniserAsked): Promise<RecogniserFacts> {
  const { config, languages, modelsFolder, environment } = asked;
  const [language = 'auto'] = languages;
  const chosen = await chosenOf(asked);
  const installed = await installedModels(modelsFolder);
  const recommended = recommendedFor(language);
  const { whisper_server: server, openai } = config;
  const variable = openai?.key_variable;
  return {
    ...{ language, chosen, installed },
    ...(recommended === undefined ? {} : { recommended }),
    ...(server === undefined
      ? {}
      : { server: { ...(await askServer(server.url)), starts: server.start !== undefined } }),
    ...(variable === undefined
      ? {}
      : { key: { variable, isSet: (environment[variable] ?? '') !== '' } }),
  };
}

async function chosenOf({
  config,
  languages,
  modelsFolder,
}: RecogniserAsked): Promise<RecogniserFacts['chosen']> {
  try {
    const choice = await chooseRecognizers({ config, model: undefined, languages, modelsFolder });
    const first = choice.recognizers?.[0];
    if (first?.kind === 'model') return { kind: 'model', name: first.id };
    if (first !== undefined && 'url' in first) return { kind: 'server', name: first.url };
    return { kind: 'phrases' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'refused', message: error.message };
  }
}

/** Undefined: none suits. `why`: on what the choice rests. */
export function recommendedFor(
  language: string,
): { readonly id: string; readonly megabytes: number; readonly why: string } | undefined {
  const found = recommend(machineFacts(), language === 'auto' ? 'en' : language);
  const bytes = found === undefined ? undefined : entryBytes(found.entry);
  if (found === undefined || bytes === undefined) return undefined;
  const megabytes = Math.round(bytes / BYTES_PER_MEGABYTE);
  return { id: found.entry.id, megabytes, why: found.why };
}

async function installedModels(modelsFolder: string): Promise<readonly InstalledModelFacts[]> {
  const store = new ModelStore({ folder: modelsFolder, clock: systemClock });
  const signal = AbortSignal.timeout(HASHING_MS);
  const facts: InstalledModelFacts[] = [];
  for (const { id, manifest } of store.installed()) {
    const bytes = manifest?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
    const addAgain = findEntry(id) === undefined ? ownAgain(id, manifest) : id;
    const megabytes = Math.round(bytes / BYTES_PER_MEGABYTE);
    facts.push({ id, megabytes, addAgain, ...(await hashed(store, { id, signal })) });
  }
  return facts;
}

/** A model of the person's own comes from where it came from, as what it was. */
function ownAgain(id: string, manifest: Manifest | undefined): string {
  if (manifest === undefined) return id;
  return `${quoted(manifest.source)} --layout ${manifest.layout}`;
}

async function hashed(
  store: ModelStore,
  { id, signal }: { readonly id: string; readonly signal: AbortSignal },
): Promise<Pick<InstalledModelFacts, 'state' | 'badFiles'>> {
  try {
    const { isIntact, files } = await store.verify(id, signal);
    if (isIntact) return { state: 'intact', badFiles: [] };
    const bad = files.filter(({ state }) => state !== 'intact');
    return { state: 'damaged', badFiles: bad.map(({ name, state }) => `${name}: ${state}`) };
  } catch (error) {
    if (signal.aborted) return { state: 'not-hashed', badFiles: [] };
    throw error;
  }
}

type ServerAnswer =
  | { readonly url: string; readonly kind: 'answers'; readonly ms: number }
  | { readonly url: string; readonly kind: 'silent'; readonly why: string };

/** Any answer counts: it is there. */
export async function askServer(url: string, limitMs: number = SERVER_MS): Promise<ServerAnswer> {
  const askedMs = performance.now();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(limitMs), redirect: 'manual' });
    await response.body?.cancel();
    return { url, kind: 'answers', ms: performance.now() - askedMs };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return {
      url,
      kind: 'silent',
      why: isLate ? `nothing within ${limitMs / 1_000} s` : reasonOf(error),
    };
  }
}

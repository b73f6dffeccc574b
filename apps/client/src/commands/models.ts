// `codex-voice models list|add|remove|verify|engine`: the person's hand on the store of speech models and
// on the library that computes them.
import { existsSync } from 'node:fs';
import { SPEECH_ENGINE } from '@codex-voice/folders';
import {
  type Added,
  CATALOGUE,
  createTransport,
  findEntry,
  isOtherLayout,
  ModelError,
  ModelStore,
  type OtherLayout,
  recommend,
  systemClock,
  type Verification,
} from '@codex-voice/models';
import { MODEL_FILE_ROLES, type ModelLayout } from '@codex-voice/protocol';
import { askYes } from '../actions/ask-yes.ts';
import { machineFacts } from '../machine-facts.ts';
import { nearest } from '../nearest.ts';
import { places } from '../places.ts';
import { ensureEngine } from '../speech-engine/ensure-engine.ts';
import { EXIT_FAILURE, EXIT_INTERRUPTED, EXIT_USAGE, UserError, visible } from '../user-error.ts';
import { type ModelsView, modelsDocument, modelsTable } from './models-list.ts';
import {
  barProgress,
  files,
  jsonProgress,
  lineProgress,
  type Progress,
} from './models-progress.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';
import { megabytes } from './session-table.ts';

/** So long without a byte, and a server counts as fallen silent, in ms. */
const STALL_MS = 30_000;

export async function models(given: CommandGiven): Promise<number> {
  const [action, ...names] = given.request.rest;
  const folder = places(process.env, process.platform).modelsDirectory;
  const store = new ModelStore({ folder, clock: systemClock });
  switch (action) {
    case 'add':
      return await add(given, store, names);
    case 'remove':
      return await remove(given, store, names);
    case 'verify':
      return await verify(given, store, names);
    case 'engine':
      return await engine(given);
    default:
      return await list(given, store);
  }
}

async function list(given: CommandGiven, store: ModelStore): Promise<number> {
  const { language, json } = given.request.options;
  const wanted = typeof language === 'string' ? language : given.config().speech.language;
  const facts = machineFacts();
  const view: ModelsView = {
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    folder: store.folder,
    language: wanted,
    facts,
    recommended: recommend(facts, wanted),
    installed: store.installed(),
    unfinished: await store.unfinished(),
  };
  if (json === true) printJson(modelsDocument(view));
  else process.stdout.write(modelsTable(view));
  return 0;
}

async function add(given: CommandGiven, store: ModelStore, names: readonly string[]) {
  const { json } = given.request.options;
  // A wrong name is told before anything is fetched.
  const wanted = names.map((name) => wantedModel(name));
  const mirror = mirrorOf(given);
  if ((await engineFor(given)) === 'refused') return EXIT_FAILURE;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const transport = await createTransport({ environment: process.env, stallMs: STALL_MS });
  try {
    for (const model of wanted) {
      const progress = progressFor(model.name, json === true ? 'json' : 'text');
      const { onEvent } = progress;
      try {
        const signal = interrupted.signal;
        const network = { transport, signal, onEvent, ...(mirror === undefined ? {} : { mirror }) };
        const added = await addOne(given, store, { model, network });
        progress.end();
        tellAdded(added, json === true ? 'json' : 'text');
      } finally {
        progress.end();
      }
    }
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'stopped') throw error;
    note(error.message);
    return EXIT_INTERRUPTED;
  } finally {
    await transport.close();
  }
  return 0;
}

/** Without it a model is of no use. */
async function engineFor({ launcher, request: { options } }: CommandGiven) {
  const agree = options.yes === true ? async () => 'yes' as const : askYes;
  return await ensureEngine({ launcher, environment: process.env, agree, tell: note });
}

async function engine(given: CommandGiven): Promise<number> {
  const outcome = await engineFor(given);
  if (given.request.options.json === true) {
    printJson({ engine: SPEECH_ENGINE.packageName, version: SPEECH_ENGINE.version, outcome });
  } else if (outcome === 'there') {
    process.stdout.write(`${SPEECH_ENGINE.packageName} is there\n`);
  }
  return outcome === 'refused' ? EXIT_FAILURE : 0;
}

interface WantedModel {
  readonly name: string;
  /** Undefined: a folder of the person's own. */
  readonly entry: ReturnType<typeof findEntry>;
}

function wantedModel(name: string): WantedModel {
  const entry = findEntry(name);
  if (entry !== undefined || isFolder(name)) return { name, entry };
  if (/\.(?:onnx|ort|tar|bz2|gz|zip)$/u.test(name)) {
    throw new UserError(`there is no file ${visible(name)}: check the path`);
  }
  const guess = nearest(
    name,
    CATALOGUE.map(({ id }) => id),
  );
  const hint = guess === undefined ? 'codex-voice models list shows all' : `did you mean ${guess}?`;
  throw new UserError(`there is no model ${visible(name)}: ${hint}`);
}

function isFolder(name: string): boolean {
  return /[/\\]|^\.{1,2}$/.test(name) || existsSync(name);
}

interface Adding {
  readonly model: WantedModel;
  readonly network: Parameters<ModelStore['add']>[1];
}

async function addOne(
  given: CommandGiven,
  store: ModelStore,
  { model, network }: Adding,
): Promise<Added> {
  const { from, layout, language } = given.request.options;
  const { onEvent } = network;
  if (model.entry === undefined) {
    if (typeof from === 'string') {
      throw new UserError('--from goes with a model of the list: leave it or the folder away');
    }
    return await store.addFolder({
      directory: model.name,
      onEvent,
      ...(isLayout(layout) ? { layout } : {}),
      ...(typeof language === 'string' ? { languages: language.split(',') } : {}),
    });
  }
  if (typeof from !== 'string') return await store.add(model.entry, network);
  return await store.addFrom(model.entry, { directory: from, onEvent });
}

function isLayout(layout: unknown): layout is ModelLayout | OtherLayout {
  return (
    typeof layout === 'string' && (Object.hasOwn(MODEL_FILE_ROLES, layout) || isOtherLayout(layout))
  );
}

function mirrorOf(given: CommandGiven): string | undefined {
  const { mirror } = given.request.options;
  const named = typeof mirror === 'string' ? mirror : given.config().models.mirror;
  if (named === undefined || /^https?:\/\/[^/]+/.test(named)) return named;
  throw new UserError(
    `the mirror ${visible(named)} is no address: write https://host, and a path if it has one`,
    EXIT_USAGE,
  );
}

function progressFor(model: string, format: 'json' | 'text'): Progress {
  if (format === 'json') return jsonProgress(model);
  return process.stderr.isTTY ? barProgress(process.stderr) : lineProgress();
}

function tellAdded({ kind, manifest, folder }: Added, format: 'json' | 'text'): void {
  const { id, licence } = manifest;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify({ model: id, type: 'done', kind, folder })}\n`);
    return;
  }
  const entry = findEntry(id);
  const unknown =
    entry === undefined ? 'its licence is as you got it' : 'its licence stands on its page';
  const terms = [licence ?? unknown, entry?.condition].filter(Boolean).join('; ');
  const how = kind === 'already' ? 'is there already' : 'is installed';
  process.stdout.write(`${id} ${how} (${megabytes(bytes)} MB; ${terms})\n`);
  if (kind === 'installed') note(trustLine(manifest));
}

/** Whose word it is that the files are what they should be. */
function trustLine({ files: all, id }: Added['manifest']): string {
  const by = (against: string): number =>
    all.filter(({ checkedAgainst }) => checkedAgainst === against).length;
  const publisher = by('publisher') + by('publisher-git');
  const parts = [
    by('catalogue') > 0 ? `${files(by('catalogue'))} checked against our list` : '',
    publisher > 0 ? `${files(publisher)} against what the publisher states` : '',
    by('nothing') > 0 ? `${files(by('nothing'))} against nothing, as nobody states a checksum` : '',
  ];
  return `${id}: ${parts.filter(Boolean).join(', ')}; their SHA-256 are noted, models verify compares`;
}

async function remove(given: CommandGiven, store: ModelStore, names: readonly string[]) {
  const ends: object[] = [];
  let problems = 0;
  for (const name of names) {
    try {
      const freedBytes = await store.remove(name);
      ends.push({ model: name, removed: true, freedBytes });
      if (given.request.options.json === true) continue;
      process.stdout.write(`${visible(name)} is removed, ${megabytes(freedBytes)} MB are free\n`);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      problems += 1;
      ends.push({ model: name, removed: false, freedBytes: 0 });
      note(error.message);
    }
  }
  if (given.request.options.json === true) printJson(ends);
  return problems === 0 ? 0 : EXIT_FAILURE;
}

async function verify(given: CommandGiven, store: ModelStore, names: readonly string[]) {
  const wanted = names.length > 0 ? names : store.installed().map(({ id }) => id);
  const results: Verification[] = [];
  let problems = 0;
  for (const name of wanted) {
    try {
      const result = await store.verify(name);
      results.push(result);
      if (!result.isIntact) problems += 1;
      if (given.request.options.json !== true) process.stdout.write(verificationText(result));
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      problems += 1;
      note(error.message);
    }
  }
  if (given.request.options.json === true) {
    printJson(
      results.map(({ id, isIntact, files: each }) => ({ model: id, isIntact, files: each })),
    );
  } else if (wanted.length === 0) process.stdout.write('no model is installed\n');
  return problems === 0 ? 0 : EXIT_FAILURE;
}

const STATE_WORDS = {
  intact: 'intact',
  missing: 'is missing',
  'wrong-size': 'has another size',
  'wrong-hash': 'has other content',
  unreadable: "can't be read",
} as const;

function verificationText({ id, isIntact, files: all }: Verification): string {
  if (isIntact) return `${visible(id)}: intact, ${files(all.length)}\n`;
  const mend = findEntry(id) === undefined ? 'add its folder again' : `models add ${id} mends it`;
  const damages =
    all.length === 0
      ? ['its manifest is damaged']
      : all
          .filter(({ state }) => state !== 'intact')
          .map(({ name, state }) => `${visible(name)} ${STATE_WORDS[state]}`);
  return `${visible(id)}: ${damages.join(', ')}; ${mend}\n`;
}

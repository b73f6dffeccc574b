// From a name in the config or on the command line to the files of an installed model. The native code
// that will load them ends its process on a bad file, so what is plainly not as installed is refused here.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_FILE_ROLES, type ModelLayout, type ModelSpec } from '@codex-voice/protocol';
import { findEntry } from '../catalogue/catalogue.ts';
import { knowsLanguage } from '../catalogue/model-entry.ts';
import { installedIn, isModelId } from '../store/installed.ts';
import { type Manifest, readManifest } from '../store/manifest.ts';
import { type MachineFacts, preferenceOf, recommend } from './recommend.ts';

export interface ModelWish {
  /** `…/codex-voice/models`. */
  readonly modelsFolder: string;
  /** A model's id, or `auto`: the best installed one for the language. */
  readonly wanted: string;
  /** ISO 639-1; `auto`: whichever is spoken, so no model is refused for what it knows. */
  readonly language: string;
  readonly facts: MachineFacts;
  /** `streaming`: only those that decode while somebody speaks. Absent: any. */
  readonly layouts?: 'any' | 'streaming';
}

export type ModelResolution =
  | { readonly kind: 'resolved'; readonly spec: ModelSpec; readonly title: string }
  /** `message` reads `what is wrong: how to mend it`. */
  | {
      readonly kind: 'refused';
      readonly code:
        | 'none-installed'
        | 'unknown-model'
        | 'not-installed'
        | 'damaged'
        | 'language'
        | 'not-streaming';
      readonly message: string;
    };

/** Of models and of languages: the choice is left to us. */
export const AUTOMATIC = 'auto';

/** Reads manifests and looks at sizes; hashes nothing. Never throws for what lies on the disk. */
export function resolveModel(wish: ModelWish): ModelResolution {
  if (wish.wanted === AUTOMATIC) return resolveAny(wish);
  const { wanted, modelsFolder, language } = wish;
  const folder = join(modelsFolder, wanted);
  const isName = isModelId(wanted);
  const read = isName ? readManifest(folder) : ({ kind: 'absent' } as const);
  if (read.kind === 'damaged') return damaged(wanted, 'its manifest');
  if (read.kind === 'absent') return absent(wanted);
  const spec = specOf(folder, read.manifest);
  if (wish.layouts === 'streaming' && !isStreaming(read.manifest.layout)) {
    return refused(
      'not-streaming',
      `${wanted} has no words while you speak: choose a streaming model (codex-voice models list)`,
    );
  }
  if (spec.kind === 'refused' || isFor(read.manifest, language)) return spec;
  return refused(
    'language',
    `${wanted} does not know ${language}: choose another model, or its language`,
  );
}

function resolveAny({ modelsFolder, language, facts, layouts }: ModelWish): ModelResolution {
  const suitable = installedIn(modelsFolder)
    .flatMap(({ folder, manifest }) => (manifest === undefined ? [] : [{ folder, manifest }]))
    .filter(({ manifest }) => manifest.kind === 'recogniser')
    .filter(({ manifest }) => isFor(manifest, language))
    .filter(({ manifest }) => layouts !== 'streaming' || isStreaming(manifest.layout));
  const best = recommend(facts, language)?.entry.id;
  const placeOf = (id: string): number => (id === best ? -1 : preferenceOf(id));
  const ordered = suitable.toSorted(
    (one, other) => placeOf(one.manifest.id) - placeOf(other.manifest.id),
  );
  for (const { folder, manifest } of ordered) {
    const spec = specOf(folder, manifest);
    if (spec.kind === 'resolved') return spec;
  }
  const hint = best === undefined ? 'codex-voice models list' : `codex-voice models add ${best}`;
  const what = ordered.length === 0 ? 'is installed' : 'is as it was installed';
  return refused('none-installed', `no model for ${language} ${what}: ${hint}`);
}

function isFor({ languages }: Manifest, language: string): boolean {
  return language === AUTOMATIC || knowsLanguage(languages, language);
}

function specOf(folder: string, manifest: Manifest): ModelResolution {
  const { id, title, layout, languages } = manifest;
  if (!isModelLayout(layout)) {
    return refused(
      'unknown-model',
      `${id} is no recogniser: codex-voice models list shows which are`,
    );
  }
  const files: Record<string, string> = {};
  for (const { role, name, bytes } of manifest.files) {
    const path = join(folder, name);
    if (sizeOf(path) !== bytes) return damaged(id, name);
    files[role] = path;
  }
  const missing = MODEL_FILE_ROLES[layout].find((role) => files[role] === undefined);
  if (missing !== undefined) return damaged(id, `its ${missing}`);
  const spec: ModelSpec = { kind: 'model', id, layout, files, languages, provider: 'auto' };
  return { kind: 'resolved', spec, title };
}

function isStreaming(layout: string): boolean {
  return layout.startsWith('streaming-');
}

function isModelLayout(layout: string): layout is ModelLayout {
  return Object.hasOwn(MODEL_FILE_ROLES, layout);
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function damaged(id: string, what: string): ModelResolution {
  return refused(
    'damaged',
    `${id} is not as it was installed (${what}): codex-voice models add ${id} mends it`,
  );
}

function absent(id: string): ModelResolution {
  return findEntry(id) === undefined
    ? refused('unknown-model', `there is no model ${id}: codex-voice models list shows all`)
    : refused('not-installed', `${id} is not installed: codex-voice models add ${id}`);
}

function refused(
  code: Extract<ModelResolution, { kind: 'refused' }>['code'],
  message: string,
): ModelResolution {
  return { kind: 'refused', code, message };
}

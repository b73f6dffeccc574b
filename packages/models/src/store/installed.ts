// What is installed: the folders of models, each with its manifest. Reads only, so that a session's start
// may ask.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, readManifest } from './manifest.ts';

export interface InstalledModel {
  readonly id: string;
  readonly folder: string;
  /** Undefined: its manifest is not readable, so nothing can be done with it. */
  readonly manifest: Manifest | undefined;
}

const MODEL_ID = /^[a-z0-9][a-z0-9.-]*$/;

/** Whether it can be the name of a model's folder, and nothing else. */
export function isModelId(id: string): boolean {
  return MODEL_ID.test(id);
}

/** By id. A folder without a manifest is none of ours. */
export function installedIn(modelsFolder: string): readonly InstalledModel[] {
  if (!existsSync(modelsFolder)) return [];
  return readdirSync(modelsFolder)
    .toSorted()
    .flatMap((id) => {
      const model = installedModel(modelsFolder, id);
      return model === undefined ? [] : [model];
    });
}

export function installedModel(modelsFolder: string, id: string): InstalledModel | undefined {
  if (!isModelId(id)) return undefined;
  const folder = join(modelsFolder, id);
  const read = readManifest(folder);
  if (read.kind === 'absent') return undefined;
  return { id, folder, manifest: read.kind === 'read' ? read.manifest : undefined };
}

// From a name in the config to the files of an installed speaker model: the one that makes vectors of
// voices, and beside it the one that hears who speaks when, where it is installed.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { installedIn } from '../store/installed.ts';
import type { Manifest } from '../store/manifest.ts';
import { AUTOMATIC } from './resolve-model.ts';

export interface SpeakerModelWish {
  /** `…/codex-voice/models`. */
  readonly modelsFolder: string;
  /** A model's id, or `auto`: the first one that is installed. */
  readonly wanted: string;
}

export type SpeakerModelResolution =
  | {
      readonly kind: 'resolved';
      readonly id: string;
      readonly file: string;
      readonly segmentation?: string;
    }
  /** `message` reads `what is wrong: how to mend it`. */
  | { readonly kind: 'refused'; readonly message: string };

/** Reads manifests and looks at sizes; hashes nothing. Never throws for what lies on the disk. */
export function resolveSpeakerModel(wish: SpeakerModelWish): SpeakerModelResolution {
  const { modelsFolder, wanted } = wish;
  const there = installedIn(modelsFolder).flatMap(({ folder, manifest }) =>
    manifest === undefined ? [] : [{ folder, manifest }],
  );
  const embeddings = there.filter(({ manifest }) => manifest.layout === 'speaker-embedding');
  const chosen = embeddings.find(({ manifest }) => wanted === AUTOMATIC || manifest.id === wanted);
  if (chosen === undefined) {
    return {
      kind: 'refused',
      message: `no speaker model ${wanted === AUTOMATIC ? '' : `${wanted} `}is installed: codex-voice models add speaker-en`,
    };
  }
  const { id } = chosen.manifest;
  const file = wholeFile(chosen.folder, chosen.manifest);
  if (file === undefined) {
    return {
      kind: 'refused',
      message: `${id} is not as it was installed: codex-voice models add ${id} mends it`,
    };
  }
  const segmentation = there
    .filter(({ manifest }) => manifest.layout === 'speaker-segmentation')
    .map(({ folder, manifest }) => wholeFile(folder, manifest))
    .find((path) => path !== undefined);
  return { kind: 'resolved', id, file, ...(segmentation === undefined ? {} : { segmentation }) };
}

function wholeFile(folder: string, { files }: Manifest): string | undefined {
  const model = files.find(({ role }) => role === 'model');
  if (model === undefined) return undefined;
  const path = join(folder, model.name);
  return statSync(path, { throwIfNoEntry: false })?.size === model.bytes ? path : undefined;
}

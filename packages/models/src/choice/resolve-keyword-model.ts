// From `[wake] model` to the files of a keyword model: an installed one by name, or a folder with one.
import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { knowsLanguage } from '../catalogue/model-entry.ts';
import { installedIn } from '../store/installed.ts';
import { guessLayout } from '../store/layout-guess.ts';
import type { Manifest } from '../store/manifest.ts';
import { AUTOMATIC } from './resolve-model.ts';

export interface KeywordModelWish {
  /** `…/codex-voice/models`. */
  readonly modelsFolder: string;
  /** A model's id; a folder, with a slash in it; or `auto`: the first installed one that knows a language. */
  readonly wanted: string;
  /** ISO 639-1 codes of what is spoken; none: any. */
  readonly languages: readonly string[];
}

export type KeywordModelResolution =
  | {
      readonly kind: 'resolved';
      readonly id: string;
      /** Role → absolute path. */
      readonly files: Readonly<Record<string, string>>;
    }
  /** `message` reads `what is wrong: how to mend it`. */
  | { readonly kind: 'refused'; readonly message: string };

const LAYOUT = 'keyword-transducer';

/** SentencePiece's own model, which scores the pieces of a word; other transducers come with `bpe.vocab`. */
const PIECE_MODEL = 'bpe.model';

/** Reads manifests and names, and looks at sizes; hashes nothing. Never throws for what lies on the disk. */
export function resolveKeywordModel(wish: KeywordModelWish): KeywordModelResolution {
  const { modelsFolder, wanted, languages } = wish;
  if (/[\\/]/.test(wanted)) return inFolder(resolve(wanted));
  const there = installedIn(modelsFolder).flatMap(({ folder, manifest }) =>
    manifest?.layout === LAYOUT ? [{ folder, manifest }] : [],
  );
  const chosen = there.find(({ manifest }) =>
    wanted === AUTOMATIC ? isFor(manifest, languages) : manifest.id === wanted,
  );
  if (chosen === undefined) {
    const what = wanted === AUTOMATIC ? '' : `${wanted} `;
    return refused(`no keyword model ${what}is installed: codex-voice models add keywords-en`);
  }
  const { id } = chosen.manifest;
  const files = wholeFiles(chosen.folder, chosen.manifest);
  if (files === undefined)
    return refused(`${id} is not as it was installed: codex-voice models add ${id} mends it`);
  return { kind: 'resolved', id, files };
}

function isFor(manifest: Manifest, languages: readonly string[]): boolean {
  return (
    languages.length === 0 || languages.some((each) => knowsLanguage(manifest.languages, each))
  );
}

function wholeFiles(folder: string, { files }: Manifest): Record<string, string> | undefined {
  const paths: Record<string, string> = {};
  for (const { role, name, bytes } of files) {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return undefined;
    paths[role] = path;
  }
  return paths;
}

/** A folder as it was unpacked: its files are told from their names. */
function inFolder(folder: string): KeywordModelResolution {
  const names = namesIn(folder);
  if (names === undefined) return refused(`${folder} is no folder: correct [wake] model`);
  const guess = guessLayout({ name: basename(folder), files: names }, 'streaming-transducer');
  if (guess.kind !== 'found') {
    const missing = guess.kind === 'none' ? guess.missing.join(', ') : 'its layout';
    return refused(`${folder} has no keyword model (${missing} missing): correct [wake] model`);
  }
  const found = names.includes(PIECE_MODEL)
    ? [...guess.files, { role: 'vocabulary', name: PIECE_MODEL }]
    : guess.files;
  const files = Object.fromEntries(found.map(({ role, name }) => [role, join(folder, name)]));
  return { kind: 'resolved', id: basename(folder), files };
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

function refused(message: string): KeywordModelResolution {
  return { kind: 'refused', message };
}

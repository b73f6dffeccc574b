// The manifest of an installed model: `model.json` in its folder. What it states was true when the model
// was installed; `verify` finds out whether it still is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL_FILE_ROLES } from '@codex-voice/protocol';
import * as v from 'valibot';
import { DECODINGS, MODEL_KINDS, OTHER_FILE_ROLES } from '../catalogue/model-entry.ts';

export const MANIFEST_NAME = 'model.json';
export const MANIFEST_VERSION = 1;

/** A name, or some with `/` between them, and nothing that leads out of the folder. */
const fileName = v.pipe(
  v.string(),
  v.regex(/^(?!\.{1,2}(?:\/|$))[^/\\]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\]+)*$/),
);
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const layouts = [...Object.keys(MODEL_FILE_ROLES), ...Object.keys(OTHER_FILE_ROLES)];

const manifestSchema = v.object({
  version: v.literal(MANIFEST_VERSION),
  id: v.string(),
  title: v.string(),
  kind: v.picklist(MODEL_KINDS),
  layout: v.picklist(layouts),
  decoding: v.exactOptional(v.picklist(DECODINGS)),
  languages: v.union([v.array(v.string()), v.literal('any')]),
  licence: v.exactOptional(v.string()),
  /** Address or folder that the files came from. */
  source: v.string(),
  /** ISO 8601. */
  installedAt: v.string(),
  files: v.array(
    v.object({
      role: v.string(),
      name: fileName,
      bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      sha256,
      /** Whose word for the SHA-256 it was when it was installed. */
      checkedAgainst: v.picklist(['catalogue', 'publisher', 'publisher-git', 'nothing']),
    }),
  ),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

export type ManifestRead =
  | { readonly kind: 'read'; readonly manifest: Manifest }
  | { readonly kind: 'absent' }
  /** There is one, and it is not what one looks like. */
  | { readonly kind: 'damaged' };

export function readManifest(folder: string): ManifestRead {
  let text: string;
  try {
    text = readFileSync(join(folder, MANIFEST_NAME), 'utf8');
  } catch {
    return { kind: 'absent' };
  }
  try {
    const parsed: unknown = JSON.parse(text);
    const result = v.safeParse(manifestSchema, parsed);
    return result.success ? { kind: 'read', manifest: result.output } : { kind: 'damaged' };
  } catch {
    return { kind: 'damaged' };
  }
}

export function manifestBytes(manifest: Pick<Manifest, 'files'>): number {
  return manifest.files.reduce((sum, file) => sum + file.bytes, 0);
}

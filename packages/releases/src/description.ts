// What a release consists of: read from what a server sent, so nothing in it is believed before it has
// been looked at.
import * as v from 'valibot';
import { ReleaseError } from './release-error.ts';
import { isVersion } from './versions.ts';

const FORMAT = 1;
/** More files than a release has for all platforms together. */
const MOST_FILES = 100;

const fileSchema = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[0-9A-Za-z][0-9A-Za-z._+-]{0,127}$/, 'is no file name of a release'),
  ),
  /** `linux-x64`, `darwin-arm64` …; absent for a file of every platform. */
  platform: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9]+-[a-z0-9]+$/, 'is no platform'))),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1, 'is no size')),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is no SHA-256')),
});

const descriptionSchema = v.strictObject({
  format: v.literal(FORMAT, `is no format that this version reads (${FORMAT})`),
  version: v.pipe(v.string(), v.check(isVersion, 'is no version')),
  files: v.pipe(
    v.array(fileSchema),
    v.maxLength(MOST_FILES, `has more than ${MOST_FILES} files`),
    v.check(
      (files) => new Set(files.map(({ name }) => name)).size === files.length,
      'has a name twice',
    ),
  ),
});

export type ReleaseFile = Readonly<v.InferOutput<typeof fileSchema>>;

export interface ReleaseDescription {
  readonly format: typeof FORMAT;
  readonly version: string;
  readonly files: readonly ReleaseFile[];
}

/** Throws a `ReleaseError` for everything that is no description. `from`: where it came from, for that. */
export function readDescription(text: string, from: string): ReleaseDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReleaseError(`${from} is no release description: check the address`);
  }
  const read = v.safeParse(descriptionSchema, value, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  const where = v.getDotPath(issue) ?? 'it';
  throw new ReleaseError(`${from}: ${where}: ${issue.message}: the release can't be used`);
}

/** As releases name it. */
export function releasePlatform(platform: NodeJS.Platform, arch: string): string {
  return `${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** The archive for a platform such as `linux-x64`. Throws a `ReleaseError` where there is none. */
export function describedFile(release: ReleaseDescription, platform: string): ReleaseFile {
  const found = release.files.find((file) => file.platform === platform);
  if (found !== undefined) return found;
  const others = release.files.flatMap((file) => file.platform ?? []);
  throw new ReleaseError(
    `${release.version} has no archive for ${platform}${others.length === 0 ? '' : `, only for ${others.join(', ')}`}: install it with npm`,
  );
}

// Where the files of releases lie; whether an address may be used is the downloader's to say.
import { ReleaseError } from './release-error.ts';

/** Where a file of a release lies below its place; without a version, of the newest one. Throws a `ReleaseError`. */
export function releaseAddress(place: string, name: string, version?: string): string {
  if (!URL.canParse(place)) throw new ReleaseError(`${place} is no address of releases`);
  const folder = version === undefined ? 'latest/download' : `download/v${version}`;
  return `${place.replace(/\/+$/, '')}/${folder}/${encodeURIComponent(name)}`;
}

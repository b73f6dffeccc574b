// A release's description from its place, believed only with the signature that this build asks for.
import { follow, type Transport } from '@codex-voice/models';
import {
  isSignedBy,
  type ReleaseDescription,
  ReleaseError,
  readDescription,
  releaseAddress,
} from '@codex-voice/releases';
import type { BuildFacts } from './build-facts.ts';

/** More than a description of a hundred files has. */
const MOST_BYTES = 100_000;

export interface ReleasePlace {
  readonly address: string;
  readonly key: string | undefined;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Throws a `ReleaseError` where this build names no place, or one that nothing is fetched from. */
export function placeOf({ releases, key }: BuildFacts): ReleasePlace {
  if (releases === undefined)
    throw new ReleaseError(
      'this build names no place of releases: set CODEX_VOICE_RELEASES to its address',
    );
  const url = URL.canParse(releases) ? new URL(releases) : undefined;
  const isSafe = url?.protocol === 'http:' && LOOPBACK.test(url.hostname);
  if (url?.protocol !== 'https:' && !isSafe)
    throw new ReleaseError(
      `${JSON.stringify(releases)} is no place of releases: set CODEX_VOICE_RELEASES to an address that begins with https://`,
    );
  return { address: releases, key };
}

/** The newest one, or the one of `version`. Throws a `ReleaseError`. */
export async function fetchRelease(
  transport: Transport,
  place: ReleasePlace,
  version: string | undefined,
  signal: AbortSignal,
): Promise<ReleaseDescription> {
  const address = releaseAddress(place.address, 'release.json', version);
  const bytes = await fetchSmall(transport, address, signal);
  if (place.key !== undefined) {
    const signature = await fetchSmall(transport, `${address}.sig`, signal);
    if (!isSignedBy({ key: place.key, bytes, signature: signature.toString('utf8') }))
      throw new ReleaseError(
        `${address} is not signed by the key of this build: it is not used; get the program anew from where you got it`,
      );
  }
  const release = readDescription(bytes.toString('utf8'), address);
  if (version !== undefined && release.version !== version)
    throw new ReleaseError(`${address} describes ${release.version}: it is not used`);
  return release;
}

/** Throws a `ReleaseError`, or the models' error where the network says no. */
async function fetchSmall(
  transport: Transport,
  address: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const { answer } = await follow(transport, { address, headers: {}, signal });
  if (answer.status !== 200) {
    await answer.discard();
    throw new ReleaseError(
      answer.status === 404
        ? `there is no ${address}: check the address and the version`
        : `${new URL(address).host} answers ${answer.status}: try again later`,
    );
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new ReleaseError(`${address} is no release description`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

// What a publisher itself says of a file while it serves it: read from headers, believed only where it
// has the shape it should have.

export interface PublisherFacts {
  readonly bytes?: number;
  readonly sha256?: string;
  /** Git's name of the content: SHA-1 of `blob SIZE\0` and the bytes. Small files have only this. */
  readonly gitBlob?: string;
  /** The commit that was served. */
  readonly revision?: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Facts in one answer, a redirect included. Source: Hugging Face states `x-repo-commit`, for large files
 * `x-linked-etag` (the LFS id, which is the SHA-256) and `x-linked-size`, and for the others an `etag`
 * that is Git's name of the content.
 */
export function publisherFacts(headers: Headers): PublisherFacts {
  const revision = headers['x-repo-commit'];
  const linked = unquoted(headers['x-linked-etag']);
  const size = headers['x-linked-size'];
  const tag = revision === undefined ? undefined : unquoted(headers.etag);
  const gitBlob = [linked, tag].find((each) => each !== undefined && /^[0-9a-f]{40}$/.test(each));
  return {
    ...(revision !== undefined && /^[0-9a-f]{40}$/.test(revision) ? { revision } : {}),
    ...(size !== undefined && /^\d+$/.test(size) ? { bytes: Number(size) } : {}),
    ...(linked !== undefined && /^[0-9a-f]{64}$/.test(linked) ? { sha256: linked } : {}),
    ...(gitBlob === undefined ? {} : { gitBlob }),
  };
}

function unquoted(tag: string | undefined): string | undefined {
  return tag === undefined ? undefined : /^(?:W\/)?"([^"]*)"$/.exec(tag)?.[1];
}

/** What `If-Range` may carry: a strong entity tag, else a date. */
export function validatorOf(headers: Headers): string | undefined {
  const tag = headers.etag;
  if (tag?.startsWith('"')) return tag;
  return headers['last-modified'];
}

export interface ContentRange {
  /** Undefined in an answer that has no bytes for us. */
  readonly startBytes: number | undefined;
  readonly totalBytes: number | undefined;
}

/** `bytes 100-199/1000`, `bytes 100-199/*`, `bytes *\/1000`; undefined for anything else. */
export function contentRange(header: string | undefined): ContentRange | undefined {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(header ?? '');
  if (found === null) return undefined;
  return {
    startBytes: found[1] === undefined ? undefined : Number(found[1]),
    totalBytes: found[2] === '*' ? undefined : Number(found[2]),
  };
}

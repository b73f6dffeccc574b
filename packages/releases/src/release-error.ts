/** What went wrong with a release, as one line for the person: what, and how to mend it. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}

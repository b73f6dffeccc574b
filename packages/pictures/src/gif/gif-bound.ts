// What a GIF can't be made of, told to a person.

/** Why it can't be one, for a person. */
export class GifBoundError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GifBoundError';
  }
}

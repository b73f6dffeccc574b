// Reads unknown JSON without trusting its shape: a missing or ill-typed member is `undefined`,
// an empty list or an empty string.

/** A JSON object's member, or undefined. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** A JSON array, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string, or an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

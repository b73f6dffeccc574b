// How long news stays in our row, and what of it is still current.

/** A notice stays readable for this long, in ms; a warning longer. */
export const MESSAGE_MS = 4_000;
export const WARNING_MS = 8_000;
/** What was heard last fades after this long, in ms. */
export const HEARD_MS = 6_000;
/** `deciding` is shown at most for this long, in ms: the answer is due long before. */
export const DECIDING_MS = 1_500;

/** What is shown until a moment, in ms on the monotonic clock. */
export function current<Timed extends { readonly untilMs: number }>(
  timed: Timed | undefined,
  nowMs: number,
): Timed | undefined {
  return timed !== undefined && nowMs < timed.untilMs ? timed : undefined;
}

// Tells a message that a newer peer has and we don't from one that is wrong: the first is passed over,
// the second is refused.
import type { Parsed } from './parsed.ts';

/** Whether the value is a message whose `type` the parser knows nothing of. */
export function isOfUnknownType(
  value: unknown,
  parse: (value: unknown) => Parsed<unknown>,
): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const parsed = parse({ type: value.type });
  return (
    typeof value.type === 'string' &&
    parsed.kind === 'refused' &&
    parsed.reason.startsWith('type: ')
  );
}

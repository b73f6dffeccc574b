// A time as a person in this place reads it.

/** `2026-01-31 09:30`, here. */
export function localTime(at: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

// Whether the desktop has a tray: asks its bus who has the tray's name, and leaves it again.
import { hasOwner, openBus } from './session-bus.ts';

/** The name that a desktop's tray has on the session bus, whoever made it. */
export const TRAY_NAME = 'org.kde.StatusNotifierWatcher';

export type TrayFound =
  | { readonly kind: 'tray' }
  | { readonly kind: 'no-tray' }
  /** `why`: one line. */
  | { readonly kind: 'no-bus'; readonly why: string };

/** Never rejects, and answers within the bound of the bus. */
export async function findTray(address: string | undefined): Promise<TrayFound> {
  try {
    const bus = await openBus(address);
    try {
      return { kind: (await hasOwner(bus, TRAY_NAME)) ? 'tray' : 'no-tray' };
    } finally {
      bus.disconnect();
    }
  } catch (error) {
    return { kind: 'no-bus', why: reasonOf(error) };
  }
}

export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}

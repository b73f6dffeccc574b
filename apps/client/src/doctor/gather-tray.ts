// Whether the desktop that this is typed in has a tray.
import type { TrayFacts } from '@codex-voice/doctor';

export async function gatherTray(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TrayFacts> {
  const { findTray } = await import('@codex-voice/tray');
  return await findTray(environment.DBUS_SESSION_BUS_ADDRESS);
}

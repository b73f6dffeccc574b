// Any panel: opened with its data, given keys and news, drawn. Each kind decides for itself; here they
// are only told apart.
import type { PanelKey } from '@codex-voice/ansi';
import {
  type ApprovalItem,
  type ApprovalsPanel,
  approvalsKey,
  approvalsRows,
  openApprovals,
  updateApprovals,
} from './approvals-panel.ts';
import {
  type CommandItem,
  type CommandsPanel,
  commandsKey,
  openCommands,
  updateCommands,
} from './commands-panel.ts';
import { commandsRows } from './commands-view.ts';
import { type HelpPanel, type HelpSection, helpKey, helpRows, openHelp } from './help-panel.ts';
import {
  type MenuItem,
  type MenuPanel,
  menuKey,
  menuRows,
  openMenu,
  updateMenu,
} from './menu-panel.ts';
import type { PanelArea, PanelNotice, PanelStep } from './panel-types.ts';
import {
  openQueue,
  type QueueItem,
  type QueuePanel,
  queueKey,
  updateQueue,
} from './queue-panel.ts';
import { queueRows } from './queue-view.ts';
import {
  openSessions,
  type SessionsData,
  type SessionsPanel,
  sessionsKey,
  updateSessions,
} from './sessions-panel.ts';
import { sessionsRows } from './sessions-view.ts';
import {
  openSettings,
  type SettingsData,
  type SettingsPanel,
  settingsKey,
  settingsRows,
  updateSettings,
} from './settings-panel.ts';

export type Panel =
  | HelpPanel
  | QueuePanel
  | ApprovalsPanel
  | SessionsPanel
  | SettingsPanel
  | MenuPanel
  | CommandsPanel;

/** A panel's name with what it shows. */
export type PanelData =
  | { readonly kind: 'help' | 'debug'; readonly sections: readonly HelpSection[] }
  | { readonly kind: 'queue'; readonly items: readonly QueueItem[] }
  | { readonly kind: 'approvals'; readonly items: readonly ApprovalItem[] }
  | ({ readonly kind: 'sessions' } & SessionsData)
  | ({ readonly kind: 'settings' } & SettingsData)
  | { readonly kind: 'menu'; readonly items: readonly MenuItem[] }
  | { readonly kind: 'commands'; readonly items: readonly CommandItem[] };

export function openPanel(data: PanelData): Panel {
  switch (data.kind) {
    case 'help':
    case 'debug':
      return openHelp(data.sections, data.kind);
    case 'queue':
      return openQueue(data.items);
    case 'approvals':
      return openApprovals(data.items);
    case 'sessions':
      return openSessions(data);
    case 'settings':
      return openSettings(data);
    case 'menu':
      return openMenu(data.items);
    case 'commands':
      return openCommands(data.items);
  }
}

/** The panel with newer data; that of another kind of panel changes nothing. */
export function updatePanel(panel: Panel, data: PanelData): Panel {
  if (panel.kind === 'help' || panel.kind === 'debug')
    return panel.kind === data.kind ? { ...panel, sections: data.sections } : panel;
  if (panel.kind === 'queue' && data.kind === 'queue') return updateQueue(panel, data.items);
  if (panel.kind === 'approvals' && data.kind === 'approvals')
    return updateApprovals(panel, data.items);
  if (panel.kind === 'sessions' && data.kind === 'sessions') return updateSessions(panel, data);
  if (panel.kind === 'settings' && data.kind === 'settings') return updateSettings(panel, data);
  if (panel.kind === 'menu' && data.kind === 'menu') return updateMenu(panel, data.items);
  if (panel.kind === 'commands' && data.kind === 'commands')
    return updateCommands(panel, data.items);
  return panel;
}

/** The panel saying something in its last line until the next key. */
export function withNotice(panel: Panel, notice: PanelNotice): Panel {
  return { ...panel, notice };
}

/** What a key does; the area is the one the panel is drawn in. */
export function panelKey(
  panel: Panel,
  { key, area }: { readonly key: PanelKey; readonly area: PanelArea },
): PanelStep<Panel> {
  switch (panel.kind) {
    case 'help':
    case 'debug':
      return helpKey(panel, key, area);
    case 'queue':
      return queueKey(panel, key, area);
    case 'approvals':
      return approvalsKey(panel, key, area);
    case 'sessions':
      return sessionsKey(panel, key, area);
    case 'settings':
      return settingsKey(panel, key, area);
    case 'menu':
      return menuKey(panel, key, area);
    case 'commands':
      return commandsKey(panel, key, area);
  }
}

/**
 * The panel's rows, first to last, at most as many as the area has: SGR and printable text only, each
 * exactly `columns` wide, from a reset to a reset. Throws `RangeError` for an area without a cell.
 */
export function renderPanel(panel: Panel, area: PanelArea): Uint8Array[] {
  for (const name of ['columns', 'rows'] as const) {
    if (!Number.isInteger(area[name]) || area[name] < 1) {
      throw new RangeError(`${name} must be a whole number of at least 1, not ${area[name]}`);
    }
  }
  switch (panel.kind) {
    case 'help':
    case 'debug':
      return helpRows(panel, area);
    case 'queue':
      return queueRows(panel, area);
    case 'approvals':
      return approvalsRows(panel, area);
    case 'sessions':
      return sessionsRows(panel, area);
    case 'settings':
      return settingsRows(panel, area);
    case 'menu':
      return menuRows(panel, area);
    case 'commands':
      return commandsRows(panel, area);
  }
}

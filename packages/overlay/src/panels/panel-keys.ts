// The keys of every panel, as their last lines name them. Which of them a panel shows just now is its own.
import type { HudKeyHint } from '../hud-model.ts';
import { APPROVALS_KEYS } from './approvals-panel.ts';
import { COMMANDS_KEYS } from './commands-view.ts';
import { HELP_KEYS } from './help-panel.ts';
import { MENU_KEYS } from './menu-panel.ts';
import type { PanelName } from './panel-types.ts';
import { EDIT_KEYS, QUEUE_KEYS } from './queue-view.ts';
import { SESSIONS_KEYS } from './sessions-view.ts';
import { SETTINGS_KEYS } from './settings-panel.ts';

/** `editing`: a prompt of the queue that is being changed. */
export const PANEL_KEYS: Readonly<Record<PanelName | 'editing', readonly HudKeyHint[]>> = {
  menu: MENU_KEYS,
  commands: COMMANDS_KEYS,
  queue: QUEUE_KEYS,
  editing: EDIT_KEYS,
  approvals: APPROVALS_KEYS,
  sessions: SESSIONS_KEYS,
  settings: SETTINGS_KEYS,
  help: HELP_KEYS,
  debug: HELP_KEYS,
};

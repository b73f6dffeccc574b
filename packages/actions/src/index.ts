export {
  ACTION_LANGUAGES,
  ACTION_NAMES,
  type ActionLanguage,
  type ActionName,
  type ActionWords,
  type LanguageActions,
} from './action.ts';
export { type ActionLine, parseActionLine } from './action-line.ts';
export { languageActions } from './built-in-actions.ts';
export {
  type Expansion,
  expandFirst,
  MAXIMUM_PROMPT_UNITS,
  type PlaceValues,
} from './prompt-template.ts';
export { detectToolchain } from './toolchain/detect-toolchain.ts';
export {
  type CommandRead,
  type ProjectFiles,
  readCommand,
  shownCommand,
  TASKS,
  type Task,
  type Toolchain,
  type ToolchainCommand,
  withArguments,
} from './toolchain/toolchain.ts';

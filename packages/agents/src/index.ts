export { type AgentKey, agentKeys } from './agent-keys.table.ts';
export {
  type AgentKind,
  type AgentSearch,
  agentKindOf,
  findAgent,
  findAgents,
  type KnownAgent,
  knownAgents,
} from './known-agents.ts';
export { readScreen } from './read-screen.ts';
export {
  CELL_BACKGROUND,
  CELL_BOLD,
  CELL_COLORED,
  CELL_DIM,
  CELL_GREY,
  CELL_REVERSE,
  EMPTY_ROW,
  type ScreenRow,
  type ScreenView,
  type ShellMarks,
} from './screen-view.ts';

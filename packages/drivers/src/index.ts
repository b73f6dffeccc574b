export type {
  AgentDriver,
  AgentPrompt,
  AnnounceResult,
  ApprovalAnswer,
  CommandOutput,
  CommandResult,
  DriverCapability,
  PromptResult,
  Refusal,
  RefusalReason,
  SandboxedCommand,
  SessionDriver,
  Unconfirmed,
} from './agent-driver.ts';
export type {
  AgentActivity,
  AgentEvent,
  AgentItem,
  AgentItemKind,
  ApprovalDecision,
  ApprovalRequest,
  ApprovalSubject,
  ApprovalWarning,
  DriverRung,
  NumberedEvent,
  PlanStep,
  PromptState,
} from './agent-events.ts';
export { ClaudeDriver, type ClaudeDriverOptions } from './claude/claude-driver.ts';
export {
  ClaudeHeadlessDriver,
  type ClaudeHeadlessOptions,
} from './claude/claude-headless-driver.ts';
export { type ClaudeStart, claudeArgs } from './claude/claude-settings.ts';
export { type ClaudeRecording, claudeMessages, claudeUses } from './claude/claude-uses.ts';
export { CodexAppServer, type CodexAppServerOptions } from './codex/codex-app-server.ts';
export { CodexDriver, type CodexDriverOptions } from './codex/codex-driver.ts';
export { missingProtocol, type ProtocolReader, protocolChanges } from './codex/protocol-uses.ts';
export {
  type MessageShapes,
  messageShapes,
  shapeChanges,
} from './drift/message-shape.ts';
export { EventJournal, type EventJournalOptions } from './event-journal.ts';
export {
  ScriptedDriver,
  type ScriptedDriverOptions,
  type ScriptedTurn,
} from './scripted-driver.ts';

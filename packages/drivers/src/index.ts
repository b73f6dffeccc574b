export type { AgentOver, OpenedSession } from './acp/acp-agent.ts';
export type { OpenApproval } from './acp/acp-approvals.ts';
export {
  ACP_CAPABILITIES,
  AcpDriver,
  type AcpDriverOptions,
  type AcpNotice,
} from './acp/acp-driver.ts';
export { missingAcp } from './acp/acp-uses.ts';
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
export { type CodexHookStart, codexHookArgs } from './codex/codex-hook-args.ts';
export { CodexHooksDriver, type CodexHooksDriverOptions } from './codex/codex-hooks-driver.ts';
export { missingProtocol, type ProtocolReader, protocolChanges } from './codex/protocol-uses.ts';
export { DeskDriver, type DeskDriverOptions } from './desk/desk-driver.ts';
export { DESK_SOCKET } from './desk/desk-messages.ts';
export { DriverDesk, type DriverDeskOptions } from './desk/driver-desk.ts';
export {
  type MessageShapes,
  messageShapes,
  shapeChanges,
} from './drift/message-shape.ts';
export { EventJournal, type EventJournalOptions } from './event-journal.ts';
export {
  ScriptedDriver,
  type ScriptedDriverOptions,
  type ScriptedQuestion,
  type ScriptedTurn,
} from './scripted-driver.ts';

// What is loaded only once a session has an agent with a protocol of its own.
export {
  ACP_CAPABILITIES,
  ClaudeDriver,
  CodexDriver,
  CodexHooksDriver,
  DeskDriver,
  EventJournal,
} from '@codex-voice/drivers';

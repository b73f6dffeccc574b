// What is loaded only once a session has an agent with a protocol of its own.
export { ClaudeDriver, CodexDriver, EventJournal } from '@codex-voice/drivers';

// What is loaded only once a session has an agent with a protocol of its own.
export { CodexDriver, EventJournal } from '@codex-voice/drivers';

// What is loaded only for an agent that is driven through its protocol.
export { CodexAppServer } from '@codex-voice/drivers';

// What is loaded only for an agent that is driven through its protocol.
export { CodexAppServer, claudeArgs } from '@codex-voice/drivers';

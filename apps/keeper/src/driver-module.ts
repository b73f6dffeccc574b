// What is loaded only for an agent that is driven through its protocol.
export { CodexAppServer, claudeArgs, codexHookArgs } from '@codex-voice/drivers';

// What is loaded late: the socket that other terminals and the host find the session at.
export { listenKeeper } from '@codex-voice/ipc';

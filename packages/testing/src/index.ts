// The front door: what suites and the demonstration may use of the testing tools.
export { type CursorState, TerminalCrashError } from '@codex-voice/pictures';
export {
  AgentProgramError,
  CLAUDE_VERSION,
  CODEX_VERSION,
  ensureClaude,
  ensureCodex,
  ensureGemini,
  GEMINI_VERSION,
} from './agent-programs.ts';
export { type AgentScreen, openAgentScreen } from './agent-screen.ts';
export { type Cast, type CastEvent, castBytes, formatCast, parseCast } from './cast.ts';
export { type ClaudeConfig, claudeConfig } from './claude-config.ts';
export { startScriptedClaudeServer } from './claude-wire.ts';
export { type CodexHome, type CodexHomeOptions, codexHome } from './codex-home.ts';
export { SCRIPTED_TITLE, startScriptedCodexServer } from './codex-wire.ts';
export { type CompareOptions, compareTerminals } from './compare-terminals.ts';
export { type DesktopTray, startDesktopTray } from './desktop-tray.ts';
export { driverEvents, untilDriverEvent } from './driver-events.ts';
export { collectionOf, type MadeFont, madeFont } from './fonts/made-font.ts';
export { type GeminiHome, geminiHome } from './gemini-home.ts';
export { startScriptedGeminiServer } from './gemini-wire.ts';
export { goldenDifference, isStepReached } from './golden/golden-compare.ts';
export {
  GOLDEN_DRIVERS,
  type GoldenDriver,
  type GoldenPerformer,
} from './golden/golden-performers.ts';
export { GoldenRecorder } from './golden/golden-recorder.ts';
export { takeGolden } from './golden/golden-take.ts';
export { type Golden, goldenText, parseGolden, type SeenStep } from './golden/golden-transcript.ts';
export {
  ASKED_COMMAND,
  type GoldenAction,
  type GoldenTurn,
  type GoldenWorkflow,
  goldenWords,
  goldenWorkflows,
  languageWorkflow,
  OWN_PHRASES,
} from './golden/golden-workflows.ts';
export type { ModelServer, Submission } from './model-server.ts';
export { joinSamples, type MelodyOptions, melody } from './models/melody.ts';
export { piperSounds, writePiperModel } from './models/piper-model.ts';
export {
  SPEAKER_MODEL_DIMENSION,
  segmentationModel,
  speakerModel,
  writeSpeakerModels,
} from './models/speaker-model.ts';
export { type ToneLayout, writeToneModel } from './models/tone-model.ts';
export { spellInTokens } from './models/transducer-model.ts';
export { VITS_RATE_HZ, vitsToneHz, writeVitsModel } from './models/vits-model.ts';
export { openWait, openWaits, toldWhenStuck, untilHolds, within } from './open-waits.ts';
export { type PlayedCast, type PlayingTerminal, playCast } from './play-cast.ts';
export { type LeakedProcess, markProcesses, type ProcessMark } from './process-leaks.ts';
export { type ProcessMemory, processMemory } from './process-memory.ts';
export {
  isProcessAlive,
  makeScratchDirectory,
  removeDirectory,
  testCacheDirectory,
} from './program-cache.ts';
export { type RecordOptions, type RecordStep, recordProgram } from './record-program.ts';
export { makeScratchHome, type ProcessRole, type ScratchHome } from './scratch-home.ts';
export {
  type AcpStart,
  type AcpTurn,
  makeScriptedAcp,
  type ScriptedAcp,
} from './scripted-acp.ts';
export type { ModelRequest, ModelScript, ScriptedReply } from './scripted-reply.ts';
export { type SecondMachine, startSecondMachine } from './second-machine.ts';
export { rowText, type SnapshotRow } from './terminal-cells.ts';
export { TerminalProgram, type TerminalProgramOptions } from './terminal-program.ts';
export { sized } from './test-size.ts';
export {
  type TmuxPicture,
  type TmuxState,
  TmuxTerminal,
  type TmuxTerminalOptions,
  tmuxPicture,
} from './tmux-terminal.ts';
export {
  startTranscriptionServer,
  type TranscriptionReply,
  type TranscriptionRequest,
  type TranscriptionScript,
  type TranscriptionServer,
} from './transcription-server.ts';
export { startVirtualMicrophone, type VirtualMicrophone } from './virtual-microphone.ts';
export {
  type ScreenSnapshot,
  type TerminalSnapshot,
  VirtualTerminal,
} from './virtual-terminal.ts';

export { examine } from './examine.ts';
export type {
  AgentFacts,
  AgentsFacts,
  Asked,
  ConfigFacts,
  Facts,
  FolderFacts,
  HostFacts,
  InstalledModelFacts,
  KeeperFacts,
  MicrophoneFacts,
  NativePart,
  OddSocket,
  RecogniserFacts,
  RuntimeFacts,
  SystemFacts,
  TerminalFacts,
  TrayFacts,
  UpdateFacts,
  VoiceFacts,
} from './facts.ts';
export type { Finding } from './finding.ts';
export { type Identity, isSecretName, redact } from './redaction.ts';
export {
  type ReportManner,
  reportDocument,
  reportText,
  withoutHome,
  wrapped,
} from './report.ts';
export { type SecretSpan, secretSpansBut } from './secret-spans.ts';
export { quoted } from './session-findings.ts';
export {
  isAnswered,
  readAnswers,
  TERMINAL_QUERIES,
  type TerminalEnvironment,
} from './terminal-queries.ts';
export { versionIn } from './version-order.ts';

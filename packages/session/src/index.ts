export {
  type Answerer,
  type Approval,
  type ApprovalDecision,
  type ApprovalOutcome,
  type ApprovalRecord,
  type ApprovalRisk,
  type ApprovalState,
  type ApprovalSubject,
  type AskedApproval,
  decisionFor,
  type Moment,
  type SettledBy,
} from './approvals/approval.ts';
export { type AnswerResult, Approvals } from './approvals/approvals.ts';
export { type QuestionPart, replyText } from './approvals/question-parts.ts';
export { approvalRisk } from './approvals/risk.ts';
export {
  CONFIRM_WITHIN_MS,
  HEARD_AFTER_MS,
  type SpokenAnswer,
  SpokenAnswers,
} from './approvals/spoken-answers.ts';
export { cleanText } from './clean-text.ts';
export { Delivery } from './delivery.ts';
export { isEnterDue } from './delivery-memory.ts';
export { SEEN_TIMEOUT_MS, SENT_TIMEOUT_MS } from './delivery-phase.ts';
export type {
  DeliveryChange,
  DeliveryMemory,
  DeliveryOptions,
  DeliveryOutput,
  DeliveryRefusal,
  DeliveryState,
  DeliverySubmission,
  DeliveryWrite,
  DropReason,
  Observation,
  PhaseMemory,
  ProtocolFacts,
  SubmissionAnswer,
  SubmissionManner,
  UnconfirmedReason,
  WaitReason,
  WriteAnswer,
} from './delivery-types.ts';
export { GONE_AFTER_MS } from './draft-watch.ts';
export { AFTER_ENTER_MS, CALM_MS, PERSON_REST_MS, PLAIN_TEXT_LIMIT, SETTLE_MS } from './gates.ts';
export { EchoSample } from './keeper/echo-sample.ts';
export { END_GRACE_MS, ENDED_ELSEWHERE, Keeper } from './keeper/keeper.ts';
export type {
  AgentExit,
  AgentSignal,
  KeeperAgent,
  KeeperParts,
} from './keeper/keeper-ports.ts';
export { LateShadow } from './keeper/late-shadow.ts';
export { type Cancel, type SetTimer, STALL_MS, WINDOW_BYTES } from './keeper/output-flow.ts';
export { LOG_MEMORY_BYTES, OutputLog, type SharedLogMemory } from './keeper/output-log.ts';
export type { ComposerView, ScreenState } from './ports.ts';
export {
  type Prompt,
  type PromptIntent,
  type PromptOrigin,
  PromptQueue,
  QUEUE_LIMIT,
  type QueueAnswer,
  TEXT_LIMIT,
} from './prompt-queue.ts';
export type {
  PictureWish,
  ScreenShadow,
  ScreenShadowListener,
  ShadowAssessment,
  ShadowSigns,
  ShadowSize,
  ShadowSnapshot,
} from './screen-shadow.ts';
export { pastePlaceholders } from './seen-text.ts';
export { SUBMIT_RETRY_MS, UNCONFIRMED_PATIENCE_MS } from './submission.ts';
export { SCRATCH_PATIENCE_MS } from './take-back.ts';

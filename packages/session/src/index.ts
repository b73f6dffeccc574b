export { cleanText } from './clean-text.ts';
export {
  Delivery,
  GONE_AFTER_MS,
  SCRATCH_PATIENCE_MS,
  SEEN_TIMEOUT_MS,
  SENT_TIMEOUT_MS,
} from './delivery.ts';
export type {
  DeliveryChange,
  DeliveryOptions,
  DeliveryOutput,
  DeliveryRefusal,
  DeliveryState,
  DeliveryWrite,
  DropReason,
  Observation,
  UnconfirmedReason,
  WaitReason,
} from './delivery-types.ts';
export { AFTER_ENTER_MS, CALM_MS, PERSON_REST_MS, PLAIN_TEXT_LIMIT, SETTLE_MS } from './gates.ts';
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
export { pastePlaceholders } from './seen-text.ts';

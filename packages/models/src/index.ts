export { CATALOGUE, findEntry } from './catalogue/catalogue.ts';
export {
  type CatalogueFile,
  type Decoding,
  entryBytes,
  fileAddress,
  isOtherLayout,
  knowsLanguage,
  MODEL_KINDS,
  type ModelEntry,
  type ModelKind,
  OTHER_FILE_ROLES,
  type OtherEntry,
  type OtherLayout,
  type Place,
  type PublishedWordError,
  type RecogniserEntry,
} from './catalogue/model-entry.ts';
export { type MachineFacts, type Recommendation, recommend } from './choice/recommend.ts';
export {
  type KeywordModelResolution,
  type KeywordModelWish,
  resolveKeywordModel,
} from './choice/resolve-keyword-model.ts';
export {
  AUTOMATIC,
  type ModelResolution,
  type ModelWish,
  resolveModel,
} from './choice/resolve-model.ts';
export {
  resolveSpeakerModel,
  type SpeakerModelResolution,
  type SpeakerModelWish,
} from './choice/resolve-speaker-model.ts';
export {
  type CheckedAgainst,
  type Clock,
  type DownloadEvent,
  downloadFile,
  type FileDownload,
} from './download/download-file.ts';
export { type Followed, follow } from './download/follow.ts';
export { type PublisherFacts, publisherFacts } from './download/publisher-facts.ts';
export type { Transport, TransportAnswer, TransportRequest } from './download/transport.ts';
export { createTransport, type TransportOptions } from './download/undici-transport.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';
export type { InstalledModel } from './store/installed.ts';
export type { Manifest } from './store/manifest.ts';
export type { ModelEvent, OnModelEvent } from './store/model-event.ts';
export {
  type Added,
  type AddFromFolder,
  type AddFromNetwork,
  type AddOwnFolder,
  ModelStore,
  type ModelStoreOptions,
  type Verification,
} from './store/model-store.ts';
export { claimStaging, type Staging, type Unfinished } from './store/staging.ts';
export type { FileState, VerifiedFile } from './store/verify.ts';
export { systemClock } from './system-clock.ts';

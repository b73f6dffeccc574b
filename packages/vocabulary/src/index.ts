export { DEFAULT_BOUNDS, type VocabularyBounds } from './bounds.ts';
export { systemVocabularyClock, type VocabularyClock } from './clock.ts';
export type { KnownName } from './name-ledger.ts';
export type { LeftOut } from './project-reader.ts';
export {
  openVocabulary,
  type ProjectVocabulary,
  type VocabularyOptions,
  type VocabularyStatus,
} from './project-vocabulary.ts';

export { isEnglish } from './english-words.ts';
export { nameWords } from './name-parts.ts';
export { isName, MOST_NAMES_IN_TEXT, namesInText, type TextKind } from './names-in-text.ts';
export {
  type Closeness,
  difficultyOf,
  MOST_TERMS,
  type NameKind,
  type NameUse,
  type RankingQuestion,
  TermRanking,
} from './rank-terms.ts';
export { type Repair, type RepairedText, type RepairReason, undoRepair } from './repair.ts';
export { isSecretLike } from './secret-like.ts';
export { spokenForms } from './spoken-forms.ts';
export {
  LONGEST_REPAIRED_CHARACTERS,
  type RepairKnowledge,
  type RepairSetting,
  TranscriptRepair,
} from './transcript-repair.ts';

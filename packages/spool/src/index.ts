// Prompts that no session has any more. Where the file lies, and what a person is told, is left to others.
export {
  type NewPrompt,
  PROMPT_LIMIT,
  Spool,
  type SpoolChange,
  type SpoolFailure,
  type SpoolKept,
  type SpoolParts,
} from './spool.ts';
export { type KeptPrompt, TEXT_LIMIT } from './spool-record.ts';

// What is made of the program for documents, and what documents are judged by. Where they lie is the check's.
export { markdownTable } from './markdown-table.ts';
export {
  type ReferencePart,
  referencePages,
  referenceParts,
} from './reference-pages.ts';
export {
  commandFault,
  fileFault,
  isSettingLike,
  leaderKeyFault,
  mentionFault,
  settingFault,
  variableFault,
} from './snippet-faults.ts';

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

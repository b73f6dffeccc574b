export { type DictationContext, format } from './format.ts';
export { type KnownName, type KnownNames, knownNames, MAXIMUM_KNOWN_NAMES } from './known-names.ts';
export { DICTATION_LANGUAGES } from './languages/languages.ts';
export { type LineEdges, lineEdges } from './line-edges.ts';
export { type Dictated, type Rewrite, withoutRewrite } from './rewrites.ts';
export {
  DEFAULT_DICTATION_SETTINGS,
  DICTATION_RULES,
  type DictationRule,
  type DictationSettings,
  MAXIMUM_REPLACEMENTS,
} from './settings.ts';

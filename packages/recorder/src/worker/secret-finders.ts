// What finds the secrets of a recording: secretlint's recommended rules over many texts at once, and our own forms
// over each. Private things that are no secrets, as paths and addresses, stay: a recording shows a person's work.
import { secretSpansBut } from '@codex-voice/doctor';
import type { FoundSecret, SecretFinders } from '@codex-voice/recording';
import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { SECRETLINT_SIGNS, SECRETLINT_SIGNS_OF_ANY_CASE } from './secretlint-signs.table.ts';

/** Of our own forms: what is taken out of a report for others, and may stay in one's own recording. */
const NO_SECRETS: ReadonlySet<string> = new Set(['path', 'address', 'hash']);

/** A text that tells of secretlint may not silence the others by it. */
const SILENCES = '@secretlint/secretlint-rule-filter-comments';
const config = {
  rules: rules
    .filter(({ meta }) => meta.id !== SILENCES)
    .map((rule) => ({ id: rule.meta.id, rule, options: {} })),
};

const SIGNS = [
  new RegExp(Object.values(SECRETLINT_SIGNS).flat().join('|'), 'u'),
  new RegExp(Object.values(SECRETLINT_SIGNS_OF_ANY_CASE).flat().join('|'), 'i'),
];
const BYTE_ORDER_MARK = /^\ufeff/u;

export const secretFinders: SecretFinders = {
  here: secretSpansBut(NO_SECRETS),
  // Nearly no text has one of the signs, and each rule goes through all of it.
  among: async (text) => (SIGNS.some((sign) => sign.test(text)) ? await byAllRules(text) : []),
};

/** What secretlint finds in a text, whether it has a sign of that or not. */
export async function byAllRules(text: string): Promise<readonly FoundSecret[]> {
  // A byte order mark would be left out, and all places be wrong by it.
  const content = text.replace(BYTE_ORDER_MARK, ' ');
  const { messages } = await lintSource({
    source: { filePath: 'recording.txt', content, contentType: 'text' },
    options: { config, noPhysicFilePath: true },
  });
  return messages.map(({ ruleId, range: [start, end] }) => ({ kind: kindOf(ruleId), start, end }));
}

/** `@secretlint/secretlint-rule-slack` → `slack`. */
function kindOf(ruleId: string): string {
  return /rule-([a-z0-9]+)$/u.exec(ruleId)?.[1] ?? 'secret';
}

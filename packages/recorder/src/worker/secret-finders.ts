// What finds the secrets of a recording: secretlint's recommended rules over many texts at once, and our own forms
// over each. Private things that are no secrets, as paths and addresses, stay: a recording shows a person's work.
import { secretSpans } from '@codex-voice/doctor';
import type { FoundSecret, SecretFinders } from '@codex-voice/recording';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

/** Of our own forms: what is taken out of a report for others, and may stay in one's own recording. */
const NO_SECRETS: ReadonlySet<string> = new Set(['path', 'address', 'hash']);

const config = { rules: [{ id: creator.meta.id, rule: creator, rules: [], options: {} }] };

export const secretFinders: SecretFinders = {
  here: (text) => secretSpans(text, NO_SECRETS),
  among: async (text) => {
    const { messages } = await lintSource({
      source: { filePath: 'recording.txt', content: text, contentType: 'text' },
      options: { config, noPhysicFilePath: true },
    });
    return messages.flatMap(({ ruleId, range }): readonly FoundSecret[] => {
      const [start, end] = range;
      return [{ kind: kindOf(ruleId), start, end }];
    });
  },
};

/** `@secretlint/secretlint-rule-slack` → `slack`. */
function kindOf(ruleId: string): string {
  return /rule-([a-z0-9]+)$/u.exec(ruleId)?.[1] ?? 'secret';
}

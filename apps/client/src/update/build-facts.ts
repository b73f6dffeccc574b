// What this build knows of itself: its version, and where its releases lie and who signs them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const manifestSchema = v.object({
  version: v.string(),
  codexVoice: v.optional(
    v.object({ releases: v.optional(v.string()), key: v.optional(v.string()) }),
    {},
  ),
});

export interface BuildFacts {
  readonly version: string;
  readonly releases: string | undefined;
  readonly key: string | undefined;
}

/** `home`: the folder with `bin/`. `CODEX_VOICE_RELEASES` names another place than the build's own. */
export function buildFacts(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): BuildFacts {
  const text = readFileSync(join(home, 'package.json'), 'utf8');
  const { version, codexVoice } = v.parse(manifestSchema, JSON.parse(text));
  const named = environment.CODEX_VOICE_RELEASES;
  return {
    version,
    releases: named === undefined || named === '' ? codexVoice.releases : named,
    key: codexVoice.key,
  };
}

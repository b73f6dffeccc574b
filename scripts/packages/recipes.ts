// Recipes for package managers, from templates in packaging/recipes/: the version, addresses and sums of
// this release are filled in. A platform whose archive is not there yet leaves its recipe out.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseFile } from '@codex-voice/releases';

/** `{{version}}`, `{{releases}}`, `{{url:linux-x64}}`, `{{sha256:linux-x64}}` …: `npm` for the npm package. */
const PLACEHOLDER = /\{\{([a-z0-9]+)(?::([a-z0-9-]+))?\}\}/g;

/** Fills in one template; undefined where it names what this release does not have. */
export function filledIn(
  template: string,
  version: string,
  files: readonly ReleaseFile[],
  releases: string,
): string | undefined {
  let isWhole = true;
  const text = template.replaceAll(PLACEHOLDER, (_, what: string, platform?: string) => {
    if (what === 'version') return version;
    if (what === 'releases') return releases;
    const file = files.find((each) =>
      platform === 'npm' ? each.name.endsWith('.tgz') : each.platform === platform,
    );
    if (file === undefined) {
      isWhole = false;
      return '';
    }
    if (what === 'sha256') return file.sha256;
    if (what === 'url') return `${releases}/download/v${version}/${file.name}`;
    throw new Error(`a template asks for {{${what}}}, which is not known`);
  });
  return isWhole ? text : undefined;
}

export interface Recipes {
  readonly root: string;
  readonly into: string;
  readonly version: string;
  readonly files: readonly ReleaseFile[];
  readonly releases: string;
}

/** One file for each template that this release can fill in. */
export function writeRecipes({ root, into, version, files, releases }: Recipes): void {
  const templates = join(root, 'packaging', 'recipes');
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(templates)) {
    const text = filledIn(readFileSync(join(templates, name), 'utf8'), version, files, releases);
    if (text !== undefined) writeFileSync(join(into, name.replace(/\.template$/, '')), text);
  }
}

// Runs a plugin from the shell: asks first where it came with a project, and ends it with us.
import { permissionLines, runPlugin } from '@codex-voice/plugins';
import { EXIT_INTERRUPTED, UserError, visible } from '../user-error.ts';
import { askYes } from './ask-yes.ts';
import type { Confirmations } from './confirmations.ts';
import { type Plugin, trustOf } from './plugin-catalogue.ts';

export interface FoundPluginRun {
  readonly plugin: Plugin;
  readonly words: string;
  readonly project: string;
}

/** Its text. Throws `UserError`. */
export async function runFoundPlugin({ plugin, words, project }: FoundPluginRun): Promise<string> {
  const { name, folder, manifest } = plugin;
  const giving = new AbortController();
  const giveUp = (): void => giving.abort();
  for (const signal of ENDINGS) process.on(signal, giveUp);
  try {
    const environment = process.env;
    const { signal } = giving;
    const outcome = await runPlugin({
      name,
      folder,
      manifest,
      words,
      project,
      environment,
      signal,
    });
    if (outcome.kind === 'text') return outcome.text;
    throw new UserError(outcome.message, signal.aborted ? EXIT_INTERRUPTED : undefined);
  } finally {
    for (const signal of ENDINGS) process.off(signal, giveUp);
  }
}

/** Throws `UserError` where it needs words and there are none. */
export function requireWords({ name, manifest }: Plugin, words: string): void {
  if (!manifest.needs_words || words.trim() !== '') return;
  throw new UserError(`/${name} needs words: codex-voice do ${name} ${manifest.words ?? 'WORDS'}`);
}

/** A plugin's processes are a group of their own and would not hear of these. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Consent {
  readonly plugin: Plugin;
  /** The folder that it would run for. */
  readonly project: string;
  readonly consent: 'ask' | 'given';
  readonly confirmations: Confirmations;
}

/** Shows what it may do and asks, where that was not done for it as it is. Throws `UserError`. */
export async function consentTo(asked: Consent): Promise<void> {
  const { plugin, project, consent, confirmations } = asked;
  const { name, folder, manifest } = plugin;
  const trust = trustOf(asked);
  if (trust.kind === 'trusted') return;
  if (trust.kind === 'foreign') {
    throw new UserError(
      `/${name} came with ${visible(plugin.root)} and is not run for ${visible(project)}: copy its folder to your own plugins to have it everywhere`,
    );
  }
  if (trust.kind === 'refused') {
    throw new UserError(`/${name} can't be trusted, ${trust.why}: mend its folder ${folder}`);
  }
  const lines = [
    `/${name} came with this project, in ${folder}:`,
    ...permissionLines(manifest).map((line) => `  ${line}`),
    ...trustLines(plugin, trust.outside).map((line) => `  ${line}`),
  ];
  process.stderr.write(`${lines.map(visible).join('\n')}\n`);
  if (consent === 'ask') {
    const answer = await askYes('Trust it, as it is now?');
    if (answer === 'nobody') {
      throw new UserError(`/${name} is not trusted yet and nobody can be asked: add --yes`);
    }
    if (answer === 'no') throw new UserError(`/${name} was not run: nothing of it was started`);
  }
  const now = trustOf(asked);
  if (now.kind !== 'asked' || now.seal !== trust.seal) {
    throw new UserError(`/${name} changed while you were asked: look at it again`);
  }
  confirmations.keep(trust.what, trust.seal);
}

/** What is asked about again when it changes, and what is not. */
function trustLines({ manifest }: Plugin, outside: readonly string[]): readonly string[] {
  const { handler, permissions } = manifest;
  const beyond =
    handler.kind === 'script' ||
    (handler.kind === 'typescript' && (permissions.run || permissions.files !== 'none'));
  const also = outside.length === 0 ? '' : `, and of ${outside.join(', ')}`;
  return [
    `you are asked again when a byte of its folder${also} changes`,
    ...(beyond ? ['and not when anything else changes that it loads or starts'] : []),
  ];
}

// What a plugin is run with, and what comes of it.
import type { Manifest } from './manifest.ts';

export interface PluginRun {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly words: string;
  /** The project's folder. */
  readonly project: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Gives the run up. */
  readonly signal?: AbortSignal | undefined;
}

export type PluginOutcome =
  | { readonly kind: 'text'; readonly text: string }
  /** `what happened: how to mend it`, one line. */
  | { readonly kind: 'failed'; readonly message: string };

/** `what` happened, and how to mend it. */
export function failed(name: string, what: string, mend: string): PluginOutcome {
  return { kind: 'failed', message: `/${name} ${what}: ${mend}` };
}

// A plugin's folder for a test, with what is wanted in it, and a run of it.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { type Manifest, manifestSchema } from './manifest.ts';
import type { PluginOutcome } from './plugin-outcome.ts';
import { runPlugin } from './run-plugin.ts';

export class PluginWorld implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'codex voice plugin ')));
  readonly folder = join(this.root, 'my plugin');
  readonly project = join(this.root, 'project');

  constructor() {
    mkdirSync(this.folder);
    mkdirSync(this.project);
  }

  file(name: string, text: string, mode = 0o644): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  async run(
    manifest: Record<string, unknown>,
    given: { readonly words?: string; readonly signal?: AbortSignal } = {},
  ): Promise<PluginOutcome> {
    return await runPlugin({
      name: 'ticket',
      folder: this.folder,
      manifest: manifestOf(manifest),
      words: given.words ?? '',
      project: this.project,
      environment: { ...process.env, SECRET: 'secret', TEAM: 'team' },
      signal: given.signal,
    });
  }

  /** A module with this text, called. */
  async call(text: string, permissions: Record<string, unknown> = {}): Promise<PluginOutcome> {
    this.file('main.ts', text);
    return await this.run({ handler: { kind: 'typescript', module: 'main.ts' }, permissions });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true });
  }
}

export function manifestOf(manifest: Record<string, unknown>): Manifest {
  return v.parse(manifestSchema, { about: 'for a test', ...manifest });
}

/** A script of the shell that is there on every machine. */
export function shell(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { handler: { kind: 'script', run: ['sh', '-c', text, 'sh', '{words}'] }, ...more };
}

// Writes throw-away settings under which Codex talks to a scripted model server, asks for no login
// and trusts the project folder. It starts no process.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeScratchDirectory, removeDirectory } from './program-cache.ts';

/** A throw-away `CODEX_HOME`. Dispose it when Codex has ended. */
export interface CodexHome extends AsyncDisposable {
  path: string;
  /** The variables Codex needs: `CODEX_HOME`. */
  env: Readonly<Record<string, string>>;
  dispose: () => Promise<void>;
}

/** What {@link codexHome} writes into `config.toml`. */
export interface CodexHomeOptions {
  /** The model server's origin, such as `http://127.0.0.1:4000`, without `/v1`. */
  baseUrl: string;
  /** The folder Codex will work in; it is marked trusted, so that no dialog asks. */
  cwd: string;
  /** More lines for the top level of `config.toml`. */
  extraToml?: string;
}

/** Makes a throw-away Codex home outside the system's temporary folder (Codex insists). */
export async function codexHome(options: CodexHomeOptions): Promise<CodexHome> {
  const path = await makeScratchDirectory('codex');
  await mkdir(options.cwd, { recursive: true });
  await writeFile(join(path, 'config.toml'), codexToml(options), { mode: 0o600 });
  const dispose = async () => await removeDirectory(path);
  return { path, env: { CODEX_HOME: path }, dispose, [Symbol.asyncDispose]: dispose };
}

function codexToml({ baseUrl, cwd, extraToml }: CodexHomeOptions): string {
  return [
    'model = "scripted-model"',
    'model_provider = "scripted"',
    'approval_policy = "on-request"',
    'sandbox_mode = "workspace-write"',
    'check_for_update_on_startup = false',
    extraToml ?? '',
    '[analytics]',
    'enabled = false',
    '[model_providers.scripted]',
    'name = "Scripted"',
    `base_url = ${JSON.stringify(`${baseUrl}/v1`)}`,
    'wire_api = "responses"',
    'request_max_retries = 0',
    'stream_max_retries = 0',
    `[projects.${JSON.stringify(cwd)}]`,
    'trust_level = "trusted"',
    '',
  ].join('\n');
}

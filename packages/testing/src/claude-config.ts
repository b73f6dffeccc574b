// Writes a throw-away configuration folder under which Claude Code talks to a scripted model server
// and asks neither for login nor for trust. It starts no process.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeScratchDirectory, removeDirectory } from './program-cache.ts';

/** No secret: the scripted server takes any key, and Claude Code wants one of this form. */
const SCRIPTED_KEY = 'sk-ant-scripted-00000000000000000000';
/** Claude Code remembers approved keys by this many last characters. */
const APPROVED_KEY_CHARACTERS = 20;

/** A throw-away `CLAUDE_CONFIG_DIR`. Dispose it when Claude Code has ended. */
export interface ClaudeConfig extends AsyncDisposable {
  path: string;
  /** The variables Claude Code needs: folder, key, service address, and what keeps it offline. */
  env: Readonly<Record<string, string>>;
  dispose: () => Promise<void>;
}

/** Makes a throw-away configuration for `cwd` and the model server at `baseUrl` (its origin). */
export async function claudeConfig(options: {
  baseUrl: string;
  cwd: string;
}): Promise<ClaudeConfig> {
  const path = await makeScratchDirectory('claude');
  await mkdir(options.cwd, { recursive: true });
  const settings = {
    hasCompletedOnboarding: true,
    theme: 'dark',
    customApiKeyResponses: {
      approved: [SCRIPTED_KEY.slice(-APPROVED_KEY_CHARACTERS)],
      rejected: [],
    },
    projects: { [options.cwd]: { hasTrustDialogAccepted: true } },
  };
  await writeFile(join(path, '.claude.json'), JSON.stringify(settings), { mode: 0o600 });
  const dispose = async () => await removeDirectory(path);
  const env = {
    CLAUDE_CONFIG_DIR: path,
    ANTHROPIC_BASE_URL: options.baseUrl,
    ANTHROPIC_API_KEY: SCRIPTED_KEY,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
  };
  return { path, env, dispose, [Symbol.asyncDispose]: dispose };
}

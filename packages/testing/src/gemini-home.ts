// Writes a throw-away home under which Gemini CLI talks to a scripted model server and asks for nothing. It
// starts no process.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeScratchDirectory, removeDirectory } from './program-cache.ts';

/** A throw-away home. Dispose it when Gemini CLI has ended. */
export interface GeminiHome extends AsyncDisposable {
  readonly path: string;
  /** The variables Gemini CLI needs: home, key, and the service's address. */
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a home for the model server at `baseUrl` (its origin). */
export async function geminiHome({ baseUrl }: { readonly baseUrl: string }): Promise<GeminiHome> {
  const path = await makeScratchDirectory('gemini');
  await mkdir(join(path, '.gemini'));
  const settings = {
    security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
    // A service that refuses is asked once.
    general: { enableAutoUpdate: false, enableAutoUpdateNotification: false, maxAttempts: 1 },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
  };
  await writeFile(join(path, '.gemini', 'settings.json'), JSON.stringify(settings));
  const env = {
    HOME: path,
    GEMINI_CLI_HOME: path,
    // No secret: the scripted server takes any key.
    GEMINI_API_KEY: 'scripted',
    GOOGLE_GEMINI_BASE_URL: baseUrl,
    // It starts itself a second time for more memory, which would be one more process to wait for.
    GEMINI_CLI_NO_RELAUNCH: 'true',
  };
  return { path, env, [Symbol.asyncDispose]: async () => await removeDirectory(path) };
}

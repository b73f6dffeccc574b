// How a session's config is read again while it runs, with the environment and the command line it was
// started with.
import type { Request } from './command-line.ts';
import { parseConfig } from './config.ts';
import type { Config } from './config-schema.ts';
import { configLocation } from './configuration/config-location.ts';
import { flagOf, withFlags } from './configuration/flag-settings.ts';
import { checkConfig } from './configuration/whole-check.ts';
import type { LiveConfig } from './session-config.ts';
import { sessionOptions } from './session-options.ts';

/** `folder`: where the agent works. */
export function liveConfig(
  { request, config }: { readonly request: Request; readonly config: Config },
  folder: string,
): LiveConfig {
  const { path } = config.file;
  const { options } = request;
  return {
    config,
    target: configLocation(options).target,
    read: (text, at = path) => {
      const read = withFlags(parseConfig(text, at, { environment: process.env }), options);
      checkConfig(read);
      return read;
    },
    prepare: async (read) => {
      const { preparedSettings } = await import('./prepared-settings.ts');
      const usual = sessionOptions(request, read, { how: 'runs' });
      const asked = { request, config: read, options: usual, folder };
      return { options: asked.options, settings: (await preparedSettings(asked)).settings };
    },
    given: (setting) => flagOf(setting, options) !== undefined,
  };
}

// The command line of a process that calls a plugin's module and can do no more than the plugin declared,
// as far as Node's permission model reaches.
import { sep } from 'node:path';
import type { Manifest } from './manifest.ts';
import { keepsOffNetwork } from './permission-lines.ts';

/**
 * Reads what it is given, calls the module and writes what it returns. What it logs goes to standard error,
 * so that nothing of it is taken for its output.
 */
const CALLER = `
import { Console } from 'node:console';
import { pathToFileURL } from 'node:url';
globalThis.console = new Console(process.stderr, process.stderr);
const fail = (message) => {
  process.stderr.write(String(message).replace(/\\s*\\n\\s*/g, ' ') + '\\n', () => process.exit(1));
};
try {
  let input = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
  const { module, ...given } = JSON.parse(input);
  const called = await import(pathToFileURL(module).href);
  if (typeof called.default !== 'function') fail('its module has no function as default export');
  else {
    const text = await called.default(given);
    if (typeof text !== 'string') fail('its function returned ' + typeof text + ' and not a text');
    else process.stdout.write(text, () => process.exit(0));
  }
} catch (error) {
  if (error?.code === 'ERR_ACCESS_DENIED') {
    fail('it may not do that: ' + error.permission + ' ' + (error.resource ?? ''));
  } else fail(error?.message ?? error);
}
`;

export interface ModuleProcess {
  /** Without symbolic links. */
  readonly folder: string;
  readonly project: string;
  readonly manifest: Pick<Manifest, 'permissions'>;
}

export function moduleWords({ folder, project, manifest }: ModuleProcess): readonly string[] {
  const { files, network, run } = manifest.permissions;
  const below = (path: string): string => (path.endsWith(sep) ? path : `${path}${sep}`);
  return [
    process.execPath,
    '--permission',
    `--allow-fs-read=${below(folder)}`,
    ...(files === 'none' ? [] : [`--allow-fs-read=${below(project)}`]),
    ...(files === 'write' ? [`--allow-fs-write=${below(project)}`] : []),
    ...(run ? ['--allow-child-process'] : []),
    ...(network && keepsOffNetwork() ? ['--allow-net'] : []),
    '--no-warnings',
    '--input-type=module',
    '--eval',
    CALLER,
  ];
}

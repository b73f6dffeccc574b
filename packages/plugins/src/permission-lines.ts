// What a plugin may do, in lines for the person who is asked whether to trust it: what is enforced, and,
// as plainly, what nothing keeps it from.
import type { Manifest } from './manifest.ts';

const OUTPUT_WORDS: Readonly<Record<Manifest['output'], string>> = {
  compose: 'its output goes into the composer, to be seen before it is sent',
  notice: 'its output is shown as a notice',
};

export function permissionLines(manifest: Manifest): readonly string[] {
  const { handler, output } = manifest;
  const env =
    handler.env.length === 0 ? [] : [`gets from your environment: ${handler.env.join(', ')}`];
  return [...handlerLines(manifest), ...env, OUTPUT_WORDS[output]];
}

function handlerLines(manifest: Manifest): readonly string[] {
  const { handler, permissions } = manifest;
  switch (handler.kind) {
    case 'script':
      return [
        `runs ${handler.run.join(' ')} as you`,
        `says it needs ${needs(permissions)}; nothing keeps it from anything that you may do`,
      ];
    case 'http':
      return [`sends its name and the words to ${handler.url}, and nothing else`];
    case 'typescript':
      return [
        `runs its module ${handler.module} in a process that can read its own folder${ofProject(permissions)}`,
        permissions.run ? 'can start other programs' : 'is kept from starting other programs',
        networkLine(permissions.network ? 'asked' : 'not-asked'),
      ];
  }
}

function ofProject({ files }: Manifest['permissions']): string {
  switch (files) {
    case 'none':
      return ', and no other file of yours';
    case 'read':
      return ' and read this project';
    case 'write':
      return ' and read and write this project';
  }
}

/** Whether the Node we run on can keep a process off the network. */
export function keepsOffNetwork(): boolean {
  return process.allowedNodeEnvironmentFlags.has('--allow-net');
}

function networkLine(wish: 'asked' | 'not-asked'): string {
  if (wish === 'asked') return 'can use the network';
  return keepsOffNetwork()
    ? 'is kept off the network'
    : 'says it needs no network; nothing keeps it from that';
}

function needs({ network, files, run }: Manifest['permissions']): string {
  const told = [
    ...(network ? ['the network'] : []),
    ...(files === 'none' ? [] : [files === 'read' ? 'to read files' : 'to write files']),
    ...(run ? ['other programs'] : []),
  ];
  return told.length === 0 ? 'nothing more' : told.join(', ');
}

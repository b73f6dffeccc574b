// What a plugin may do, in lines for the person who is asked whether to trust it: all that goes to it and
// out of it, what is enforced, and, as plainly, what nothing keeps it from.
import type { Handler, Manifest } from './manifest.ts';

type Permissions = Manifest['permissions'];
type HandlerOf<Kind extends Handler['kind']> = Extract<Handler, { kind: Kind }>;

const OUTPUT_WORDS: Readonly<Record<Manifest['output'], string>> = {
  compose: 'its output goes into the composer, to be seen before it is sent',
  notice: 'its output is shown as a notice',
};

export function permissionLines(manifest: Manifest): readonly string[] {
  return [...handlerLines(manifest), OUTPUT_WORDS[manifest.output]];
}

function handlerLines({ handler, permissions }: Manifest): readonly string[] {
  switch (handler.kind) {
    case 'script':
      return [
        `runs ${handler.run.join(' ')} as you`,
        `says it needs ${needs(permissions)}; nothing keeps it from anything that you may do`,
        given(handler),
      ];
    case 'http':
      return serverLines(handler);
    case 'typescript':
      return [...moduleLines(handler, permissions), given(handler)];
  }
}

/** What a process of its own gets of us. */
function given({ env }: Handler): string {
  const named = env.length === 0 ? '' : `, and from your environment: ${env.join(', ')}`;
  return `gets the words and what is piped in, the project’s folder, PATH, HOME, language and time zone${named}`;
}

function serverLines({ method, url, headers, env }: HandlerOf<'http'>): readonly string[] {
  const what = method === 'GET' ? 'in the address ' : 'its name, ';
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const sent = env.filter((variable) =>
    Object.values(headers).some((value) => value.includes(`{env.${variable}}`)),
  );
  return [
    `sends ${what}the words and what is piped in to ${url} (${method})`,
    ...(named.length === 0 ? [] : [`with the headers ${named.join(', ')}`]),
    ...(sent.length === 0 ? [] : [`sends there from your environment: ${sent.join(', ')}`]),
    'nothing keeps that server from storing it or handing it on',
  ];
}

function moduleLines(
  { module }: HandlerOf<'typescript'>,
  { files, run, network }: Permissions,
): readonly string[] {
  // A program that it starts is under no permission model: then no other bound is left to tell.
  if (run) {
    return [
      `runs its module ${module} in a process that can start other programs`,
      'so nothing keeps it from anything that you may do',
    ];
  }
  return [
    `runs its module ${module} in a process that can read its own folder${ofProject(files)}`,
    'is kept from starting other programs',
    networkLine(network ? 'asked' : 'not-asked'),
    'is kept to this by Node, which is no wall against code that wants to harm',
  ];
}

function ofProject(files: Permissions['files']): string {
  switch (files) {
    case 'none':
      return ', and no other file of yours';
    case 'read':
      return ' and read this project, and what links in it lead to';
    case 'write':
      return ' and read and write this project, what is run in it later too, and what links in it lead to';
  }
}

/** Whether the Node we run on can keep a process off the network. */
export function keepsOffNetwork(): boolean {
  return process.allowedNodeEnvironmentFlags.has('--allow-net');
}

/** The sockets of this machine's own services count as network. */
function networkLine(wish: 'asked' | 'not-asked'): string {
  const reaches = 'the network and the services of this machine';
  if (wish === 'asked') return `can use ${reaches}`;
  return keepsOffNetwork()
    ? 'is kept off the network'
    : `says it needs no network; nothing keeps it from ${reaches}`;
}

function needs({ network, files, run }: Permissions): string {
  const told = [
    ...(network ? ['the network'] : []),
    ...(files === 'none' ? [] : [files === 'read' ? 'to read files' : 'to write files']),
    ...(run ? ['other programs'] : []),
  ];
  return told.length === 0 ? 'nothing more' : told.join(', ');
}

// `codex-voice mcp`: serves an agent's tools on standard input and output until their end. What the tools
// do is beside; nothing but the protocol is ever written to standard output.
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { CommandGiven } from '../commands/session-access.ts';
import { tellError } from '../told-lines.ts';
import { HostAccess } from './host-access.ts';
import { makeServer } from './mcp-server.ts';

export async function mcp(given: CommandGiven): Promise<number> {
  using access = new HostAccess(given);
  // Resolved when whoever started us has gone, or asks us to end.
  const ended = new Promise<void>((resolve) => {
    const end = (): void => resolve();
    process.stdin.once('end', end).once('close', end);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  });
  const served = serveStdio(() => makeServer(access), {
    onerror: tellError,
  });
  await ended;
  await served.close();
  return 0;
}

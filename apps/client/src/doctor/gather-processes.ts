// How fast host and keepers answer, and what answers in their place. Starts none of them.

import { join } from 'node:path';
import type { HostFacts, KeeperFacts } from '@codex-voice/doctor';
import { connectKeeper, runningKeepers } from '@codex-voice/ipc';
import { findHost } from '../commands/host-questions.ts';
import type { HostPlace } from '../host-link.ts';

/** One that has not answered within this, in ms, hangs, or its machine does. */
const PATIENCE_MS = 2_000;

export async function gatherHost(place: HostPlace): Promise<HostFacts> {
  const found = await findHost(place, 'leave', PATIENCE_MS);
  if (found.kind === 'refused') {
    const { code, message } = found;
    if (code === 'absent') return { kind: 'absent' };
    return { kind: 'refused', code, message, socket: join(place.runtimeDirectory, 'host.sock') };
  }
  const { host } = found;
  try {
    const askedMs = performance.now();
    const reply = await host.ask((requestId) => ({ type: 'status', requestId }));
    const answerMs = performance.now() - askedMs;
    if (reply.kind === 'status') {
      const { pid, version, sessions } = reply.status;
      return { kind: 'answers', pid, version, sessions, answerMs };
    }
    const message =
      reply.kind === 'refused'
        ? reply.message
        : 'the codex-voice host lets us in and answers nothing';
    const socket = join(place.runtimeDirectory, 'host.sock');
    return { kind: 'refused', code: reply.kind, message, socket };
  } finally {
    host.close();
  }
}

export async function gatherKeepers(runtimeDirectory: string): Promise<readonly KeeperFacts[]> {
  const asked = await Promise.all(
    runningKeepers(runtimeDirectory).map((sessionId) => askKeeper(runtimeDirectory, sessionId)),
  );
  return asked.flat();
}

/** None where nothing listens any more: a keeper that was killed leaves its name behind. */
async function askKeeper(
  runtimeDirectory: string,
  sessionId: string,
): Promise<readonly KeeperFacts[]> {
  let told: (agent: string | undefined) => void = () => undefined;
  const answered = new Promise<string | undefined>((resolve) => {
    told = resolve;
  });
  const timer = setTimeout(() => told(undefined), PATIENCE_MS);
  const ignored = (): void => undefined;
  try {
    const connected = await connectKeeper({
      runtimeDirectory,
      sessionId,
      capability: 'view',
      connection: {
        event: (event) => {
          if (event.type === 'status') told(event.session.agent.name);
        },
        output: ignored,
        snapshot: ignored,
        picture: ignored,
      },
      onClosed: () => told(undefined),
      patienceMs: PATIENCE_MS,
    });
    if (connected.kind === 'refused') {
      return connected.code === 'absent' ? [] : [{ sessionId, asked: { kind: 'lost' } }];
    }
    const askedMs = performance.now();
    connected.peer.request({ type: 'status', requestId: 'doctor' });
    const agent = await answered;
    const answerMs = performance.now() - askedMs;
    connected.peer.close();
    return [
      {
        sessionId,
        asked: agent === undefined ? { kind: 'lost' } : { kind: 'answers', answerMs, agent },
      },
    ];
  } finally {
    clearTimeout(timer);
  }
}

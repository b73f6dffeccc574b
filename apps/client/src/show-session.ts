// Begins one session in this terminal: asks for it first of all, takes the terminal, and gives it back
// whatever happens. What goes on in between is the session's.
import { InputFilter, PassthroughFilter, ReplyLedger } from '@codex-voice/ansi';
import { takeTerminal, terminalSize } from '@codex-voice/pty';
import { DeferredListener } from './deferred-listener.ts';
import { HudView } from './hud-view.ts';
import { keyBindings } from './key-actions.ts';
import { focusReportsFor } from './notices/notice-options.ts';
import { Session, type SessionParts } from './session.ts';
import type { SessionEnd } from './session-end.ts';
import { notATerminal, requireSize } from './terminal-checks.ts';

/** Shows the session in this terminal until it ends or is left. Throws `UserError`. */
export async function showSession(parts: SessionParts): Promise<SessionEnd> {
  const bindings = keyBindings(parts.options.keys);
  requireSize(terminalSize(process.stdout));
  const view = new HudView(parts.options, terminalSize(process.stdout));
  const ledger = new ReplyLedger();
  const focusReports = focusReportsFor(parts.options);
  const filter = new PassthroughFilter({ ...view.geometry, ledger, focusReports });
  const listener = new DeferredListener();
  // First of all: the agent boots while the rest is put together.
  const { start } = parts;
  const keeper = parts.backend.openKeeper(listener, {
    type: 'attach',
    size: filter.childSize,
    ...(start === 'new' ? { hold: 'take', after: 0 } : { hold: start }),
  });
  let session: Session | undefined;
  const taken = takeTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    restoreBytes: () => (session?.filter ?? filter).finish(),
  });
  if (taken.kind === 'not-a-terminal') throw notATerminal(taken.stream);
  const { terminal } = taken;
  try {
    const input = new InputFilter({ bindings, geometry: view.geometry, ledger });
    session = new Session({ ...parts, terminal, view, ledger, filter, keeper }, input);
    listener.bind(session);
    return await session.run();
  } finally {
    terminal.restore();
    await parts.backend.close();
  }
}

// A lane of short sessions whose keeper or agent is killed: the session is over, everybody is told, what was said
// is with the agent or kept, and nothing is left running.
import { setTimeout as sleep } from 'node:timers/promises';
import { runPlain } from '../program/command.ts';
import { exampleAgent, receivedPrompts } from '../program/sessions/session-rig.ts';
import { tell } from './said-lane.ts';
import { Sayings, spooled } from './sayings.ts';
import { type LaneParts, PATIENCE_MS, SoakSession } from './soak-session.ts';
import { Witness } from './witness.ts';

/** What a session lives before, in ms: some prompts are said, one is on its way. */
const LIFE_MS = { least: 900, most: 3_500 };
const TOLD_OF_KEEPER = /the session.s keeper has died/u;
/** 128 and the number of SIGKILL. */
const KILLED_STATUS = /status=137/u;

/** One session to its violent end. */
export async function mortalLane(lane: LaneParts): Promise<void> {
  await using session = await SoakSession.start(lane, (home) => {
    const agent = exampleAgent(home);
    return {
      isAgent: (line) => line.includes('output-ledger.ts'),
      env: agent.env,
      args: ['run', '--no-voice', '--', ...agent.command],
    };
  });
  await session.front.shows('Type or say', PATIENCE_MS);
  const { home, chance, sessionId } = session;
  const witness = new Witness({ sessionId, runtimeDirectory: home.runtimeDirectory });
  const sayings = new Sayings(session);
  sayings.begin();
  await sleep(chance.between(LIFE_MS.least, LIFE_MS.most));
  const victim = chance.one(['keeper', 'agent'] as const) ?? 'keeper';
  session.faults.kill(victim);
  const wanted = victim === 'keeper' ? TOLD_OF_KEEPER : KILLED_STATUS;
  await session.until(() => session.front.hasEnded);
  await sayings.end();
  if (!wanted.test(session.front.text))
    session.breach(
      'terminal restored',
      `the end of the ${victim} is not told: ${session.front.text}`,
    );
  // A prompt that the dead session had waits in the spool, or in its folder until the host has looked there.
  await runPlain(home, ['flush'], session.env('host'));
  const found = await sayings.book.settle({
    received: () => receivedPrompts(home).join(' / '),
    told: () => [...witness.told(), ...spooled(home.stateDirectory)],
    pending: () => witness.pending(),
    heard: () => new Map(),
  });
  witness.close();
  tell(session, found, () => witness.states());
  await session.closing();
}

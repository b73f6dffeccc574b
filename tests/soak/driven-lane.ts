// A lane around an agent that is spoken to through a protocol: it lies, falls silent, writes garbage and dies in
// the middle of a turn, and is killed. Every prompt reaches it once, or is told to be unconfirmed.
import { setTimeout as sleep } from 'node:timers/promises';
import { type AcpTurn, makeScriptedAcp, type ScriptedAcp } from '@codex-voice/testing';
import type { Weighted } from './chance.ts';
import { tell } from './said-lane.ts';
import { Sayings, spooled } from './sayings.ts';
import { type LaneParts, MACHINE_ACTS, PATIENCE_MS, SoakSession } from './soak-session.ts';
import { Witness } from './witness.ts';

const PAUSE_MS = { least: 40, most: 500 };
const CTRL_D = '\u0004';

/** What its next turn is like; the name is the fault's. */
const TURNS: readonly Weighted<readonly [string, AcpTurn]>[] = [
  { weight: 8, value: ['', { kind: 'say', text: 'Heard.' }] },
  { weight: 2, value: ['garbage', { kind: 'garbage' }] },
  { weight: 2, value: ['crash', { kind: 'die' }] },
  { weight: 2, value: ['crash', { kind: 'die-at-once' }] },
  { weight: 2, value: ['lie: another’s answer', { kind: 'answers-nothing' }] },
  { weight: 2, value: ['lie: two answers', { kind: 'answers-twice' }] },
  { weight: 2, value: ['lie: unknown news', { kind: 'unknown' }] },
  { weight: 2, value: ['crash in mid-line', { kind: 'half-line' }] },
];

type Act = (session: SoakSession) => unknown;

const ACTS: readonly Weighted<Act>[] = [
  { weight: 2, value: (session) => session.resize() },
  { weight: 1, value: (session) => session.killClient() },
  { weight: 1, value: (session) => session.leaveAndReturn() },
  { weight: 2, value: (session) => session.strike('host', 'kill') },
  { weight: 1, value: (session) => session.strike('agent', 'kill') },
  { weight: 2, value: (session) => session.strike('agent', 'stop') },
  { weight: 1, value: (session) => session.strike('host', 'stop') },
  { weight: 1, value: (session) => session.place.machine.setClock('far') },
  ...MACHINE_ACTS,
];

export async function drivenLane(lane: LaneParts): Promise<void> {
  using acp = makeScriptedAcp();
  await using session = await SoakSession.start(lane, () => ({
    isAgent: (line) => line.includes('scripted-acp-program.ts') && !line.includes('__acp'),
    args: ['acp', '--no-voice', '--', acp.file, ...acp.args],
  }));
  await session.front.shows('A new conversation.', PATIENCE_MS);
  const { home, sessionId } = session;
  const witness = new Witness({ sessionId, runtimeDirectory: home.runtimeDirectory });
  const sayings = new Sayings(session);
  sayings.begin(() => script(session, acp));
  while (!session.isOver) {
    await sleep(session.chance.between(PAUSE_MS.least, PAUSE_MS.most));
    await session.chance.weighted(ACTS)(session);
    await session.comeBack();
  }
  session.place.machine.calm();
  await sayings.end();
  acp.script({ kind: 'say', text: 'Heard.' });
  const found = await sayings.book.settle({
    received: () => acp.prompts().join(' / '),
    told: () => [...witness.told(), ...spooled(home.stateDirectory)],
    pending: () => witness.pending(),
    heard: () => new Map(),
  });
  witness.close();
  tell(session, found, () => [...witness.states().slice(-8), session.front.text]);
  await session.finish(CTRL_D);
}

function script({ chance, lane }: SoakSession, acp: ScriptedAcp): void {
  const [fault, turn] = chance.weighted(TURNS);
  if (fault !== '') lane.record.fault(`agent: ${fault}`);
  acp.script(turn);
}

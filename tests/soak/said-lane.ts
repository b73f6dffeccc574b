// A lane around the example agent, which is spoken to from a recording and told prompts from elsewhere while
// everything under it fails: each word arrives once, or is seen to wait.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScratchHome } from '@codex-voice/testing';
import { exampleAgent, ledgerPath, receivedPrompts } from '../program/sessions/session-rig.ts';
import { cutOffUtterances, journalLines, SPOKEN } from '../program/sessions/spoken-home.ts';
import type { Weighted } from './chance.ts';
import type { BookFindings } from './delivery-book.ts';
import type { SmallDisk } from './full-disk.ts';
import { UNDERSTOOD } from './heard-wrong.ts';
import { Sayings, spooled } from './sayings.ts';
import {
  type LaneParts,
  loadedPatienceMs,
  MACHINE_ACTS,
  PATIENCE_MS,
  SoakSession,
} from './soak-session.ts';
import { type Spoken, type SpokenDevice, spokenDevice } from './spoken-device.ts';
import { Witness } from './witness.ts';

/** Between two faults, in ms: an utterance takes two seconds to be said and heard. */
const PAUSE_MS = { least: 30, most: 420 };
const CTRL_D = '\u0004';
/** Ctrl-\ a. */
const LISTEN_OR_NOT = '\u001ca';
/** After this many faults everything is let come back: what never gets up can't fail at work. */
const RECOVERY_EVERY = 14;
/** What is typed of all that may be heard. */
const TYPED: ReadonlySet<string> = new Set([...SPOKEN, ...UNDERSTOOD]);
const LEAST_SAID = 2;
const FULL_MS = { least: 200, most: 2_500 };

export interface SaidWish {
  /** Spoken to from a recording, or into a device that goes away; absent: only told from elsewhere. */
  readonly voice?: Spoken;
  /** The home's own disk, which fills up. */
  readonly disk?: SmallDisk;
}

type Act = (session: SoakSession) => unknown;

const ACTS: readonly Weighted<Act>[] = [
  { weight: 3, value: (session) => session.resize() },
  { weight: 2, value: (session) => session.killClient() },
  { weight: 2, value: (session) => session.leaveAndReturn() },
  { weight: 1, value: (session) => session.view() },
  { weight: 3, value: (session) => session.strike('host', 'kill') },
  { weight: 2, value: (session) => session.strike('host', 'stop') },
  { weight: 1, value: (session) => session.strike('keeper', 'stop') },
  { weight: 1, value: (session) => session.strike('client', 'stop') },
  { weight: 2, value: (session) => session.strike('agent', 'stop') },
  { weight: 1, value: (session) => session.faults.suspend() },
  ...MACHINE_ACTS,
];

const VOICE_ACTS: readonly Weighted<Act>[] = [
  { weight: 3, value: (session) => session.strike('voice', 'kill') },
  { weight: 2, value: (session) => session.strike('voice', 'stop') },
  { weight: 2, value: (session) => session.strike('recogniser', 'kill') },
  { weight: 2, value: (session) => session.strike('recogniser', 'stop') },
  { weight: 2, value: (session) => session.place.machine.write('torn', 'voice') },
  { weight: 1, value: (session) => session.place.machine.setClock('near') },
];

/** What was said and is a day old by such a clock would be told, and typed no more. */
const UNSPOKEN_ACTS: readonly Weighted<Act>[] = [
  { weight: 2, value: (session) => session.place.machine.setClock('far') },
];

export async function saidLane(lane: LaneParts, wish: SaidWish): Promise<void> {
  await using undo = new AsyncDisposableStack();
  let device: SpokenDevice | undefined;
  const session = undo.use(
    await SoakSession.start(lane, async (home, chance) => {
      const agent = exampleAgent(home);
      if (wish.voice !== undefined)
        device = undo.use(await spokenDevice(wish.voice, { home, chance, lane }));
      return {
        isAgent: (line) => line.includes('output-ledger.ts'),
        env: { ...agent.env, ...device?.env },
        args: ['run', ...(device?.options ?? ['--no-voice']), '--', ...agent.command],
      };
    }),
  );
  await session.front.shows('Type or say', PATIENCE_MS);
  const { sessionId, home } = session;
  const runtimeDirectory = home.runtimeDirectory;
  const witness = new Witness({ sessionId, runtimeDirectory });
  undo.defer(() => witness.close());
  const sayings = new Sayings(session);
  sayings.begin();
  const given: SpokenDevice | undefined = device;
  await torment(session, wish, given);
  await sayings.end();
  // A machine that was too busy for any has looked at nothing.
  while (sayings.book.size < LEAST_SAID) await sayings.one();
  if (wish.voice !== undefined) await silence(session);
  const found = await sayings.book.settle({
    received: () => receivedPrompts(home).join(' / '),
    told: () => [...witness.told(), ...spooled(home.stateDirectory)],
    pending: () => witness.pending(),
    heard: () => heardTexts(home),
  });
  tell(session, found, () => [
    ...witness.states().slice(-6),
    ...hostLog(home),
    readFileSync(ledgerPath(home), 'utf8').slice(-200),
  ]);
  await session.finish(CTRL_D);
}

async function torment(
  session: SoakSession,
  wish: SaidWish,
  device: SpokenDevice | undefined,
): Promise<void> {
  const acts: Weighted<Act>[] = [
    ...ACTS,
    ...(wish.voice === undefined ? UNSPOKEN_ACTS : VOICE_ACTS),
  ];
  const { disk } = wish;
  const replug = device?.replug;
  if (replug !== undefined) acts.push({ weight: 4, value: replug });
  if (disk !== undefined) acts.push({ weight: 8, value: () => fillUp(session, disk) });
  for (let count = 1; !session.isOver; count += 1) {
    await sleep(session.chance.between(PAUSE_MS.least, PAUSE_MS.most));
    await session.chance.weighted(acts)(session);
    await session.comeBack();
    if (wish.voice === undefined || count % RECOVERY_EVERY !== 0) continue;
    await device?.mend?.();
    await recovered(session);
  }
  await device?.mend?.();
  session.place.machine.calm();
}

async function fillUp(session: SoakSession, disk: SmallDisk): Promise<void> {
  disk.fill();
  session.lane.record.fault('disk: full');
  const forMs = session.chance.between(FULL_MS.least, FULL_MS.most);
  await sleep(forMs / 2);
  // What is being written just now ends in the middle.
  if (session.chance.isHit(0.3) && session.faults.kill('host'))
    session.lane.record.fault('disk: torn by a kill while full');
  await sleep(forMs / 2);
  disk.free();
}

/** Voice is up and hears. */
async function recovered(session: SoakSession): Promise<void> {
  await session.until(() => session.home.pids('voice').length > 0, PATIENCE_MS / 2);
  await session.front.shows(/listening|hearing/u, PATIENCE_MS / 3);
}

/** Closed, or one that is not there: where the terminal that brought the recording died before a host knew of it. */
const NOBODY_HEARS = /ready|no voice/u;

/** The microphone is closed, and what was being said is over. */
async function silence(session: SoakSession): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await session.comeBack();
    await recovered(session);
    session.front.send(LISTEN_OR_NOT);
    // Too soon another key would open it again.
    if (await session.front.shows(NOBODY_HEARS, loadedPatienceMs() / 10))
      return await sendCutOff(session);
  }
  session.breach('delivered exactly once', `the microphone can’t be closed: ${session.front.text}`);
}

/** What was cut off by a death stands in the composer, and its Enter is the person's. */
async function sendCutOff(session: SoakSession): Promise<void> {
  const { home, front } = session;
  await session.until(() => cutOffUtterances(home).underWay.length === 0, PATIENCE_MS);
  if (cutOffUtterances(home).composed.length > 0) front.send('\r');
}

function hostLog(home: ScratchHome): readonly string[] {
  return readFileSync(join(home.stateDirectory, 'host.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-8);
}

/**
 * How often each text was heard to its end, by what voice had written down. A spoilt phrase may be heard as a command,
 * which is obeyed and not typed.
 */
function heardTexts(home: ScratchHome): ReadonlyMap<string, number> {
  const texts = new Map<string, string>();
  for (const { type, id, text, verdict } of journalLines(home))
    if (type === 'transcript' && verdict === 'accepted') texts.set(id, text ?? '');
  const counts = new Map<string, number>();
  for (const text of texts.values())
    if (TYPED.has(text.toLowerCase())) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

export function tell(
  session: SoakSession,
  found: BookFindings,
  more: () => readonly string[] = () => [],
): void {
  const { record } = session.lane;
  record.looked('delivered exactly once', found.looked);
  record.waiting({ told: found.told, waiting: found.waiting.length });
  if (found.waiting.length > 0)
    console.log(`${session.lane.name}: still waiting: ${more().join(' | ')}`);
  if (found.duplicated.length > 0)
    session.breach('delivered exactly once', `twice: ${found.duplicated.join(', ')}`);
  if (found.lost.length > 0)
    session.breach(
      'delivered exactly once',
      `lost: ${found.lost.join(', ')}; ${more().join(' | ')}; ${join(session.home.stateDirectory, 'sessions')}`,
    );
}

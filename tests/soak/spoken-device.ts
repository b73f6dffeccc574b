// What the example agent is spoken to through: a recording with the faults of bad devices, or a device on a real
// sound server that is unplugged and plugged in again.
import { type ScratchHome, startVirtualMicrophone } from '@codex-voice/testing';
import { spokenRecording } from '../program/sessions/spoken-home.ts';
import type { Chance } from './chance.ts';
import { unevenRecording } from './heard-recordings.ts';
import { hearBadly } from './heard-wrong.ts';
import type { LaneParts, SoakSession } from './soak-session.ts';

/** Rounds of the recording that outlast any lane. */
const ROUNDS = 90;
/** Of what is played into a device before it begins again. */
const PLAYED_ROUNDS = 3;

export type Spoken = 'phrases' | 'bad-server' | 'microphone';

export interface SpokenDevice extends AsyncDisposable {
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Takes the device away, or brings it back; absent where nobody can. */
  readonly replug?: (session: SoakSession) => Promise<void>;
  /** Brings it back if it is away. */
  readonly mend?: () => Promise<void>;
}

interface Where {
  readonly home: ScratchHome;
  readonly chance: Chance;
  readonly lane: LaneParts;
}

const LISTENING = ['--mode', 'auto', '--send'];

export async function spokenDevice(spoken: Spoken, where: Where): Promise<SpokenDevice> {
  if (spoken === 'microphone') return await soundDevice(where);
  const { home, chance, lane } = where;
  const { record } = lane;
  const server = spoken === 'bad-server' ? await hearBadly(home, { chance, record }) : undefined;
  const heardMs = lane.untilMs - performance.now();
  const recording = unevenRecording(home, { rounds: ROUNDS, chance, record, heardMs });
  return {
    options: [...LISTENING, '--audio', recording],
    env: {},
    [Symbol.asyncDispose]: async () => await server?.close(),
  };
}

async function soundDevice({ home, lane }: Where): Promise<SpokenDevice> {
  const microphone = await startVirtualMicrophone();
  const recording = spokenRecording(home, PLAYED_ROUNDS);
  let isOver = false;
  let isThere = true;
  const playing = (async () => {
    while (!isOver) {
      if (isThere) await microphone.play(recording).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const replug = async (): Promise<void> => {
    isThere = !isThere;
    if (!isThere) microphone.hush();
    await (isThere ? microphone.plug() : microphone.unplug());
    lane.record.fault(isThere ? 'audio: device back' : 'audio: device lost');
  };
  return {
    options: LISTENING,
    env: microphone.env,
    replug,
    mend: async () => {
      if (!isThere) await replug();
    },
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await microphone.stop();
      await playing;
    },
  };
}

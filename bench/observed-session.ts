// A session whose observing is switched while it runs: metrics by its config file, a recording by its host. Each
// switch has taken effect when it returns, as the host itself has it. What is measured meanwhile is the benchmarks'.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readQueue } from '@codex-voice/control';
import { type ConnectedHost, connectHost } from '@codex-voice/ipc';
import type { HostAnswer, HostRequest } from '@codex-voice/protocol';
import type { ScratchHome } from '@codex-voice/testing';
import { type EchoProbe, openProbes } from './echo-probe.ts';
import { benchHome, codexVoice } from './peers.ts';
import { ProcessorBooks, residentMiB } from './processes.ts';
import { sleep } from './statistics.ts';

export type Switch = 'on' | 'off';

const OURS = ['client', 'keeper', 'host'] as const;
/** Longer than any switch: the bench stops rather than measuring something else. */
const PATIENCE_MS = 20_000;
/** Between two looks at whether it has taken effect, and at threads that are about to end. */
const LOOK_MS = 10;

type Question = Extract<HostRequest, { readonly requestId: string }>;

export class ObservedSession implements AsyncDisposable {
  readonly probe: EchoProbe;
  readonly books: ProcessorBooks;
  readonly #home: ScratchHome;
  readonly #pids: readonly number[];
  readonly #host: AskedHost;
  readonly #sessionId: string;
  #recorded: Switch = 'off';

  private constructor(home: ScratchHome, probe: EchoProbe, at: { host: AskedHost; id: string }) {
    this.#home = home;
    this.probe = probe;
    this.#host = at.host;
    this.#sessionId = at.id;
    this.#pids = OURS.flatMap((role) => home.pids(role));
    this.books = new ProcessorBooks(this.#pids);
  }

  /** The command says `ready` and echoes. */
  static async start(command: readonly string[]): Promise<ObservedSession> {
    const home = benchHome();
    writeConfig(home, 'off');
    const peer = codexVoice('codex-voice', ['--no-voice'], home);
    const [probe] = await openProbes([peer], command);
    if (probe === undefined) throw new Error('no session');
    const host = await openHost(home);
    let id = '';
    await until('a session at its host', async () => {
      const reply = await host.ask((requestId) => ({ type: 'sessions', requestId }));
      id = reply.kind === 'sessions' ? (reply.sessions[0]?.sessionId ?? '') : '';
      return id !== '';
    });
    return new ObservedSession(home, probe, { host, id });
  }

  get residentMiB(): number {
    return this.#pids.reduce((sum, pid) => sum + residentMiB(pid), 0);
  }

  /** What the host holds for the session is looked at until it is so. */
  async measure(wanted: Switch): Promise<'switched' | 'so-before'> {
    const folder = join(this.#home.stateDirectory, 'sessions', this.#sessionId);
    const isSo = () => {
      const found = readQueue(folder);
      const settings = found.kind === 'memory' ? found.memory.settings : undefined;
      return settings !== undefined && (settings.measured ?? 'on') === wanted;
    };
    if (isSo()) return 'so-before';
    writeConfig(this.#home, wanted);
    await until(`metrics ${wanted}`, isSo);
    return 'switched';
  }

  /** What its thread uses until it has ended is in the books. */
  async record(wanted: Switch): Promise<'switched' | 'so-before'> {
    if (this.#recorded === wanted) return 'so-before';
    this.#recorded = wanted;
    const target = { path: join(this.#home.stateDirectory, 'recordings'), is: 'folder' } as const;
    let isAnswered = false;
    const asked = this.#host
      .ask((requestId) => ({
        ...{ type: 'record', requestId, sessionId: this.#sessionId },
        ...(wanted === 'on' ? { do: 'start', target } : { do: 'stop' }),
      }))
      .finally(() => {
        isAnswered = true;
      });
    while (!isAnswered) {
      this.books.look();
      await sleep(LOOK_MS);
    }
    const reply = await asked;
    const state = reply.kind === 'done' ? reply.recording?.state : undefined;
    if (state !== (wanted === 'on' ? 'begun' : 'stopped'))
      throw new Error(`no recording went ${wanted}: ${JSON.stringify(reply)}`);
    if (wanted === 'off') this.#removeRecording(target.path);
    return 'switched';
  }

  /** Whoever asks for a recording and gets none would measure nothing. */
  #removeRecording(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).size === 0) throw new Error(`nothing was recorded: ${path}`);
      rmSync(path);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.probe.run.end();
    this.#host.close();
    this.#home[Symbol.dispose]();
  }
}

function writeConfig(home: ScratchHome, metrics: Switch): void {
  const folder = join(home.env.XDG_CONFIG_HOME ?? home.path, 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), `[metrics]\nenabled = ${metrics === 'on'}\n`);
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const lateMs = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > lateMs) throw new Error(`never came: ${what}`);
    await sleep(LOOK_MS);
  }
}

/** Of a session's host, one question after the other. */
interface AskedHost {
  readonly ask: (question: (requestId: string) => Question) => Promise<HostAnswer>;
  readonly close: () => void;
}

/** The session may show before its host is there. */
async function openHost({ runtimeDirectory }: ScratchHome): Promise<AskedHost> {
  let answered = (_: HostAnswer): void => undefined;
  let host: ConnectedHost | undefined;
  await until('a host', async () => {
    const found = await connectHost({
      runtimeDirectory,
      onEvent: (event) => {
        if (event.type === 'answer') answered(event.answer);
      },
      onClosed: () => undefined,
    });
    if (found.kind === 'connected') host = found.host;
    return found.kind === 'connected';
  });
  let asked = 0;
  return {
    ask: async (question) => {
      asked += 1;
      return await new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('the host is silent')), PATIENCE_MS);
        answered = (answer) => {
          clearTimeout(late);
          resolve(answer);
        };
        host?.request(question(`bench-${asked}`));
      });
    },
    close: () => host?.close(),
  };
}

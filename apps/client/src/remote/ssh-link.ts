// One try to reach a session of another machine: the system's own ssh carries the link, and what it says
// when it fails becomes one line. Trying again is left to others.
import { type ChildProcess, spawn } from 'node:child_process';
import { type NearLink, type NearLinkEvents, openNearLink } from '@codex-voice/ipc';
import type { LinkEvent, LinkHello } from '@codex-voice/protocol';
import {
  machineText,
  type RemoteAddress,
  type SshRefusal,
  sshRefusal,
  sshWords,
} from '@codex-voice/remote';
import { twoWays } from './two-ways.ts';

/** The end of what ssh and the program there wrote to standard error, in UTF-16 units. */
const KEPT_STDERR_UNITS = 8_192;
/** A try that nobody is asked during is given up after this, in ms: as long as an alive check waits. */
const UNASKED_PATIENCE_MS = 15_000;
/** An ssh whose link has ended goes by itself, or is ended after this, in ms. */
const END_GRACE_MS = 1_000;

export type Reached = Extract<LinkEvent, { type: 'reached' }>;

export interface LinkWanted {
  readonly address: RemoteAddress;
  readonly program: string;
  readonly asks: 'may' | 'never';
  readonly hello: LinkHello;
  readonly events: NearLinkEvents;
}

export type LinkOutcome =
  | { readonly kind: 'reached'; readonly link: NearLink; readonly reached: Reached }
  | { readonly kind: 'refused'; readonly refusal: SshRefusal };

export type OpenLink = (wanted: LinkWanted) => Promise<LinkOutcome>;

/** Never rejects. Once reached, the end of the link is told to the events. */
export const openSshLink: OpenLink = (wanted) =>
  new Promise((resolve) => {
    new Try(wanted, resolve).start();
  });

class Try {
  readonly #wanted: LinkWanted;
  readonly #resolve: (outcome: LinkOutcome) => void;
  #stderr = '';
  #spawnError: string | undefined;
  #refused: SshRefusal | undefined;
  #isReached = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(wanted: LinkWanted, resolve: (outcome: LinkOutcome) => void) {
    this.#wanted = wanted;
    this.#resolve = resolve;
  }

  start(): void {
    const { address, program, asks, hello, events } = this.#wanted;
    const command = { program, words: ['attach', '--stdio'] };
    const words = sshWords({ address, command, asks });
    const child = spawn('ssh', [...words], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-KEPT_STDERR_UNITS);
    });
    child.on('error', (error) => {
      this.#spawnError = 'code' in error ? String(error.code) : error.message;
      if (child.pid === undefined) this.#ended(undefined);
    });
    child.on('close', (code) => this.#ended(code ?? undefined));
    const near = openNearLink(twoWays(child.stdout, child.stdin), {
      ...events,
      hello,
      onLink: (event) => this.#link(event, link),
      onEnded: (why) => {
        endSoon(child);
        if (this.#isReached) events.onEnded(why);
      },
    });
    const link: NearLink = {
      ...near,
      get isMet() {
        return near.isMet;
      },
      // Of an ending of ours nothing is told, and an ssh whose machine is gone does not see it.
      close: () => {
        near.close();
        endSoon(child);
      },
    };
    if (asks === 'never')
      this.#patience = setTimeout(() => child.kill('SIGKILL'), UNASKED_PATIENCE_MS);
  }

  #link(event: LinkEvent, link: NearLink): void {
    if (this.#isReached) this.#wanted.events.onLink(event);
    else if (event.type === 'refused') {
      const machine = machineText(this.#wanted.address);
      const kind = event.code === 'failed' ? 'passing' : 'lasting';
      this.#refused = { kind, message: `${machine}: ${event.message}` };
      link.close();
    } else if (event.type === 'reached') {
      this.#isReached = true;
      clearTimeout(this.#patience);
      this.#resolve({ kind: 'reached', link, reached: event });
    }
  }

  /** The process is over; what it wrote has come. */
  #ended(exitCode: number | undefined): void {
    clearTimeout(this.#patience);
    if (this.#isReached) return;
    const { address, program, asks } = this.#wanted;
    const end = { exitCode, stderr: this.#stderr, machine: machineText(address), program, asks };
    const refusal = this.#refused ?? sshRefusal({ ...end, spawnError: this.#spawnError });
    this.#resolve({ kind: 'refused', refusal });
  }
}

function endSoon(child: ChildProcess): void {
  const timer = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
  timer.unref();
  child.once('close', () => clearTimeout(timer));
}

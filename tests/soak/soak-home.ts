// A home whose processes do not find each other directly: between the client and its keeper, the client and the
// host, and the host and the keeper stands a relay that can do what a bad transport does.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratchHome, type ScratchHome } from '@codex-voice/testing';
import type { Chance } from './chance.ts';
import { FaultyRelay } from './faulty-relay.ts';
import { MachineFaults } from './machine-faults.ts';
import type { SoakRecord } from './soak-record.ts';

/**
 * Runtime folders: `host` is the host's own, `keeper` that of terminals that start sessions, `near` that of
 * terminals that attach. In each lies a relay to every server of the others.
 */
type Side = 'host' | 'keeper' | 'near';
const FOLDERS: Readonly<Record<Side, string>> = { host: 'run', keeper: 'keep', near: 'near' };
const KEEPER_SOCKET = /^(keeper-[a-z0-9-]+)\.sock$/u;
/** Between two looks for the sockets of new sessions, in ms: a client waits 3 s for its session. */
const LOOK_EVERY_MS = 40;

export interface SoakHomeParts {
  readonly chance: Chance;
  readonly record: SoakRecord;
  /** Where the home is made; absent: where temporary files are. */
  readonly parent?: string;
}

export class SoakHome implements AsyncDisposable {
  readonly home: ScratchHome;
  readonly machine: MachineFaults;
  readonly #parts: SoakHomeParts;
  readonly #relays = new Map<string, FaultyRelay>();
  readonly #looking: NodeJS.Timeout;

  constructor(parts: SoakHomeParts) {
    this.#parts = parts;
    this.home = makeScratchHome(parts.parent);
    this.machine = new MachineFaults(parts);
    for (const side of ['host', 'keeper', 'near'] as const)
      mkdirSync(this.#folder(side), { recursive: true, mode: 0o700 });
    this.#relay('host', { from: 'keeper', to: 'host' });
    this.#relay('host', { from: 'near', to: 'host' });
    this.#looking = setInterval(() => this.#findKeepers(), LOOK_EVERY_MS);
  }

  /** The environment of what is started on a side. */
  env(side: Side): Readonly<Record<string, string | undefined>> {
    return {
      ...this.home.env,
      ...this.machine.env,
      XDG_RUNTIME_DIR: join(this.home.path, FOLDERS[side]),
    };
  }

  /** Between terminals and keepers. */
  get keeperRelays(): readonly FaultyRelay[] {
    return [...this.#relays].flatMap(([key, relay]) =>
      key.startsWith('near keeper-') ? [relay] : [],
    );
  }

  /** Something happens to a connection; false: there was none. */
  injectTransport(): boolean {
    const used = [...this.#relays.values()].filter((relay) => relay.isInUse);
    return this.#parts.chance.one(used)?.inject() ?? false;
  }

  /** What servers have left in any runtime folder once the relays are gone. */
  async leftFiles(): Promise<string[]> {
    await this.#closeRelays();
    return (['host', 'keeper', 'near'] as const).flatMap((side) =>
      readdirSync(this.#folder(side)).map((name) => `${FOLDERS[side]}/${name}`),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closeRelays();
    this.home[Symbol.dispose]();
    this.machine[Symbol.dispose]();
  }

  async #closeRelays(): Promise<void> {
    clearInterval(this.#looking);
    await Promise.all([...this.#relays.values()].map((relay) => relay.close()));
    this.#relays.clear();
  }

  #folder(side: Side): string {
    return join(this.home.path, FOLDERS[side], 'codex-voice');
  }

  #findKeepers(): void {
    const names = readdirSync(this.#folder('keeper')).flatMap((name) => {
      return KEEPER_SOCKET.exec(name)?.[1] ?? [];
    });
    for (const name of names) {
      this.#relay(name, { from: 'host', to: 'keeper' });
      this.#relay(name, { from: 'near', to: 'keeper' });
    }
    for (const [key, relay] of this.#relays) {
      const name = /keeper-.*$/u.exec(key)?.[0];
      if (name === undefined || names.includes(name)) continue;
      // The keeper has gone: nobody is to find its place taken.
      this.#relays.delete(key);
      void relay.close();
    }
  }

  #relay(name: string, { from, to }: { readonly from: Side; readonly to: Side }): void {
    const key = `${from} ${name}`;
    if (this.#relays.has(key)) return;
    const [ours, theirs] = [join(this.#folder(from), name), join(this.#folder(to), name)];
    const relay = new FaultyRelay({
      socket: `${ours}.sock`,
      upstream: `${theirs}.sock`,
      token: `${ours}.token`,
      upstreamToken: `${theirs}.token`,
      chance: this.#parts.chance,
      met: (kind) => this.#parts.record.fault(`transport: ${kind}`),
    });
    this.#relays.set(key, relay);
  }
}

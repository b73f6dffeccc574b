// `codex-voice attach --stdio`: the end of a link where the session runs. Standard input and output go to
// the session's keeper and to this person's host, and end with the one who wrote there.
import { Socket } from 'node:net';
import { type ConnectedKeeper, connectKeeper, type FarLink, openFarLink } from '@codex-voice/ipc';
import {
  commonVersion,
  type HostEvent,
  type HostRequest,
  type LinkHello,
  type SessionSettings,
  SPOKEN_VERSIONS,
} from '@codex-voice/protocol';
import { type CommandGiven, findSession, openAccess } from '../commands/session-access.ts';
import { readSessionRecord } from '../commands/session-record.ts';
import { type ConnectedHost, ensureHost } from '../host-link.ts';
import { monotonicMs } from '../monotonic.ts';
import { sessionsDirectory } from '../places.ts';
import { packageVersion } from '../program-root.ts';
import { runtimeFolder } from '../reached-keeper.ts';
import { sessionOptions } from '../session-options.ts';
import { errorLine, UserError } from '../user-error.ts';
import { twoWays } from './two-ways.ts';

/** A terminal that has not said that it is here for this long, in ms, is gone: it says so every 5 s. */
const SILENT_MS = 30_000;

/** Resolves when the link is over. */
export async function serveFarEnd(given: CommandGiven): Promise<number> {
  return await new Promise((resolve) => {
    new FarEnd(given, () => resolve(0)).start();
  });
}

class FarEnd {
  readonly #given: CommandGiven;
  readonly #onEnd: () => void;
  #far: FarLink | undefined;
  #peer: ConnectedKeeper | undefined;
  #host: ConnectedHost['host'] | undefined;
  #version = SPOKEN_VERSIONS.newest;
  #sessionId = '';
  #silence: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(given: CommandGiven, onEnd: () => void) {
    this.#given = given;
    this.#onEnd = onEnd;
  }

  start(): void {
    const stdio = twoWays(
      new Socket({ fd: 0, readable: true, writable: false }),
      new Socket({ fd: 1, readable: false, writable: true }),
    );
    this.#far = openFarLink(stdio, {
      onHello: (hello) => void this.#reach(hello),
      onLink: (request) => {
        this.#waitOn();
        if (request.type === 'host') void this.#hostAsked();
        else this.#far?.say({ type: 'alive', echoMs: request.nowMs, nowMs: monotonicMs() });
      },
      onHost: (request) => void this.#hostRequest(request),
      onEnded: () => this.#end(),
    });
    this.#waitOn();
  }

  #waitOn(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end(), SILENT_MS);
  }

  async #reach(hello: LinkHello): Promise<void> {
    const far = this.#far;
    if (far === undefined) return;
    const common = commonVersion({ client: hello.versions, server: SPOKEN_VERSIONS });
    if (common.kind === 'none') {
      const where = common.older === 'client' ? 'here' : 'there';
      const message = `its codex-voice is ${packageVersion()} and does not fit: update the one ${where}`;
      far.refuse({ code: 'version', message });
      return;
    }
    this.#version = common.version;
    try {
      const sources = openAccess(this.#given).sources();
      this.#sessionId = await findSession(sources, { name: hello.session, unnamed: 'another' });
      await this.#connect(far, hello);
    } catch (error) {
      const code = error instanceof UserError ? 'session' : 'failed';
      far.refuse({ code, message: lineOf(error) });
    }
  }

  async #connect(far: FarLink, { hold, size, after }: LinkHello): Promise<void> {
    const capability = hold === 'never' ? 'view' : 'control';
    const sessionId = this.#sessionId;
    const connected = await connectKeeper({
      runtimeDirectory: runtimeFolder(),
      sessionId,
      capability,
      connection: far.connection,
      versions: { oldest: SPOKEN_VERSIONS.oldest, newest: this.#version },
      onClosed: (why) => {
        far.say({ type: 'keeper-gone', why });
        far.close();
        this.#end();
      },
    });
    if (connected.kind === 'refused') {
      const code = connected.code === 'absent' ? 'session' : 'failed';
      far.refuse({ code, message: `${sessionId}: ${connected.message}` });
      return;
    }
    const { peer, version } = connected;
    this.#peer = peer;
    far.reached(peer, { sessionId, version, program: packageVersion(), capability });
    peer.request({ type: 'attach', size, hold, ...(after === undefined ? {} : { after }) });
  }

  /** A host that can't be had, for a faulty config file say, ends no link. */
  async #hostAsked(): Promise<void> {
    try {
      await this.#findHost();
    } catch (error) {
      this.#far?.say({ type: 'host', state: { kind: 'gone', why: lineOf(error) } });
    }
  }

  async #findHost(): Promise<void> {
    const { launcher, config } = this.#given;
    this.#host?.close();
    this.#host = undefined;
    const found = await ensureHost(
      {
        runtimeDirectory: runtimeFolder(),
        launcher,
        env: process.env,
        keepEnded: config().session.keep_ended,
      },
      {
        versions: { oldest: SPOKEN_VERSIONS.oldest, newest: this.#version },
        onEvent: (event: HostEvent) => this.#far?.host(event, this.#version),
        onClosed: (why) => {
          this.#host = undefined;
          this.#far?.say({ type: 'host', state: { kind: 'gone', why } });
        },
      },
    );
    if (found.kind === 'refused') {
      this.#far?.say({ type: 'host', state: { kind: 'gone', why: found.message } });
      return;
    }
    if (this.#isOver) found.host.close();
    else {
      this.#host = found.host;
      const state = { kind: 'found', version: found.version } as const;
      this.#far?.say({ type: 'host', state });
    }
  }

  async #hostRequest(request: HostRequest): Promise<void> {
    if (request.type !== 'open') {
      this.#host?.request(request);
      return;
    }
    // A session that was never set to anything is set by the configuration of where it runs.
    const settings = await this.#settings();
    const { sessionId, microphone } = request;
    this.#host?.request({
      type: 'open',
      sessionId,
      ...(settings === undefined ? {} : { settings }),
      ...(microphone === undefined ? {} : { microphone }),
    });
  }

  async #settings(): Promise<SessionSettings | undefined> {
    const { request, config: read } = this.#given;
    const folder = readSessionRecord(sessionsDirectory(), this.#sessionId)?.cwd ?? process.cwd();
    try {
      const { preparedSettings } = await import('../prepared-settings.ts');
      const config = read();
      const options = sessionOptions(request, config);
      return (await preparedSettings({ request, config, options, folder })).settings;
    } catch (error) {
      const text = errorLine(error).trim();
      this.#far?.host({ type: 'notice', severity: 'warning', text }, this.#version);
      return undefined;
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#silence);
    this.#host?.close();
    this.#peer?.close();
    this.#far?.close();
    this.#onEnd();
  }
}

/** One line for the other end, which says itself whose it is. */
function lineOf(error: unknown): string {
  return errorLine(error)
    .trim()
    .replace(/^codex-voice: /u, '');
}

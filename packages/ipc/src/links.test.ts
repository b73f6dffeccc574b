// Links between two machines, both ends over one pair of streams; what comes is cut at every byte.
import { duplexPair } from 'node:stream';
import type {
  HostEvent,
  HostRequest,
  KeeperEvent,
  KeeperPeer,
  KeeperRequest,
  LinkEvent,
  LinkHello,
  LinkRequest,
} from '@codex-voice/protocol';
import { FrameEncoder, LINK_PREAMBLE } from '@codex-voice/protocol';
import { describe, expect, test, vi } from 'vitest';
import { openFarLink } from './far-link.ts';
import { MAXIMUM_WORDS_BEFORE_BYTES, PreambleReader } from './link-preamble.ts';
import { openNearLink } from './near-link.ts';

const HELLO: LinkHello = {
  type: 'hello',
  versions: { oldest: 1, newest: 2 },
  hold: 'if-free',
  size: { columns: 80, rows: 23 },
};

/** What the far end was told. */
class FarEnd {
  readonly hellos: LinkHello[] = [];
  readonly links: LinkRequest[] = [];
  readonly hosts: HostRequest[] = [];
  readonly ended: string[] = [];
  readonly requests: KeeperRequest[] = [];
  input = '';
}

/** What the near end was told. */
class NearEnd {
  readonly events: KeeperEvent[] = [];
  readonly links: LinkEvent[] = [];
  readonly hosts: HostEvent[] = [];
  readonly ended: string[] = [];
  output = '';
}

function bothEnds() {
  const [left, right] = duplexPair();
  const far = new FarEnd();
  const near = new NearEnd();
  const farLink = openFarLink(right, {
    onHello: (hello) => far.hellos.push(hello),
    onLink: (request) => far.links.push(request),
    onHost: (request) => far.hosts.push(request),
    onEnded: (why) => far.ended.push(why),
  });
  const peer: KeeperPeer = {
    request: (request) => far.requests.push(request),
    input: (bytes) => {
      far.input += new TextDecoder().decode(bytes);
    },
    acknowledge: () => undefined,
    deliver: () => undefined,
    closed: () => undefined,
  };
  const open = () =>
    openNearLink(left, {
      hello: HELLO,
      connection: {
        event: (event) => near.events.push(event),
        output: (_, bytes) => {
          near.output += new TextDecoder().decode(bytes);
        },
        snapshot: () => undefined,
        picture: () => undefined,
      },
      onHost: (event) => near.hosts.push(event),
      onLink: (event) => near.links.push(event),
      onEnded: (why) => near.ended.push(why),
    });
  return { far, farLink, near, open, left, right, peer };
}

const AT_REST = { atRest: true, insidePaste: false };
const reached = { sessionId: 's1', version: 2, program: '1.0.0', capability: 'control' } as const;

describe('links', () => {
  test('IPC-21 PROTOCOL-25 PROTOCOL-26: each end is told what is its own', async () => {
    const { far, farLink, near, open, peer } = bothEnds();
    const link = open();
    await vi.waitFor(() => expect(far.hellos).toEqual([HELLO]));
    farLink.reached(peer, reached);
    farLink.connection.output(0, new TextEncoder().encode('drawn'));
    farLink.host({ type: 'mode', mode: 'wake' }, 2);
    farLink.say({ type: 'alive', echoMs: 1, nowMs: 2 });
    await vi.waitFor(() => expect(near.links).toHaveLength(2));
    expect(near.links[0]).toEqual({
      type: 'reached',
      sessionId: 's1',
      version: 2,
      program: '1.0.0',
    });
    expect([near.output, near.hosts]).toEqual(['drawn', [{ type: 'mode', mode: 'wake' }]]);
    expect(link.isMet).toBe(true);
    const keeper = link.keeper(2);
    keeper.input(new TextEncoder().encode('typed'), AT_REST);
    keeper.request({ type: 'take' });
    link.host({ type: 'talk', do: 'toggle' }, 2);
    link.say({ type: 'host' });
    await vi.waitFor(() => expect(far.links).toEqual([{ type: 'host' }]));
    expect([far.input, far.requests]).toEqual(['typed', [{ type: 'take' }]]);
    expect(far.hosts).toEqual([{ type: 'talk', do: 'toggle' }]);
    link.close();
    await vi.waitFor(() => expect(far.ended).toHaveLength(1));
    expect(near.ended).toEqual([]);
  });

  test('IPC-21: what a shell writes before is passed over, wherever it is cut', () => {
    const text = `motd\n\ncodex-voice\n\n\ncodex-voice lin${LINK_PREAMBLE}frames\ncodex-voice link\n`;
    const bytes = new TextEncoder().encode(text);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      let told = '';
      const reader = new PreambleReader((chunk) => {
        told += new TextDecoder().decode(chunk);
      });
      reader.accept(bytes.subarray(0, cut));
      reader.accept(bytes.subarray(cut));
      expect(told).toBe('frames\ncodex-voice link\n');
    }
  });

  test('IPC-21: who writes and writes, and is no link, is left', async () => {
    const [left, right] = duplexPair();
    const ended: string[] = [];
    const nothing = (): void => undefined;
    openNearLink(left, {
      hello: HELLO,
      connection: { event: nothing, output: nothing, snapshot: nothing, picture: nothing },
      onHost: nothing,
      onLink: nothing,
      onEnded: (why) => ended.push(why),
    });
    right.write(new Uint8Array(MAXIMUM_WORDS_BEFORE_BYTES));
    right.write(Buffer.from('x'));
    await vi.waitFor(() =>
      expect(ended).toEqual(['the other machine writes something else than a session']),
    );
  });

  test.each<[string, (encoder: FrameEncoder) => void]>([
    ['keys before a session', (encoder) => encoder.input(Buffer.from('x'), AT_REST)],
    ['a host before hello', (encoder) => encoder.onLink('link', { type: 'host' })],
    [
      'hello twice',
      (encoder) => {
        encoder.onLink('link', HELLO);
        encoder.onLink('link', HELLO);
      },
    ],
    ['a hello without a size', (encoder) => encoder.onLink('link', { type: 'hello' })],
    [
      'a size that no screen has',
      (encoder) => encoder.onLink('link', { ...HELLO, size: { columns: 0, rows: 1 } }),
    ],
  ])('IPC-22: %s ends the link with one line', async (_, say) => {
    const { far, left } = bothEnds();
    const encoder = new FrameEncoder();
    say(encoder);
    left.write(encoder.take());
    await vi.waitFor(() => expect(far.ended).toHaveLength(1));
    const told = String(left.read());
    expect(told).toContain('"type":"refused","code":"failed"');
  });

  test('IPC-22: garbage ends it, and no one else', async () => {
    const { far, left } = bothEnds();
    left.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await vi.waitFor(() => expect(far.ended[0]).toMatch(/^the other side sent a frame of/u));
  });

  test('IPC-22: who may only watch types nothing', async () => {
    const { far, farLink, near, open, peer } = bothEnds();
    const link = open();
    await vi.waitFor(() => expect(far.hellos).toHaveLength(1));
    farLink.reached(peer, { ...reached, capability: 'view' });
    link.keeper(2).input(new TextEncoder().encode('typed'), AT_REST);
    await vi.waitFor(() => expect(near.events).toMatchObject([{ code: 'capability' }]));
    expect(far.input).toBe('');
  });

  test('PROTOCOL-27: the host is spoken with in the version that both have', async () => {
    const { far, farLink, near, open } = bothEnds();
    const link = open();
    await vi.waitFor(() => expect(far.hellos).toHaveLength(1));
    link.host({ type: 'mode', mode: 'wake' }, 1);
    link.host({ type: 'tune', manner: {} }, 1);
    link.host({ type: 'talk', do: 'stop' }, 1);
    farLink.host({ type: 'mode', mode: 'hold' }, 1);
    farLink.host({ type: 'asked', command: 'help' }, 1);
    farLink.host({ type: 'intent', intent: 'send' }, 1);
    await vi.waitFor(() => expect([far.hosts.length, near.hosts.length]).toEqual([2, 2]));
    expect(far.hosts[0]).toEqual({ type: 'mode', mode: 'auto' });
    expect(near.hosts[0]).toEqual({ type: 'mode', mode: 'tap' });
  });

  test('IPC-23: what a newer side says more is passed over', async () => {
    const { far, farLink, near, open, left, right } = bothEnds();
    const link = open();
    await vi.waitFor(() => expect(far.hellos).toHaveLength(1));
    const encoder = new FrameEncoder();
    encoder.onLink('link', { type: 'later' });
    encoder.onLink('host', { type: 'later' });
    const bytes = encoder.take();
    left.write(bytes);
    right.write(bytes);
    link.say({ type: 'host' });
    farLink.say({ type: 'keeper-gone', why: 'x' });
    await vi.waitFor(() => expect([far.links.length, near.links.length]).toEqual([1, 1]));
    expect([far.ended, near.ended]).toEqual([[], []]);
  });

  test('IPC-23: a stream that breaks is told once on both ends', async () => {
    const { far, near, open, left, right } = bothEnds();
    open();
    await vi.waitFor(() => expect(far.hellos).toHaveLength(1));
    left.destroy();
    right.destroy();
    await vi.waitFor(() => expect([far.ended.length, near.ended.length]).toEqual([1, 1]));
  });
});

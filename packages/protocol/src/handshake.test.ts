// The handshake with a real hash: what passes, what is refused, and that nothing recorded or turned
// back passes.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClientHandshake, type HandshakeCrypto, ServerHandshake } from './handshake.ts';
import type { Capability, Hello, Welcome, WireVersions } from './hello.ts';

const TOKENS = { control: 'c'.repeat(64), view: 'd'.repeat(64) };

/** Nonces that count, so that every run is the same and none comes twice. */
function countingCrypto(first: number): HandshakeCrypto {
  let next = first;
  return {
    hmac: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
    nonce: () => (next++).toString(16).padStart(32, '0'),
  };
}

interface Side {
  readonly role?: 'keeper' | 'host';
  readonly sessionId?: string;
  readonly versions?: WireVersions;
}

let nonces = 1;
function server(side: Side = {}, tokens: { [Name in Capability]?: string } = TOKENS) {
  nonces += 100;
  return new ServerHandshake({
    role: 'keeper',
    sessionId: 'codex-aaaa',
    ...side,
    tokens,
    crypto: countingCrypto(nonces),
  });
}

function client(side: Side & { readonly capability?: Capability } = {}) {
  nonces += 100;
  return new ClientHandshake({
    role: 'keeper',
    sessionId: 'codex-aaaa',
    capability: 'control',
    ...side,
    crypto: countingCrypto(nonces),
  });
}

/** Through JSON, as the wire does. */
function wired(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

function helloFor(
  challenger: ServerHandshake,
  asking: ClientHandshake,
  token = TOKENS.control,
): Hello {
  const step = asking.challenged(wired(challenger.challenge), token);
  if (step.kind === 'refused') throw new Error(step.message);
  return step.hello;
}

test('PROTOCOL-13: challenge, hello, welcome: both sides come to the same', () => {
  for (const capability of ['control', 'view'] as const) {
    const [ours, theirs] = [client({ capability }), server()];
    const answer = theirs.answered(wired(helloFor(theirs, ours, TOKENS[capability])));
    expect(answer).toMatchObject({ kind: 'accepted', capability, version: 2 });
    expect(ours.welcomed(wired(answer.reply))).toEqual({ kind: 'connected', version: 2 });
  }
});

test('PROTOCOL-13: a handshake is good for one hello', () => {
  const [ours, theirs] = [client(), server()];
  const hello = helloFor(theirs, ours);
  expect(theirs.answered(hello).kind).toBe('accepted');
  expect(theirs.answered(hello)).toMatchObject({ kind: 'refused', code: 'malformed' });
});

test('PROTOCOL-13: what is no handshake message is refused as malformed, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(server().answered(value)).toMatchObject({ kind: 'refused', code: 'malformed' });
      expect(client().challenged(value, TOKENS.control)).toMatchObject({ code: 'malformed' });
      expect(client().welcomed(value)).toMatchObject({ code: 'malformed' });
    }),
    { seed: 15, numRuns: 200 },
  );
  expect(client().challenged(server({ role: 'host' }).challenge, TOKENS.control)).toMatchObject({
    code: 'malformed',
  });
});

test('PROTOCOL-13: a refusal in place of a challenge reaches the client as it was said', () => {
  const refused: Welcome = { type: 'refused', code: 'busy', message: 'too many: later' };
  expect(client().challenged(refused, TOKENS.control)).toEqual({
    kind: 'refused',
    code: 'busy',
    message: 'too many: later',
  });
  for (const message of ['two\nlines', '\u001b[2J', 'x'.repeat(501)]) {
    const step = client().challenged({ ...refused, message }, TOKENS.control);
    expect(step).toMatchObject({ code: 'malformed' });
  }
});

test('PROTOCOL-14: a wrong token is refused, and so is the token of the other capability', () => {
  for (const token of ['', 'c'.repeat(63), TOKENS.view, 'C'.repeat(64)]) {
    const [ours, theirs] = [client(), server()];
    expect(theirs.answered(helloFor(theirs, ours, token))).toMatchObject({ code: 'token' });
  }
});

test('PROTOCOL-14: a hello that was recorded passes on no other connection', () => {
  const recorded = server();
  const hello = helloFor(recorded, client());
  expect(recorded.answered(hello).kind).toBe('accepted');
  expect(server().answered(hello)).toMatchObject({ kind: 'refused', code: 'token' });
});

test('PROTOCOL-14: a proof for another session, role, capability or range of versions does not pass', () => {
  const changes: ((hello: Hello) => { readonly hello: Hello; readonly side?: Side })[] = [
    (hello) => ({ hello, side: { sessionId: 'codex-bbbb' } }),
    (hello) => ({ hello, side: { role: 'host' } }),
    (hello) => ({ hello, side: { versions: { oldest: 1, newest: 1 } } }),
    (hello) => ({ hello: { ...hello, capability: 'view' } }),
    (hello) => ({ hello: { ...hello, versions: { oldest: 1, newest: 1 } } }),
    (hello) => ({ hello: { ...hello, nonce: 'f'.repeat(32) } }),
    (hello) => ({ hello: { ...hello, proof: '0'.repeat(64) } }),
  ];
  for (const change of changes) {
    // The same nonce on both sides, so that only the change can make the difference.
    const crypto = { ...countingCrypto(1), nonce: () => 'a'.repeat(32) };
    const same = { role: 'keeper', sessionId: 'codex-aaaa', tokens: TOKENS, crypto } as const;
    const { hello, side } = change(helloFor(new ServerHandshake(same), client()));
    const changed = new ServerHandshake({ ...same, tokens: { ...TOKENS }, ...side });
    expect(changed.answered(hello)).toMatchObject({ kind: 'refused', code: 'token' });
    const unchanged = new ServerHandshake(same);
    expect(unchanged.answered(helloFor(unchanged, client())).kind).toBe('accepted');
  }
});

test('PROTOCOL-14: a server without the token is found out, and so is one that turns our proof back', () => {
  const [ours, theirs] = [client(), server()];
  const hello = helloFor(theirs, ours);
  for (const proof of [hello.proof, '0'.repeat(64)]) {
    expect(ours.welcomed({ type: 'welcome', version: 2, proof })).toMatchObject({ code: 'token' });
  }
  const answer = theirs.answered(hello);
  expect(ours.welcomed({ ...answer.reply, version: 1 })).toMatchObject({ code: 'token' });
  expect(client().welcomed(answer.reply)).toMatchObject({ code: 'token' });
  expect(ours.welcomed(answer.reply)).toMatchObject({ kind: 'connected' });
});

test('PROTOCOL-15: both speak the newest version that both have', () => {
  const range = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(4));
  fc.assert(
    fc.property(range, range, ([oldest, more], [otherOldest, otherMore]) => {
      const ourVersions = { oldest, newest: oldest + more };
      const theirVersions = { oldest: otherOldest, newest: otherOldest + otherMore };
      const common = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter(
        (version) =>
          version >= Math.max(oldest, otherOldest) &&
          version <= Math.min(ourVersions.newest, theirVersions.newest),
      );
      const [ours, theirs] = [
        client({ versions: ourVersions }),
        server({ versions: theirVersions }),
      ];
      const step = ours.challenged(theirs.challenge, TOKENS.control);
      if (common.length === 0) {
        expect(step).toMatchObject({ kind: 'refused', code: 'version' });
        return;
      }
      if (step.kind === 'refused') throw new Error(step.message);
      expect(theirs.answered(step.hello)).toMatchObject({ version: common.at(-1) });
    }),
    { seed: 16, numRuns: 200 },
  );
});

test('PROTOCOL-15: a refusal says which side to update', () => {
  const [older, newer] = [
    { oldest: 1, newest: 2 },
    { oldest: 3, newest: 4 },
  ];
  const token = TOKENS.control;
  const text = (ours: WireVersions, theirs: WireVersions, role: 'keeper' | 'host'): string => {
    const side = { role, versions: theirs };
    const step = client({ role, versions: ours }).challenged(server(side).challenge, token);
    return step.kind === 'refused' ? step.message : '';
  };
  expect(text(older, newer, 'keeper')).toMatch(/newer than this codex-voice: update this one/u);
  expect(text(newer, older, 'host')).toMatch(/host is older .*codex-voice host stop/u);
  expect(text(newer, older, 'keeper')).toMatch(/session is older .*end the session/u);
  // A client that does not look at the challenge gets the same from the server.
  const theirs = server({ versions: newer });
  const hello = helloFor(server({ versions: older }), client({ versions: older }));
  expect(theirs.answered(hello)).toMatchObject({ code: 'version' });
});

test('PROTOCOL-16: a capability without a token can not be had', () => {
  const theirs = server({}, { control: TOKENS.control });
  const hello = helloFor(theirs, client({ capability: 'view' }), TOKENS.view);
  expect(theirs.answered(hello)).toMatchObject({ kind: 'refused', code: 'capability' });
});

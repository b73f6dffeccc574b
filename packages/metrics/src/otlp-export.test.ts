// What a collector on loopback is sent, and what happens where there is none.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { OtlpExport } from './otlp-export.ts';
import type { MetricRecord } from './record.ts';

interface Taken {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Takes what it is sent, and answers as told. */
async function collector(
  answers: readonly { readonly status: number; readonly location?: string }[],
): Promise<{ url: string; taken: Taken[]; server: Server }> {
  const taken: Taken[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      const { status, location } = answers[Math.min(taken.length, answers.length - 1)] ?? {
        status: 200,
      };
      taken.push({ method, url, type: headers['content-type'], body });
      response.writeHead(status, location === undefined ? {} : { location }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // It listens on a port.
  return { url: `http://127.0.0.1:${port}`, taken, server };
}

function exporting(): { otlp: OtlpExport; notes: string[] } {
  const notes: string[] = [];
  const otlp = new OtlpExport({ version: '1.2.3', note: (text) => notes.push(text) });
  onTestFinished(() => otlp.close());
  return { otlp, notes };
}

const record = (phase: string, event: string, fields: MetricRecord['fields']): MetricRecord => ({
  ...{ atMs: Date.now(), phase, event, fields },
});

/** When, in nanoseconds. */
const stretch = {
  startTimeUnixNano: expect.stringMatching(/^\d{19}$/u),
  timeUnixNano: expect.stringMatching(/^\d{19}$/u),
};
const code = (stringValue: string) => [{ key: 'code', value: { stringValue } }];
/** What is sent of the records below. */
const SENT = {
  resourceMetrics: [
    {
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: 'codex-voice' } },
          { key: 'service.version', value: { stringValue: '1.2.3' } },
        ],
      },
      scopeMetrics: [
        {
          scope: { name: 'codex-voice', version: '1.2.3' },
          metrics: [
            {
              name: 'codex_voice.speech.end_point',
              unit: 's',
              histogram: {
                aggregationTemporality: 1,
                dataPoints: [
                  {
                    ...{ ...stretch, attributes: [], count: '2', sum: 4.25, min: 0.25, max: 4 },
                    bucketCounts: expect.any(Array),
                    explicitBounds: expect.any(Array),
                  },
                ],
              },
            },
            {
              name: 'codex_voice.queue.depth',
              gauge: { dataPoints: [{ ...stretch, attributes: [], asDouble: 3 }] },
            },
            {
              name: 'codex_voice.voice.problem.times',
              sum: {
                ...{ aggregationTemporality: 1, isMonotonic: true },
                dataPoints: [
                  { ...stretch, attributes: code('clipping'), asInt: '3' },
                  { ...stretch, attributes: code('audio-dropped'), asInt: '1' },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
};

it('METRICS-12 spans, amounts and counts arrive as the protocol has them, and no session is named', async () => {
  const { url, taken } = await collector([{ status: 200 }]);
  const { otlp } = exporting();
  const at = `${url}/otel/`;
  otlp.to([at]);
  otlp.record(record('speech', 'end-point', { ms: 250, session: 'codex-secret' }), [at]);
  otlp.record(record('speech', 'end-point', { ms: 4_000, session: 'codex-secret' }), [at]);
  otlp.record(record('queue', 'depth', { value: 3, session: 'codex-secret' }), [at]);
  otlp.record(record('voice', 'problem', { code: 'clipping' }), [at]);
  otlp.record(record('voice', 'problem', { code: 'clipping', times: 2 }), [at]);
  otlp.record(record('voice', 'problem', { code: 'audio-dropped' }), [at]);
  await otlp.send();
  expect(taken).toHaveLength(1);
  const [message] = taken;
  expect(message).toMatchObject({
    ...{ method: 'POST', url: '/otel/v1/metrics', type: 'application/json' },
  });
  expect(message?.body).not.toContain('secret');
  const parsed: unknown = JSON.parse(message?.body ?? '');
  expect(parsed).toEqual(SENT);
});

it('METRICS-12 a histogram has one part more than bounds, and each time falls into the part whose bound it reaches', async () => {
  const { url, taken } = await collector([{ status: 200 }]);
  const { otlp } = exporting();
  otlp.to([url]);
  for (const ms of [0.5, 0.6, 1_000, 9_999_999])
    otlp.record(record('turn', 'length', { ms }), [url]);
  await otlp.send();
  const found = /"bucketCounts":(\[[^\]]*\]),"explicitBounds":(\[[^\]]*\])/u.exec(
    taken[0]?.body ?? '',
  );
  const counts: string[] = JSON.parse(found?.[1] ?? '[]');
  const bounds: number[] = JSON.parse(found?.[2] ?? '[]');
  expect(counts).toHaveLength(bounds.length + 1);
  expect(bounds).toEqual([...bounds].sort((one, other) => one - other));
  const parts = counts.flatMap((count, at) => (count === '0' ? [] : [[bounds[at], count]]));
  expect(parts).toEqual([
    [0.0005, '1'],
    [0.001, '1'],
    [1, '1'],
    [undefined, '1'],
  ]);
});

it('METRICS-12 without an address nothing is kept and nothing is sent; what was before it is not sent either', async () => {
  const { url, taken } = await collector([{ status: 200 }]);
  const { otlp } = exporting();
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  await otlp.send();
  otlp.to([url]);
  await otlp.send();
  expect(taken).toEqual([]);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  otlp.to([]);
  await otlp.send();
  expect(taken).toEqual([]);
});

it('METRICS-12 the end sends what waits', async () => {
  const { url, taken } = await collector([{ status: 200 }]);
  const { otlp } = exporting();
  otlp.to([url]);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  await otlp.close();
  expect(taken).toHaveLength(1);
});

it('METRICS-13 a collector that is away is told of once, and gets what waited once it is there', async () => {
  const { url, taken } = await collector([{ status: 503 }, { status: 503 }, { status: 200 }]);
  const { otlp, notes } = exporting();
  otlp.to([url]);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  await otlp.send();
  otlp.record(record('turn', 'length', { ms: 2 }), [url]);
  await otlp.send();
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('it answers 503');
  await otlp.send();
  expect(notes[1]).toContain('again');
  expect(taken[2]?.body).toContain('"count":"2"');
  await otlp.send();
  expect(taken).toHaveLength(3);
});

it('METRICS-13 nobody listens: one line, nothing thrown', async () => {
  const { url, server } = await collector([]);
  server.close();
  await once(server, 'close');
  const { otlp, notes } = exporting();
  otlp.to([url]);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  await otlp.send();
  await otlp.send();
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('ECONNREFUSED');
});

it('METRICS-13 what a collector refuses for good is let go, and nobody is followed elsewhere', async () => {
  const elsewhere = await collector([{ status: 200 }]);
  const { url, taken } = await collector([
    { status: 400 },
    { status: 307, location: elsewhere.url },
  ]);
  const { otlp } = exporting();
  otlp.to([url]);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  await otlp.send();
  await otlp.send();
  expect(taken).toHaveLength(1);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  await otlp.send();
  expect(elsewhere.taken).toEqual([]);
});

it('METRICS-12 each collector gets what is for it, and nothing else', async () => {
  const [one, other] = [await collector([{ status: 200 }]), await collector([{ status: 200 }])];
  const { otlp } = exporting();
  otlp.to([one.url, other.url]);
  otlp.record(record('turn', 'length', { ms: 1 }), [one.url]);
  otlp.to([other.url, one.url]);
  otlp.record(record('voice', 'problem', { code: 'clipping' }), [other.url]);
  otlp.record(record('turn', 'length', { ms: 2 }), []);
  otlp.record(record('turn', 'length', { ms: 3 }), [one.url]);
  await otlp.send();
  expect([one.taken.length, other.taken.length]).toEqual([1, 1]);
  expect(one.taken[0]?.body).toContain('"count":"2"');
  expect(one.taken[0]?.body).not.toContain('clipping');
  expect(other.taken[0]?.body).toContain('clipping');
  expect(other.taken[0]?.body).not.toContain('turn');
});

it('METRICS-13 what is no address is told once and throws nothing, and its records go', async () => {
  const { otlp, notes } = exporting();
  const typed = 'http://me:hush@127.0.0.1:99999';
  otlp.to([typed]);
  otlp.record(record('turn', 'length', { ms: 1 }), [typed]);
  await otlp.send();
  otlp.record(record('turn', 'length', { ms: 1 }), [typed]);
  await otlp.send();
  expect(notes).toEqual([
    "measurements can't be sent to what is no address (Invalid URL): they are let go",
  ]);
});

it('METRICS-13 a login in the address is in no line', async () => {
  const { url, taken } = await collector([{ status: 503 }]);
  const { otlp, notes } = exporting();
  const withLogin = `${url.replace('//', '//me:hush@')}/otel?token=hush`;
  otlp.to([withLogin]);
  otlp.record(record('turn', 'length', { ms: 1 }), [withLogin]);
  await otlp.send();
  expect(taken).toHaveLength(1);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(`${url} (it answers 503)`);
  expect(notes[0]).not.toContain('hush');
});

it('METRICS-13 the end waits for no collector that never answers, whatever was under way', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // It listens on a port.
  const url = `http://127.0.0.1:${port}`;
  const { otlp } = exporting();
  otlp.to([url]);
  otlp.record(record('turn', 'length', { ms: 1 }), [url]);
  const asked = once(server, 'request');
  // Longer than any test may take: what ends it is the end alone.
  const sending = otlp.send(3_600_000);
  await asked;
  otlp.record(record('turn', 'length', { ms: 2 }), [url]);
  await otlp.close();
  await sending;
}, 30_000);

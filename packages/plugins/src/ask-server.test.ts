// Plugins that are servers: what they are sent, what they may answer, and when they are not believed.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { PluginWorld } from './plugin-world.test-support.ts';

async function serving(
  listener: RequestListener,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Typed as a text for servers on a path, which this is not.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/run`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      // A second time it is closed already.
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

it('PLUGINS-31 POST sends a JSON object, GET a query, headers what the manifest names and no more', async () => {
  using world = new PluginWorld();
  await using server = await serving(async (request, response) => {
    const body = await bodyOf(request);
    response.end(
      JSON.stringify([request.method, request.url, request.headers.authorization, body]),
    );
  });
  const handler = {
    kind: 'http',
    url: `${server.url}?a=1`,
    headers: { Authorization: 'Bearer {env.TEAM}{env.SECRET}' },
    env: ['TEAM'],
  };
  const told = async (more: object) => {
    const outcome = await world.run({ handler: { ...handler, ...more } }, { words: 'a&b=c' });
    return outcome.kind === 'text' ? JSON.parse(outcome.text) : outcome;
  };
  expect(await told({})).toEqual([
    'POST',
    '/run?a=1',
    'Bearer team',
    '{"command":"ticket","words":"a&b=c"}',
  ]);
  expect(await told({ method: 'GET' })).toEqual([
    'GET',
    '/run?a=1&words=a%26b%3Dc',
    'Bearer team',
    '',
  ]);
});

it('PLUGINS-32 PLUGINS-30 an error, a redirect, too much, nothing and silence are failures of one line', async () => {
  using world = new PluginWorld();
  await using server = await serving((request, response) => {
    switch (request.url) {
      case '/run/404':
        response.writeHead(404).end('used by nobody');
        return;
      case '/run/302':
        response.writeHead(302, { location: '/run/ok' }).end();
        return;
      case '/run/flood':
        response.end('x'.repeat(5_000));
        return;
      case '/run/nothing':
        response.end('\u001b[0m');
        return;
      case '/run/ok':
        response.end('fine');
        return;
      default:
      // It never answers.
    }
  });
  const asked = async (path: string, more: object = {}) =>
    await world.run({
      handler: { kind: 'http', url: `${server.url}/${path}` },
      output_kb: 4,
      ...more,
    });
  expect(await asked('ok')).toEqual({ kind: 'text', text: 'fine' });
  const message = async (...args: Parameters<typeof asked>) => {
    const outcome = await asked(...args);
    return outcome.kind === 'failed' ? outcome.message : outcome.text;
  };
  expect(await message('404')).toBe('/ticket was answered with status 404: look at its server');
  expect(await message('302')).toMatch(/^\/ticket can't reach its server \(.*redirect.*\): /u);
  expect(await message('flood')).toContain('more than 4 KiB');
  expect(await message('nothing')).toContain('gave no text');
  expect(await message('silence', { timeout_ms: 200 })).toContain('no answer within 200 ms');
  const { url } = server;
  await server[Symbol.asyncDispose]();
  expect(await world.run({ handler: { kind: 'http', url } })).toMatchObject({
    message: "/ticket can't reach its server (ECONNREFUSED): is it running?",
  });
});

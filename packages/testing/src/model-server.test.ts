import { describe, expect, it, onTestFinished } from 'vitest';
import { startScriptedClaudeServer } from './claude-wire.ts';
import { SCRIPTED_TITLE, startScriptedCodexServer } from './codex-wire.ts';
import type { ModelServer } from './model-server.ts';
import type { ScriptedReply } from './scripted-reply.ts';

const user = (text: string) => ({ role: 'user', content: [{ type: 'input_text', text }] });

async function codex(script?: readonly ScriptedReply[]): Promise<ModelServer> {
  const server = await startScriptedCodexServer(script === undefined ? {} : { script });
  onTestFinished(async () => await server.close());
  return server;
}

async function post(server: ModelServer, path: string, body: object): Promise<Response> {
  return await fetch(server.origin + path, { method: 'POST', body: JSON.stringify(body) });
}

const ask = async (server: ModelServer, ...input: object[]) =>
  await post(server, '/v1/responses', { input, tools: [] });

describe('the scripted model server for Codex', () => {
  it('records what the person submitted and streams what the script says', async () => {
    const server = await codex([{ kind: 'text', text: 'héllo', chunkCharacters: 2 }]);
    const stream = await (await ask(server, user('context'), user('do it'))).text();
    const deltas = [...stream.matchAll(/"delta":"([^"]*)"/g)].map(([, delta]) => delta);
    expect(deltas).toEqual(['hé', 'll', 'o']);
    expect(stream).toMatch(/^event: response\.created\n/);
    expect(stream).toContain('event: response.completed\n');
    expect(server.submissions.map(({ prompt }) => prompt)).toEqual(['do it']);
  });

  it('does not take a tool result or a title for a prompt', async () => {
    const server = await codex([
      { kind: 'command', command: 'ls', sandbox: 'escalated', reason: 'why' },
    ]);
    const call = await (await ask(server, user('list'))).text();
    expect(call).toContain('\\"sandbox_permissions\\":\\"require_escalated\\"');
    const output = { type: 'function_call_output', output: 'a file' };
    expect(await (await ask(server, user('list'), output)).text()).toContain('Done: list');
    const format = { name: 'codex_output_schema', schema: { properties: { title: {} } } };
    const title = await post(server, '/v1/responses', { input: [], text: { format } });
    expect(await title.text()).toContain(SCRIPTED_TITLE);
    expect(server.submissions).toHaveLength(1);
    expect(server.requests.map(({ cause, toolOutput }) => [cause, toolOutput])).toEqual([
      ['prompt', ''],
      ['tool-result', 'a file'],
    ]);
    expect(server.titleRequests()).toBe(1);
  });

  it('misbehaves as told: refuses, cuts, ends early, falls silent', async () => {
    const server = await codex([
      { kind: 'status', status: 429 },
      { kind: 'cut', text: 'half' },
      { kind: 'unfinished', text: 'most' },
      { kind: 'silence', text: 'wait' },
    ]);
    expect((await ask(server, user('1'))).status).toBe(429);
    await expect((await ask(server, user('2'))).text()).rejects.toThrow();
    const unfinished = await (await ask(server, user('3'))).text();
    expect(unfinished).toContain('most');
    expect(unfinished).not.toContain('response.completed');
    const silent = (await ask(server, user('4'))).body?.getReader();
    let heard = '';
    while (!heard.includes('wait'))
      heard += new TextDecoder().decode((await silent?.read())?.value);
    await silent?.cancel();
    expect(server.submissions).toHaveLength(4);
  });

  it('waits for submissions, and says how many came when they do not', async () => {
    const server = await codex();
    await (await ask(server, user('one'))).text();
    await server.waitForSubmissions(1, 1_000);
    await expect(server.waitForSubmissions(2, 20)).rejects.toThrow('1 of 2 prompts');
  });

  it('takes a new script from its first reply', async () => {
    const server = await codex([{ kind: 'text', text: 'old' }]);
    await (await ask(server, user('1'))).text();
    server.setScript([{ kind: 'text', text: 'new' }]);
    expect(await (await ask(server, user('2'))).text()).toContain('"delta":"new"');
    expect((await post(server, '/elsewhere', {})).status).toBe(404);
    expect(server.unknownRequests).toEqual(['POST /elsewhere']);
  });
});

describe('the scripted model server for Claude Code', () => {
  it('knows prompts from reminders, tool results and housekeeping', async () => {
    const server = await startScriptedClaudeServer({
      script: [{ kind: 'command', command: 'ls', sandbox: 'inside' }],
    });
    onTestFinished(async () => await server.close());
    const reminder = { type: 'text', text: '<system-reminder>x</system-reminder>' };
    const said = { role: 'user', content: [reminder, { type: 'text', text: 'list' }] };
    const tools = [{ name: 'Bash' }];
    const call = await (await post(server, '/v1/messages', { messages: [said], tools })).text();
    expect(call).toContain('"name":"Bash"');
    expect(call).toContain('"stop_reason":"tool_use"');
    const result = { role: 'user', content: [{ type: 'tool_result', content: 'a file' }] };
    const body = { messages: [said, result], tools };
    expect(await (await post(server, '/v1/messages', body)).text()).toContain('Done: list');
    await (await post(server, '/v1/messages', { messages: [said] })).text();
    expect(server.submissions.map(({ prompt }) => prompt)).toEqual(['list']);
    expect(server.requests.at(-1)?.toolOutput).toBe('a file');
    expect(server.titleRequests()).toBe(1);
    expect((await fetch(server.origin, { method: 'HEAD' })).status).toBe(200);
  });
});

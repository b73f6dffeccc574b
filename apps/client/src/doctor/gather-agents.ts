// Which agents are on PATH, what version each says it is, and whether one has what its driver needs. Agents
// are started for that with an argument that only prints.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAgents, type KnownAgent, knownAgents } from '@codex-voice/agents';
import { type AgentFacts, type AgentsFacts, type Asked, versionIn } from '@codex-voice/doctor';
import { missingProtocol } from '@codex-voice/drivers';
import { findExecutable } from '@codex-voice/pty';
import type { Config } from '../config-schema.ts';
import { oneLine } from './asked.ts';

/** Agents print their version within a second; on a machine under load far more was seen, in ms. */
const VERSION_MS = 8_000;
const PROTOCOL_MS = 10_000;

export interface AgentsAsked {
  readonly config: Pick<Config, 'agent' | 'agents'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function gatherAgents({ config, environment }: AgentsAsked): Promise<AgentsFacts> {
  const found = findAgents({ PATH: environment.PATH });
  const facts = await Promise.all(
    found.map(({ agent, path }) => agentFacts(agent, { path, config })),
  );
  const missing = knownAgents
    .filter((agent) => !found.some((each) => each.agent.kind === agent.kind))
    .map(({ command, install }) => ({ command, install }));
  const { agent: command } = config;
  if (command === undefined) return { found: facts, missing };
  const isThere = findExecutable({ name: command, env: environment }).kind === 'found';
  return { found: facts, missing, configured: { command, isThere } };
}

async function agentFacts(
  agent: KnownAgent,
  { path, config }: { readonly path: string; readonly config: AgentsAsked['config'] },
): Promise<AgentFacts> {
  const driver = driverOf(agent.kind, config);
  const version = await versionOf(path);
  const lacking =
    agent.kind === 'codex' && driver === 'structured' && version.kind === 'told'
      ? await lackingProtocol(path)
      : undefined;
  const { name, command, install, learntFrom } = agent;
  return {
    ...{ name, command, path, install, version },
    ...(learntFrom === undefined ? {} : { learntFrom }),
    ...(driver === undefined ? {} : { driver }),
    ...(lacking === undefined ? {} : { lacking }),
  };
}

function driverOf(kind: KnownAgent['kind'], { agents }: AgentsAsked['config']): string | undefined {
  const table: unknown = Reflect.get(agents, kind);
  if (typeof table !== 'object' || table === null) return undefined;
  const driver: unknown = Reflect.get(table, 'driver');
  return typeof driver === 'string' ? driver : undefined;
}

async function versionOf(path: string): Promise<Asked<string>> {
  const ran = await runs(path, ['--version'], VERSION_MS);
  if (ran.kind !== 'told') return ran;
  return { kind: 'told', value: versionIn(ran.value) ?? 'a version it does not tell' };
}

/** What this Codex's own protocol lacks of what we use. */
async function lackingProtocol(path: string): Promise<Asked<readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-protocol-'));
  try {
    const ran = await runs(path, ['app-server', 'generate-ts', '--out', folder], PROTOCOL_MS);
    if (ran.kind === 'late') return ran;
    if (ran.kind === 'failed') return { kind: 'told', value: ['its app-server'] };
    return { kind: 'told', value: missingProtocol((file) => textOf(join(folder, file))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function runs(
  file: string,
  args: readonly string[],
  limitMs: number,
): Promise<Asked<string>> {
  return await new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { timeout: limitMs, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (error === null) return resolve({ kind: 'told', value: stdout });
        if (error.killed === true) return resolve({ kind: 'late', afterMs: limitMs });
        resolve({ kind: 'failed', why: failure(error, stderr) });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end();
  });
}

function failure(
  {
    code,
    signal,
  }: {
    readonly code?: number | string | null | undefined;
    readonly signal?: string | null | undefined;
  },
  stderr: string,
): string {
  const [said = ''] = stderr.trim().split('\n');
  const how =
    typeof code === 'number' ? `exit status ${code}` : (code ?? signal ?? 'no reason told');
  return oneLine(said === '' ? String(how) : `${how}: ${said}`);
}

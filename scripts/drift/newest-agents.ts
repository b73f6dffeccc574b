// The newest agent programs against the pinned ones: the protocols they publish, what they tell their hooks, and
// whether the key workflows still go as the golden transcripts say. Each is a child process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingAcp } from '@codex-voice/drivers';
import { CLAUDE_VERSION, CODEX_VERSION, GEMINI_VERSION } from '@codex-voice/testing';
import * as v from 'valibot';
import { type DriftCheck, type Finding, UnreachedError } from './finding.ts';
import { installNewest, newestVersion, saysNoRegistry } from './npm-packages.ts';

const ROOT = join(import.meta.dirname, '../..');
const PINNED = { codex: CODEX_VERSION, claude: CLAUDE_VERSION, gemini: GEMINI_VERSION } as const;
const PACKAGES = {
  codex: '@openai/codex',
  claude: '@anthropic-ai/claude-code',
  gemini: '@google/gemini-cli',
} as const;
/** Fetching an agent and leading it through its turns, and the workflows with all of them, in ms. */
const CHILD_LIMIT_MS = 900_000;
/** An agent that speaks ACP answers its first question within this, in ms. */
const FIRST_ANSWER_MS = 60_000;

/** What the types or shapes of a version lack or have otherwise, of what we use. */
export function protocolCheck(agent: 'codex' | 'claude'): DriftCheck {
  const about = { codex: 'Codex’s protocol types', claude: 'Claude Code’s hooks and transcript' };
  return {
    name: `${agent}-protocol`,
    about: `${about[agent]}, pinned ${PINNED[agent]}`,
    run: async () => {
      const newest = newestVersion(PACKAGES[agent]);
      const args = [join(ROOT, 'scripts/drift.ts'), agent, newest];
      const ended = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        timeout: CHILD_LIMIT_MS,
      });
      const lines = ended.stdout
        .trim()
        .split('\n')
        .filter((line) => line !== '');
      return protocolFinding({ status: ended.status, lines, stderr: ended.stderr, newest });
    },
  };
}

/** The status is that of `scripts/drift.ts`: 0 the same, 1 changed, 2 not to be compared, 3 not reached. */
export function protocolFinding(ended: {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
  readonly newest: string;
}): Finding {
  const { status, lines, stderr, newest } = ended;
  if (status === 0)
    return { verdict: 'same', summary: `${newest}: the same in all that we use`, lines: [] };
  if (status !== 1) {
    const said = stderr.split('\n').find((line) => line.startsWith('drift: '));
    const code = /npm error code \S+/u.exec(stderr)?.[0];
    const why = `${said ?? `ended with ${status ?? 'a signal'}`}${code === undefined ? '' : ` (${code})`}`;
    throw status === 3 ? new UnreachedError(why) : new Error(why);
  }
  // What is gone breaks what we build on; what came is only another form of it.
  const isGone = lines.some((line) => /\bgone\b|\bmissing\b|^- /u.test(line));
  const verdict = isGone ? 'failed' : 'changed';
  return { verdict, summary: `${newest}: ${lines.at(-1) ?? ''}`, lines };
}

export const acpSchema: DriftCheck = {
  name: 'acp-schema',
  about: 'The published schema of ACP, version 1',
  run: async () => {
    using sdk = installNewest('@agentclientprotocol/sdk');
    const path = 'node_modules/@agentclientprotocol/sdk/schema/v1/schema.json';
    const missing = missingAcp(JSON.parse(readFileSync(join(sdk.folder, path), 'utf8')));
    const summary = `${sdk.version}: ${missing.length} of what we use missing`;
    return { verdict: missing.length === 0 ? 'same' : 'failed', summary, lines: missing };
  },
};

/** Where an agent is not among the pinned ones, that it is there and speaks our version. */
export const opencodeAcp: DriftCheck = {
  name: 'opencode-acp',
  about: 'opencode, over ACP',
  run: async () => {
    const name = `opencode-${process.platform}-${process.arch}`;
    using program = installNewest(name);
    const file = join(program.folder, 'node_modules', name, 'bin', 'opencode');
    const home = mkdtempSync(join(tmpdir(), 'drift-home-'));
    try {
      const version = await acpVersion(file, home);
      const summary = `${program.version} speaks version ${version}`;
      return { verdict: version === 1 ? 'same' : 'failed', summary, lines: [] };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

const initializedSchema = v.object({ result: v.object({ protocolVersion: v.number() }) });

/** What the agent answers to `initialize`. */
async function acpVersion(file: string, home: string): Promise<number> {
  const env = { PATH: process.env.PATH, HOME: home };
  const child = spawn(file, ['acp'], { cwd: home, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const asked = {
    ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
    params: { protocolVersion: 1, clientCapabilities: {} },
  };
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(asked)}\n`);
  const limit = setTimeout(() => child.kill('SIGKILL'), FIRST_ANSWER_MS);
  try {
    return await new Promise((resolve, reject) => {
      let told = '';
      child.once('error', reject);
      child.once('close', () => reject(new Error('it ended without an answer')));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        told += text;
        for (const line of told.split('\n').slice(0, -1)) {
          const version = answeredVersion(line);
          if (version !== undefined) resolve(version);
        }
      });
    });
  } finally {
    clearTimeout(limit);
    child.kill('SIGKILL');
  }
}

function answeredVersion(line: string): number | undefined {
  try {
    const parsed = v.safeParse(initializedSchema, JSON.parse(line));
    return parsed.success ? parsed.output.result.protocolVersion : undefined;
  } catch {
    // It writes a note before its first message.
    return undefined;
  }
}

const reportSchema = v.object({
  testResults: v.array(
    v.object({
      assertionResults: v.array(
        v.object({
          title: v.string(),
          status: v.string(),
          failureMessages: v.optional(v.array(v.string())),
        }),
      ),
    }),
  ),
});

/** The key workflows with the newest of each, in the place of the pinned ones. */
export const newestGoldens: DriftCheck = {
  name: 'goldens',
  about: 'The key workflows, with the newest agents',
  run: async () => {
    const versions = {
      TEST_CODEX_VERSION: newestVersion(PACKAGES.codex),
      TEST_CLAUDE_VERSION: newestVersion(PACKAGES.claude),
      TEST_GEMINI_VERSION: newestVersion(PACKAGES.gemini),
    };
    const folder = mkdtempSync(join(tmpdir(), 'drift-'));
    try {
      const report = join(folder, 'report.json');
      const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
      const config = ['run', '--config', 'vitest.system.config.ts'];
      const suite = ['tests/system/golden-agents.test.ts'];
      const as = ['--reporter=json', `--outputFile.json=${report}`];
      const env = { ...process.env, TEST_SIZE: 'full', ...versions };
      const options = { cwd: ROOT, env, encoding: 'utf8', timeout: CHILD_LIMIT_MS } as const;
      spawnSync(process.execPath, [vitest, ...config, ...as, ...suite], options);
      const names = `Codex ${versions.TEST_CODEX_VERSION}, Claude Code ${versions.TEST_CLAUDE_VERSION}, Gemini CLI ${versions.TEST_GEMINI_VERSION}`;
      return goldensFinding(JSON.parse(readFileSync(report, 'utf8')), names);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** From the JSON report of the suite. */
export function goldensFinding(report: unknown, names: string): Finding {
  const { testResults } = v.parse(reportSchema, report);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (tests.length === 0) throw new Error('the suite did not run');
  const failed = tests.filter(({ status }) => status !== 'passed');
  const isUnreached = failed.map(({ failureMessages = [] }) =>
    saysNoRegistry(failureMessages.join('\n')),
  );
  if (failed.length > 0 && isUnreached.every(Boolean))
    throw new UnreachedError(`the registry does not serve ${names}`);
  const lines = failed.flatMap(({ title, failureMessages = [] }) => [
    title,
    ...failureMessages.flatMap((message) => differenceIn(message)),
  ]);
  const summary = `${tests.length - failed.length} of ${tests.length} ways to drive an agent as the transcripts say, with ${names}`;
  return { verdict: failed.length === 0 ? 'same' : 'failed', summary, lines };
}

/** Without the stack, which says where the comparison stands. */
function differenceIn(message: string): readonly string[] {
  const lines = message.split('\n');
  const stack = lines.findIndex((line) => /^\s+at /u.test(line));
  return (stack < 0 ? lines : lines.slice(0, stack)).map((line) => `  ${line}`);
}

// Which agent the demonstration speaks to: the real Codex with a scripted model on loopback where
// there is one, else the example agent. Either says afterwards what it received.
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findAgent } from '@codex-voice/agents';
import { codexHome, ensureCodex, startScriptedCodexServer } from '@codex-voice/testing';

const run = promisify(execFile);
/** Codex answers `--version` in well under a second; a broken installation must not hang the demonstration. */
const VERSION_TIMEOUT_MS = 10_000;

export interface DemoAgent {
  readonly name: string;
  /** The command for `codex-voice run --`. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Prompts that reached it so far. */
  received(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface ChooseOptions {
  readonly root: string;
  readonly folder: string;
  readonly fetchCodex: boolean;
}

export async function chooseAgent(options: ChooseOptions): Promise<DemoAgent> {
  if (options.fetchCodex) {
    process.stdout.write('Fetching the pinned Codex (once, about 400 MB on disk) …\n');
    return codexAgent(await ensureCodex(), options.folder);
  }
  const { found } = findAgent({ PATH: process.env.PATH });
  if (found?.agent.kind === 'codex' && (await starts(found.path))) {
    return codexAgent(found.path, options.folder);
  }
  return exampleAgent(options);
}

async function starts(path: string): Promise<boolean> {
  try {
    await run(path, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}

async function codexAgent(path: string, folder: string): Promise<DemoAgent> {
  const workingDirectory = join(folder, 'project');
  await mkdir(workingDirectory);
  const server = await startScriptedCodexServer();
  const home = await codexHome({ baseUrl: server.origin, cwd: workingDirectory });
  return {
    name: 'Codex, with a scripted model on this machine',
    // Without it Codex leaves a server of its own behind.
    command: [path, '--no-daemon'],
    environment: home.env,
    workingDirectory,
    received: async () => server.submissions.map((submission) => submission.prompt),
    close: async () => {
      await home.dispose();
      await server.close();
    },
  };
}

async function exampleAgent({ root, folder }: ChooseOptions): Promise<DemoAgent> {
  const log = join(folder, 'received.jsonl');
  return {
    name: 'the example agent',
    command: [process.execPath, join(root, 'examples', 'agent', 'src', 'main.ts')],
    environment: { EXAMPLE_AGENT_LOG: log },
    workingDirectory: folder,
    received: async () => {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line): string => JSON.parse(line).received);
    },
    close: async () => undefined,
  };
}

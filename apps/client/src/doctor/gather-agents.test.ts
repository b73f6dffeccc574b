import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { gatherAgents } from './gather-agents.ts';

const onPosix = test.skipIf(process.platform === 'win32');

/** A folder with programs of these names, each a shell script. */
function pathWith(programs: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-agents-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, script] of Object.entries(programs)) {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  return folder;
}

const config = (text = '') => parseConfig(text, 'config.toml');

onPosix(
  'agents on PATH are asked for their versions, others are told with how to get them',
  async () => {
    const PATH = pathWith({
      codex: 'echo "codex-cli 0.98.0"',
      claude: 'echo "2.1.200 (Claude Code)"',
      gemini: 'echo "needs a newer Node" >&2; exit 3',
      opencode: 'echo hello',
    });
    const { found, missing } = await gatherAgents({ config: config(), environment: { PATH } });
    expect(found.map(({ command, version }) => [command, version])).toEqual([
      ['codex', { kind: 'told', value: '0.98.0' }],
      ['claude', { kind: 'told', value: '2.1.200' }],
      ['gemini', { kind: 'failed', why: 'exit status 3: needs a newer Node' }],
      ['opencode', { kind: 'told', value: 'a version it does not tell' }],
    ]);
    expect(missing).toEqual([]);
    const none = await gatherAgents({ config: config(), environment: { PATH: pathWith({}) } });
    expect(none.found).toEqual([]);
    expect(none.missing[0]).toEqual({ command: 'codex', install: 'npm install -g @openai/codex' });
  },
);

onPosix('a Codex that has no protocol of its own says what its driver lacks', async () => {
  const structured = config('[agents.codex]\ndriver = "structured"\n');
  const script =
    '[ "$1" = --version ] && echo "codex-cli 0.170.0" && exit; echo "unknown command" >&2; exit 2';
  const asked = await gatherAgents({
    config: structured,
    environment: { PATH: pathWith({ codex: script }) },
  });
  expect(asked.found[0]).toMatchObject({
    driver: 'structured',
    lacking: { kind: 'told', value: ['its app-server'] },
  });
  const older = '[ "$1" = --version ] && echo "codex-cli 0.170.0"; exit 0';
  const bare = await gatherAgents({
    config: structured,
    environment: { PATH: pathWith({ codex: older }) },
  });
  expect(bare.found[0]?.lacking).toMatchObject({
    value: expect.arrayContaining(['ClientRequest.ts: no method turn/start']),
  });
});

onPosix('the configured agent is looked for as a session would', async () => {
  const PATH = pathWith({ mine: 'exit 0' });
  const named = async (command: string) =>
    (await gatherAgents({ config: config(`agent = "${command}"`), environment: { PATH } }))
      .configured;
  expect(await named('mine')).toEqual({ command: 'mine', isThere: true });
  expect(await named('gone')).toEqual({ command: 'gone', isThere: false });
});

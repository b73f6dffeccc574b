// What an agent needs to speak ACP, and when the config means that.
import { expect, test } from 'vitest';
import { inLines, isConfiguredForAcp, overAcp } from './acp-agent.ts';
import type { AgentChoice } from './agent-choice.ts';
import { parseConfig } from './config.ts';

function agent(file: string, args: readonly string[] = []): AgentChoice {
  const kind = file === 'gemini' ? 'gemini' : 'plain';
  return { file, args, kind, name: file };
}

test.each([
  ['gemini', [], ['--acp']],
  ['gemini', ['--model', 'm'], ['--acp', '--model', 'm']],
  ['gemini', ['--experimental-acp'], ['--experimental-acp']],
  ['/opt/bin/opencode', ['--port', '1'], ['acp', '--port', '1']],
  ['goose', ['acp'], ['acp']],
  ['other-agent', ['--stdio'], ['--stdio']],
])('%s %j is started with %j', (file, args, started) => {
  const again = overAcp(agent(file, args), { resume: undefined });
  expect(again.args).toEqual(started);
  const { file: node, args: words, kind } = inLines({ ...again, resume: 'one' }, '/launcher');
  expect([node, kind]).toEqual([process.execPath, 'plain']);
  const front = ['/launcher', '__acp', '--name', file, '--resume', 'one', '--', file];
  expect(words).toEqual([...front, ...started]);
});

test('the config asks for it where a conversation is opened', () => {
  const config = parseConfig('[agents.gemini]\ndriver = "acp"\n', 'config.toml');
  const asks = (args: readonly string[]): boolean =>
    isConfiguredForAcp(agent('gemini', args), config);
  expect([[], ['--model', 'm']].map(asks)).toEqual([true, true]);
  expect([['mcp', 'list'], ['-p', 'do'], ['--version']].map(asks)).toEqual([false, false, false]);
  const others = [
    ['--prompt=hi'],
    ['-phi'],
    ['--list-extensions'],
    ['--output-format', 'json'],
    ['-i', 'fix it'],
  ];
  expect(others.filter(asks)).toEqual([]);
  expect(isConfiguredForAcp(agent('other-agent'), config)).toBe(false);
  const plain = parseConfig('', 'config.toml');
  expect(isConfiguredForAcp(agent('gemini'), plain)).toBe(false);
});

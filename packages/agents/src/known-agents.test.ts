// Finding agents on PATH.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { agentKindOf, findAgent, knownAgents } from './known-agents.ts';

function folderWith(...programs: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'agents-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const program of programs) {
    writeFileSync(join(folder, program), '#!/bin/sh\n');
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

test('AGENTS-10: the first in the order of the table is found, wherever on PATH', () => {
  const first = folderWith('gemini', 'claude');
  const second = folderWith('codex');
  const { found } = findAgent({ PATH: [first, second].join(delimiter) });
  expect([found?.agent.kind, found?.path]).toEqual(['codex', join(second, 'codex')]);
  expect(findAgent({ PATH: first }).found?.agent.kind).toBe('claude');
});

test('AGENTS-10: what can not be started does not count', () => {
  const folder = folderWith('opencode');
  writeFileSync(join(folder, 'codex'), 'not executable');
  mkdirSync(join(folder, 'claude'));
  expect(findAgent({ PATH: folder }).found?.agent.kind).toBe('opencode');
});

test('AGENTS-10: with none found each has a line that installs it', () => {
  const search = findAgent({ PATH: folderWith() });
  expect(search.found).toBeUndefined();
  expect(search.lookedFor.map((agent) => agent.command)).toEqual([
    'codex',
    'claude',
    'gemini',
    'opencode',
  ]);
  for (const agent of search.lookedFor) expect(agent.install).toMatch(/^npm install -g \S+$/u);
  expect(findAgent({}).found).toBeUndefined();
});

test('AGENTS-11: a command’s kind is told by its base name', () => {
  for (const { kind, command } of knownAgents) {
    expect(agentKindOf(command)).toBe(kind);
    expect(agentKindOf(`/usr/local/bin/${command}`)).toBe(kind);
  }
  expect(agentKindOf('codex.exe')).toBe('codex');
  expect(agentKindOf('/bin/bash')).toBe('plain');
  expect(agentKindOf('codex-voice')).toBe('plain');
});

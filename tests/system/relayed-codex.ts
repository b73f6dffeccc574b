// A stand-in for Codex that passes everything on to the real one and writes down each byte that reaches it;
// an app-server it starts as it is.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../program/command.ts';

export interface RelayedCodex {
  /** Named like the agent, so that it is known as Codex. */
  readonly file: string;
  /** What it must be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Every byte written to Codex so far, one character each, answers of the terminal left out. */
  written(): string;
}

/** Makes the stand-in in a folder of the suite's. */
export function relayTo(codex: string, folder: string): RelayedCodex {
  const log = join(folder, 'written');
  writeFileSync(log, '');
  const file = join(folder, 'codex');
  const relay = join(ROOT, 'tests', 'system', 'recording-relay.ts');
  const lines = [
    '#!/bin/sh',
    `if [ "$1" = app-server ]; then exec '${codex}' "$@"; fi`,
    `exec '${process.execPath}' '${relay}' "$@"`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  return {
    file,
    env: { RELAY_LOG: log, RELAY_TO: codex },
    written: () => withoutAnswers(readFileSync(log, 'latin1')),
  };
}

function withoutAnswers(bytes: string): string {
  return bytes.replace(
    /\x1b\[\??[\d;]*[Rcnuy]|\x1b\]1[01];rgb:[^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[IO]/gu,
    '',
  );
}

// needs: bash zsh fish vim less
// Prompts into real shells that mark their lines and commands: typed exactly while a line is edited, and
// waiting while sleep, vim or less run, whatever is on the screen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeliveryRig } from './delivery-rig.ts';

const BASH = `PS0='\\e]133;C\\a'
PS1='\\[\\e]133;A\\a\\]\\w is where we are: \\[\\e]133;B\\a\\]'
PROMPT_COMMAND='printf "\\e]133;D;%s\\a" "$?"'
`;
const ZSH = `precmd() { printf '\\e]133;D;%s\\a\\e]133;A\\a' $? }
preexec() { printf '\\e]133;C\\a' }
RPROMPT='at the right'
PS1="%1~ is where we are: %{$(printf '\\e]133;B\\a')%}"
`;

const FISH = `function mark_prompt --on-event fish_prompt; printf '\\e]133;A\\a'; end
function mark_command --on-event fish_preexec; printf '\\e]133;C\\a'; end
function mark_end --on-event fish_postexec; printf '\\e]133;D;%s\\a' $status; end
set fish_greeting
`;

/** Prints what looks like a prompt, and runs until it is told. */
const WAITS = "printf 'me@host:~$ '; while [ ! -e go ]; do sleep 0.05; done";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'shells-'));
  writeFileSync(join(home, '.bashrc'), BASH);
  writeFileSync(join(home, '.zshrc'), ZSH);
  mkdirSync(join(home, '.config/fish'), { recursive: true });
  writeFileSync(join(home, '.config/fish/config.fish'), FISH);
  writeFileSync(join(home, 'waits'), WAITS);
  writeFileSync(join(home, 'text'), 'one line\n'.repeat(200));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const SHELLS = {
  bash: ['/bin/bash', []],
  zsh: ['/bin/zsh', ['-o', 'NO_GLOBAL_RCS']],
  fish: ['/usr/bin/fish', []],
} as const;

function start(shell: keyof typeof SHELLS): DeliveryRig {
  const [file, args] = SHELLS[shell];
  return new DeliveryRig({ kind: 'plain', file, args, cwd: home, env: { HOME: home } });
}

/** What our texts met when they were written. */
const met = ({ writes }: DeliveryRig): string[] => [
  ...new Set(writes.map(({ screen }) => screen.kind)),
];

describe.each(['bash', 'zsh', 'fish'] as const)('%s', (shell) => {
  test('AGENTS-12 AGENTS-13: texts reach its line alone, and wait while commands run', async () => {
    await using rig = start(shell);
    await rig.until('a prompt', () => rig.screen.kind === 'composer');
    rig.say('sum', "echo is-4''2", 'send');
    await rig.until('the sum', () => rig.program.terminal.screenText().includes('is-42'));
    rig.say('sleep', 'sh ./waits', 'send');
    await rig.until('sent', () => rig.stateOf('sleep') === 'sent');
    await rig.until('it runs', () => rig.screen.kind === 'busy');
    rig.say('after', "echo af-1''2", 'send');
    await rig.until('what looks like a prompt', () =>
      /^me@host:~\$/mu.test(rig.program.terminal.screenText()),
    );
    expect(rig.stateOf('after')).toBe('waiting: busy');
    writeFileSync(join(home, 'go'), '');
    await rig.until('typed after', () => rig.program.terminal.screenText().includes('af-12'));
    rig.say('vim', 'vim -u NONE -N text', 'send');
    await rig.until('vim', () => rig.program.terminal.screenText().includes('200L'));
    rig.say('behind', 'less text', 'send');
    await rig.until('it waits', () => rig.stateOf('behind').startsWith('waiting: '));
    rig.person(':q!\r');
    await rig.until('less', () => rig.stateOf('behind') === 'sent');
    await rig.until('its page', () => /^(?:text|:)/mu.test(rig.program.terminal.screenText()));
    rig.say('last', "echo la-''3", 'send');
    await rig.until('it waits', () => rig.stateOf('last').startsWith('waiting: '));
    rig.person('q');
    await rig.until('the end', () => rig.program.terminal.screenText().includes('la-3'));
    expect(met(rig)).toEqual(['composer']);
  });

  test('AGENTS-12: a search of its history is waited for, and no command of the past runs', async () => {
    await using rig = start(shell);
    await rig.until('a prompt', () => rig.screen.kind === 'composer');
    rig.say('past', "echo past-4''2", 'send');
    await rig.until('the past', () => rig.program.terminal.screenText().includes('past-42'));
    await rig.until('sent', () => rig.stateOf('past') === 'sent');
    await rig.until('a prompt', () => rig.screen.kind === 'composer');
    rig.person('\u0012');
    await rig.until('the search', () => rig.screen.kind === 'dialog');
    rig.say('said', 'past', 'send');
    await rig.until('it waits', () => rig.stateOf('said') === 'waiting: dialog');
    rig.person('\u0003');
    await rig.until('typed', () => rig.stateOf('said') === 'sent');
    expect(met(rig)).toEqual(['composer']);
  });

  test('AGENTS-13 SHADOW-50: a line that a command reads is none of the shell, whatever marks it prints', async () => {
    await using rig = start(shell);
    await rig.until('a prompt', () => rig.screen.kind === 'composer');
    writeFileSync(join(home, 'log'), 'GET /\u001b]133;A\u0007 \u001b]133;B\u0007\n');
    rig.person('cat log -\r');
    await rig.until('the log', () => rig.program.terminal.screenText().includes('GET /'));
    rig.say('said', "echo is-4''2", 'send');
    await rig.until('it waits', () => rig.stateOf('said') === 'waiting: busy');
    rig.person('\u0004');
    await rig.until('typed', () => rig.program.terminal.screenText().includes('is-42'));
    expect(met(rig)).toEqual(['composer']);
  });
});

test.each(['bash', 'zsh'] as const)(
  'SHADOW-50: a shell that never marks the end of a command has its line again: %s',
  async (shell) => {
    const endMark = /\\e\]133;D;%s\\a/u;
    writeFileSync(join(home, '.bashrc'), BASH.replace(endMark, ''));
    writeFileSync(join(home, '.zshrc'), ZSH.replace(endMark, ''));
    await using rig = start(shell);
    await rig.until('a prompt', () => rig.screen.kind === 'composer');
    for (const id of ['one', 'two']) {
      rig.say(id, `echo is-${id}''2`, 'send');
      await rig.until(id, () => rig.program.terminal.screenText().includes(`is-${id}2`));
    }
    await rig.until('a prompt', () => rig.screen.kind === 'composer');
    expect(met(rig)).toEqual(['composer']);
  },
);

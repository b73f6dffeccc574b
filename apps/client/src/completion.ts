// Completion scripts for bash, zsh and fish, made from the tables.
import { COMMANDS, OPTIONS } from './options.table.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

const AGENTS = ['codex', 'claude', 'gemini', 'opencode'];

/** A script that the person's shell can source. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bash();
    case 'zsh':
      return zsh();
    case 'fish':
      return fish();
  }
}

const words = (): string[] => [
  ...COMMANDS.filter((row) => row.name !== 'start').map((row) => row.name),
  ...AGENTS,
];

function bash(): string {
  const choices = OPTIONS.filter((row) => row.choices).map(
    (row) =>
      `    --${row.name}) COMPREPLY=($(compgen -W "${row.choices?.join(' ')}" -- "$word")); return;;`,
  );
  const files = OPTIONS.filter((row) => row.value === 'FILE').map((row) => `--${row.name}`);
  return `# bash completion for codex-voice: source <(codex-voice completion bash)
_codex_voice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  case "$before" in
${choices.join('\n')}
    ${files.join('|')}|transcribe) COMPREPLY=($(compgen -f -- "$word")); return;;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return;;
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "${OPTIONS.map((row) => `--${row.name}`).join(' ')}" -- "$word"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${words().join(' ')}" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _codex_voice codex-voice
`;
}

function zsh(): string {
  const options = OPTIONS.map((row) => {
    const text = `--${row.name}[${row.help.replaceAll(/[[\]:']/g, ' ')}]`;
    if (row.choices) return `    '${text}:${row.name}:(${row.choices.join(' ')})'`;
    if (row.value === 'FILE') return `    '${text}:file:_files'`;
    return row.value ? `    '${text}:${row.value}:'` : `    '${text}'`;
  });
  return `#compdef codex-voice
# zsh completion for codex-voice: source <(codex-voice completion zsh)
_codex_voice() {
  _arguments -s \\
${options.join(' \\\n')} \\
    '1:agent or command:(${words().join(' ')})' \\
    '*::argument:_files'
}
compdef _codex_voice codex-voice
`;
}

function fish(): string {
  const options = OPTIONS.map((row) => {
    const value = row.choices
      ? ` -x -a '${row.choices.join(' ')}'`
      : row.value === 'FILE'
        ? ' -r -F'
        : row.value
          ? ' -x'
          : '';
    const short = row.short === undefined ? '' : ` -s ${row.short}`;
    return `complete -c codex-voice -l ${row.name}${short}${value} -d '${row.help.replaceAll("'", '')}'`;
  });
  return `# fish completion for codex-voice: codex-voice completion fish | source
complete -c codex-voice -n __fish_use_subcommand -a '${words().join(' ')}'
complete -c codex-voice -n '__fish_seen_subcommand_from completion' -x -a 'bash zsh fish'
${options.join('\n')}
`;
}

// What the conversation is started with: words from whoever starts it, places from the session's keeper.
// Neither is the agent's to see.

export interface Given {
  /** The agent as a person calls it. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The conversation to take up. */
  readonly resume: string | undefined;
  /** The folder of the desk; undefined: nobody comes. */
  readonly folder: string | undefined;
  /** Where events are kept; undefined: in memory. */
  readonly eventsPath: string | undefined;
}

/** `--name NAME [--resume ID] -- CMD [ARGS…]`; a string says what is wrong. */
export function readGiven(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Given | string {
  const at = words.indexOf('--');
  const [file, ...args] = at < 0 ? [] : words.slice(at + 1);
  if (file === undefined) return 'a conversation over ACP needs a command: codex-voice acp -- CMD';
  const behind = (option: string): string | undefined => {
    const place = words.slice(0, at).indexOf(option);
    return place < 0 ? undefined : words[place + 1];
  };
  const { CODEX_VOICE_DESK, CODEX_VOICE_EVENTS, ...env } = environment;
  return {
    name: behind('--name') ?? file,
    file,
    args,
    env,
    resume: behind('--resume'),
    folder: CODEX_VOICE_DESK,
    eventsPath: CODEX_VOICE_EVENTS,
  };
}

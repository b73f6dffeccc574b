// The one error a person sees: what is wrong and how to mend it, as one line, with an exit status.

/** Exit status for a wrong command line. */
export const EXIT_USAGE = 2;
/** Exit status for anything else that is wrong. */
export const EXIT_FAILURE = 1;
/** As shells have it for a program that was interrupted (SIGINT). */
export const EXIT_INTERRUPTED = 130;
/** As shells have it for a program whose reader has left (SIGPIPE). */
export const EXIT_READER_GONE = 141;
/** As shells have it for a command that is not there. */
export const EXIT_NOT_FOUND = 127;

export class UserError extends Error {
  readonly exitStatus: number;

  /** `message` reads `what is wrong: how to mend it`. */
  constructor(message: string, exitStatus: number = EXIT_FAILURE) {
    super(message);
    this.name = 'UserError';
    this.exitStatus = exitStatus;
  }
}

/** The line written to standard error for `error`; never a stack trace. */
export function errorLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `codex-voice: ${visible(text.replaceAll(/\s*\n\s*/g, ' '))}\n`;
}

/**
 * Control characters and overrides of the writing direction made visible, so that no file name and
 * no config file can give orders to the terminal its fault is told in.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A tab as the four spaces that it is in a prompt; nothing else gives orders to the terminal. */
export function visibleLine(text: string): string {
  return visible(text.replaceAll('\t', '    '));
}

/** The same, line by line. */
export function visibleText(text: string): string {
  return text.split('\n').map(visibleLine).join('\n');
}

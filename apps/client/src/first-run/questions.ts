// What the first run asks a person, and how it speaks to one: a port with a way for terminals, one for
// terminals that only take lines, and one where nobody is to be asked.

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What to know before it is taken. */
  readonly hint?: string;
}

export interface Questions {
  /** `looking`: nobody has agreed to anything, so nothing is fetched and nothing is written. */
  readonly manner: 'asking' | 'agreed' | 'looking';
  /** Stands left of a line that another one draws, as a bar that grows. */
  readonly margin: string;
  /** A step begins. */
  step(title: string): void;
  /** A line of it; several lines at once are kept together. */
  tell(text: string): void;
  choose<Value extends string>(asked: {
    readonly question: string;
    readonly choices: readonly Choice<Value>[];
    readonly suggested: Value;
  }): Promise<Value>;
  agree(question: string, suggested: 'yes' | 'no'): Promise<'yes' | 'no'>;
  /** The last words. */
  end(text: string): void;
}

/** The person ended it: whatever has been agreed to until now stays, and nothing more is done. */
export class GivenUp extends Error {
  constructor() {
    super('the first run was ended');
    this.name = 'GivenUp';
  }
}

/** Nobody is asked: `agreed` takes every suggestion, `looking` changes nothing. */
export function answeredQuestions(
  manner: 'agreed' | 'looking',
  write: (line: string) => void,
): Questions {
  return {
    manner,
    margin: '',
    step: (title) => write(`\n${title}`),
    tell: (text) => write(text),
    choose: async ({ suggested }) => suggested,
    agree: async (_, suggested) => (manner === 'agreed' ? suggested : 'no'),
    end: (text) => write(`\n${text}`),
  };
}

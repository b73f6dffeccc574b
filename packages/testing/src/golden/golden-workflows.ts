// The workflows that golden transcripts hold: what a person says and does, step by step, for every way an
// agent is driven. What happens then is in the files; how a step is done is its stage's business.
import { languagePhrases, type SpokenCommand, type SpokenLanguage } from '@codex-voice/speech';
import { GOLDEN_SENTENCES } from './golden-languages.table.ts';

export type GoldenAction =
  /** Said into the microphone. */
  | { readonly do: 'voice'; readonly words: string }
  /** A text from elsewhere, sent. */
  | { readonly do: 'say'; readonly text: string }
  /** What the model does with the prompts to come. */
  | { readonly do: 'model'; readonly turn: GoldenTurn }
  /** The turn that works comes to its end. */
  | { readonly do: 'finish' }
  /** The person's own hands, where the agent has a dialog or a turn that nobody else ended. */
  | { readonly do: 'keys'; readonly for: 'dialog' | 'turn' }
  /** The host is killed, and another takes its place. */
  | { readonly do: 'crash' }
  /** What was kept for later is sent. */
  | { readonly do: 'flush' };

/** `works`: until it is finished or interrupted. `asks`: whether a command may run. */
export type GoldenTurn = 'answers' | 'works' | 'asks' | 'fails';

/** A step and its name in the file, which is the same in every language. */
export interface GoldenDeed {
  readonly label: string;
  readonly action: GoldenAction;
}

export interface GoldenWorkflow {
  readonly name: string;
  readonly about: string;
  readonly deeds: readonly GoldenDeed[];
}

/** What the person has set up for themselves. */
export const OWN_PHRASES = [
  {
    spoken: 'ship it',
    action: {
      kind: 'text',
      text: 'Commit everything, push, and open a pull request.',
      afterwards: 'send',
    },
  },
  { spoken: 'ask about', action: { kind: 'text', text: 'Explain {transcript} in two lines.' } },
  { spoken: 'slash notes', action: { kind: 'text', text: '/kb {transcript}', does: 'kb' } },
] as const;

/** What the agent asks to run where the model does so. */
export const ASKED_COMMAND = 'touch golden-made';

/** The built-in prompts that are said, by their meaning, at their places in each language's list. */
const PROMPTS = {
  tests: 'run the tests',
  fix: 'fix the failing tests',
  explain: 'explain this code',
};
type PromptName = keyof typeof PROMPTS;
const ENGLISH_PLACES: Readonly<Record<PromptName, number>> = { tests: 0, fix: 1, explain: 7 };
const OTHER_PLACES: Readonly<Record<PromptName, number>> = { tests: 0, fix: 1, explain: 2 };

/** What is said for a prompt in a language, and what is written. */
export function spokenPrompt(
  language: SpokenLanguage,
  name: PromptName,
): readonly [spoken: string, written: string] {
  const places = language === 'en' ? ENGLISH_PLACES : OTHER_PLACES;
  const found = languagePhrases(language).texts[places[name]];
  if (found === undefined) throw new RangeError(`${language} has no prompt for ${name}`);
  return found;
}

/** Written words of a language → the English ones, as the golden files have them. */
export function goldenWords(language: SpokenLanguage): ReadonlyMap<string, string> {
  const names: readonly PromptName[] = ['tests', 'fix', 'explain'];
  const written = (of: SpokenLanguage, name: PromptName): string => spokenPrompt(of, name)[1];
  // Two in one composer: some languages have no space between sentences.
  const pairs = names.flatMap((one) =>
    names.map((other): [string, string] => [
      written(language, one) + written(language, other),
      `${written('en', one)} ${written('en', other)}`,
    ]),
  );
  return new Map([
    ...pairs,
    ...names.map((name): [string, string] => [written(language, name), written('en', name)]),
  ]);
}

class Deeds {
  readonly tests: GoldenDeed;
  readonly fix: GoldenDeed;
  readonly explain: GoldenDeed;
  readonly send: GoldenDeed;
  readonly scratch: GoldenDeed;
  readonly approve: GoldenDeed;
  readonly interrupt: GoldenDeed;
  readonly finish: GoldenDeed = { label: 'the model finishes', action: { do: 'finish' } };
  readonly crash: GoldenDeed = {
    label: 'the host is killed, and another takes its place',
    action: { do: 'crash' },
  };
  readonly flush: GoldenDeed = { label: 'flush send k1', action: { do: 'flush' } };
  readonly answer: GoldenDeed = {
    label: 'the person answers the dialog that is left',
    action: { do: 'keys', for: 'dialog' },
  };
  readonly release: GoldenDeed = {
    label: 'the person ends the turn that is left',
    action: { do: 'keys', for: 'turn' },
  };
  readonly #language: SpokenLanguage;

  constructor(language: SpokenLanguage) {
    this.#language = language;
    this.tests = this.#prompt('tests');
    this.fix = this.#prompt('fix');
    this.explain = this.#prompt('explain');
    this.send = this.#command('send');
    this.scratch = this.#command('scratch');
    this.approve = this.#command('approve');
    this.interrupt = this.#command('interrupt');
  }

  /** The person's own words, the same in each language. */
  own(words: string): GoldenDeed {
    return { label: `voice "${words}"`, action: { do: 'voice', words } };
  }

  say(name: PromptName): GoldenDeed {
    const [, text] = spokenPrompt(this.#language, name);
    const label = `say --send "${spokenPrompt('en', name)[1]}"`;
    return { label, action: { do: 'say', text } };
  }

  model(turn: GoldenTurn): GoldenDeed {
    return { label: `from now on the model ${turn}`, action: { do: 'model', turn } };
  }

  /** A turn that goes on, and what comes after it is answered at once. */
  busy(): readonly GoldenDeed[] {
    return [this.model('works'), this.say('tests'), this.model('answers')];
  }

  #prompt(name: PromptName): GoldenDeed {
    const [words] = spokenPrompt(this.#language, name);
    return { label: `voice "${PROMPTS[name]}"`, action: { do: 'voice', words } };
  }

  #command(command: SpokenCommand): GoldenDeed {
    const words = languagePhrases(this.#language).commands[command][0];
    const label = `voice "${languagePhrases('en').commands[command][0]}"`;
    return { label, action: { do: 'voice', words } };
  }
}

type Composed = Omit<GoldenWorkflow, 'deeds'> & {
  readonly deeds: (does: Deeds) => readonly GoldenDeed[];
};

const WORKFLOWS: readonly Composed[] = [
  {
    name: 'dictate-and-send',
    about: 'A prompt is dictated, stands in the composer, and is sent by voice; then two at once.',
    deeds: ({ tests, fix, explain, send }) => [tests, send, fix, explain, send],
  },
  {
    name: 'correct-and-send',
    about: 'What was heard wrong is taken back, said again, and sent.',
    deeds: ({ tests, explain, scratch, send }) => [explain, scratch, tests, send],
  },
  {
    name: 'approve-by-voice',
    about:
      'The agent asks to run a command; what is dictated meanwhile waits, and a spoken word answers.',
    deeds: (does) => {
      const { tests, explain, send, approve, answer } = does;
      const asked = [does.model('asks'), tests, send, does.model('answers')];
      return [...asked, explain, approve, answer, send];
    },
  },
  {
    name: 'interrupt',
    about:
      'A turn that goes on and on is ended by a spoken word, and the next prompt begins another.',
    deeds: (does) => {
      const { tests, explain, send, interrupt, release } = does;
      const begun = [does.model('works'), tests, send, does.model('answers')];
      return [...begun, interrupt, release, explain, send];
    },
  },
  {
    name: 'queue-while-busy',
    about: 'Two prompts come while the agent works: they wait, and go in order, a turn each.',
    deeds: (does) => [...does.busy(), does.say('fix'), does.say('explain'), does.finish],
  },
  {
    name: 'crash-and-resume',
    about: 'The host dies while a prompt waits: its successor sends that once, and nothing twice.',
    deeds: (does) => [
      ...does.busy(),
      does.say('fix'),
      does.crash,
      does.finish,
      does.say('explain'),
    ],
  },
  {
    name: 'offline-and-flush',
    about:
      'A turn fails for want of its model: the prompt is kept, and sent again when that is back.',
    deeds: (does) => {
      const failed = [does.model('fails'), does.say('tests'), does.model('answers')];
      return [...failed, does.flush, does.say('explain')];
    },
  },
  {
    name: 'macros',
    about:
      'The person’s own phrases: one that is sent at once, one with words behind it, and an action.',
    deeds: (does) => [
      does.own('ship it'),
      does.own('ask about parser'),
      does.send,
      does.own('slash notes retry policy'),
    ],
  },
];

/** All that have one transcript for every language. */
export function goldenWorkflows(language: SpokenLanguage = 'en'): readonly GoldenWorkflow[] {
  const does = new Deeds(language);
  return WORKFLOWS.map(({ deeds, ...workflow }) => ({ ...workflow, deeds: deeds(does) }));
}

/** The one that each language has of its own: how it is written, and what its words do. */
export function languageWorkflow(language: SpokenLanguage): GoldenWorkflow {
  const { commands, commandWords, mannerWords, stopWords } = languagePhrases(language);
  const { signs, second, sent } = GOLDEN_SENTENCES[language];
  const said = (words: string): GoldenDeed => ({
    label: `voice "${words}"`,
    action: { do: 'voice', words },
  });
  // As recognisers write them: a comma where the voice pauses.
  const pause = { ja: '、', zh: '，' }[language as string] ?? ' ';
  const does = new Deeds(language);
  const [tests] = spokenPrompt(language, 'tests');
  const [explain] = spokenPrompt(language, 'explain');
  const also = `${commandWords[0]} ${mannerWords.also[0]} ${explain}`;
  return {
    name: `language-${language}`,
    about: `How ${language} is written, and what its words for sending, adding and stopping do.`,
    deeds: [
      said(signs),
      said(commands['new-line'][0]),
      said(second),
      said(`${sent}${pause}${commands.send[0]}`),
      does.model('works'),
      said(tests),
      said(commands.send[0]),
      said(also),
      said(stopWords[0]),
      does.release,
    ],
  };
}

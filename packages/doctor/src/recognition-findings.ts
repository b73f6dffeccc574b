// What is said of recognisers: what would listen, whether each installed model is as it was installed, and
// whether a configured server answers.
import type { Asked, InstalledModelFacts, RecogniserFacts, VoiceFacts } from './facts.ts';
import { type Finding, partsOf, unanswered } from './finding.ts';

const ABOUT = { id: 'recogniser', area: 'recognition', subject: 'recogniser' } as const;

export function recognitionFindings(asked: Asked<RecogniserFacts>): readonly Finding[] {
  if (asked.kind !== 'told') return [unanswered(ABOUT, asked)];
  const { value: facts } = asked;
  return [
    chosenFinding(facts),
    ...facts.installed.map((model) => modelFinding(model)),
    ...serverFindings(facts),
    ...keyFindings(facts),
  ];
}

function chosenFinding({ chosen, language, recommended }: RecogniserFacts): Finding {
  switch (chosen.kind) {
    case 'model':
    case 'server':
      return { ...ABOUT, state: 'good', fact: `${chosen.name} hears free speech (${language})` };
    case 'phrases': {
      const fact = 'only the built-in phrases are heard: there is no speech model and no server';
      if (recommended === undefined) return { ...ABOUT, state: 'weak', fact };
      const { id, megabytes } = recommended;
      return {
        ...ABOUT,
        state: 'weak',
        fact,
        mend: { words: `${megabytes} MB, once`, command: `codex-voice models add ${id}` },
      };
    }
    case 'refused': {
      const { place, rest } =
        /^(?<place>\S+:\d+): (?<rest>.*)$/su.exec(chosen.message)?.groups ?? {};
      const { fact, words } = partsOf(rest ?? chosen.message);
      return {
        ...ABOUT,
        state: 'broken',
        fact: place === undefined ? fact : `${place}: ${fact}`,
        ...(words === undefined ? {} : { mend: { words } }),
      };
    }
  }
}

function modelFinding({ id, state, badFiles, megabytes, addAgain }: InstalledModelFacts): Finding {
  const about = { id: `model.${id}`, area: 'recognition', subject: `model ${id}` } as const;
  switch (state) {
    case 'intact':
      return {
        ...about,
        state: 'good',
        fact: `${megabytes} MB, every file hashed (SHA-256) and as it was installed`,
      };
    case 'not-hashed':
      return {
        ...about,
        state: 'unasked',
        fact: `${megabytes} MB are there; there was no time to hash them`,
        mend: { command: `codex-voice models verify ${id}` },
      };
    case 'damaged': {
      const what = badFiles.length === 0 ? 'its manifest' : badFiles.join(', ');
      return {
        ...about,
        state: 'broken',
        fact: `not as it was installed (${what})`,
        mend: {
          words: 'only what is damaged is fetched again',
          command: `codex-voice models add ${addAgain}`,
        },
      };
    }
  }
}

function serverFindings({ server }: RecogniserFacts): readonly Finding[] {
  if (server === undefined) return [];
  const about = { id: 'server', area: 'recognition', subject: 'whisper server' } as const;
  if (server.kind === 'answers') {
    return [
      { ...about, state: 'good', fact: `${server.url} answers in ${Math.round(server.ms)} ms` },
    ];
  }
  const fact = `${server.url} does not answer (${server.why})`;
  if (server.starts) {
    return [{ ...about, state: 'good', fact: `${fact}: it is started when it is needed` }];
  }
  return [
    {
      ...about,
      state: 'broken',
      fact,
      mend: { words: 'start it, or mend [whisper_server] url', command: `curl ${server.url}` },
    },
  ];
}

function keyFindings({ key }: RecogniserFacts): readonly Finding[] {
  if (key === undefined) return [];
  const about = { id: 'service', area: 'recognition', subject: 'speech service' } as const;
  // Some put the key itself there; a report is shown to others.
  const isVariableName = /^[A-Z_][A-Z0-9_]*$/u.test(key.variable);
  if (key.isSet) {
    const where = isVariableName ? key.variable : 'the variable that is named for it';
    return [{ ...about, state: 'good', fact: `its key is in ${where}; it was not asked` }];
  }
  if (!isVariableName) {
    return [
      {
        ...about,
        state: 'broken',
        fact: 'its key_variable is not in capitals, as names of variables are, and no such variable is set',
        mend: { words: 'name the variable there, in capitals, never the key itself' },
      },
    ];
  }
  return [
    {
      ...about,
      state: 'broken',
      fact: `its key is to be in ${key.variable}, and that is not set`,
      mend: { command: `export ${key.variable}=…` },
    },
  ];
}

export function voiceFinding(asked: Asked<VoiceFacts>): Finding {
  const about = { id: 'voice', area: 'sound', subject: 'voice process' } as const;
  if (asked.kind !== 'told') {
    const finding = unanswered(about, asked);
    return {
      ...finding,
      state: 'broken',
      mend: { words: 'its own words may tell why', command: 'codex-voice mic' },
    };
  }
  const { startMs, answerMs } = asked.value;
  const fact = `started and answered in ${Math.round(startMs)} ms; a round trip takes ${milliseconds(answerMs)}`;
  return { ...about, state: 'good', fact };
}

/** Short times with a digit more. */
export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

// What is said of the machine itself: Node, the config file, the parts that are native code.
import type { Asked, ConfigFacts, NativePart, SystemFacts, UpdateFacts } from './facts.ts';
import { type Finding, type Mend, partsOf, unanswered } from './finding.ts';
import { installCommand } from './package-systems.ts';
import { isOlder } from './version-order.ts';

export function nodeFinding({ node, oldestNode }: SystemFacts): Finding {
  const about = { id: 'node', area: 'machine', subject: 'Node.js' } as const;
  if (!isOlder(node, oldestNode)) {
    return { ...about, state: 'good', fact: `${node} (${oldestNode} or newer is needed)` };
  }
  return {
    ...about,
    state: 'broken',
    fact: `${node}, and ${oldestNode} or newer is needed`,
    mend: {
      words: 'a newer Node.js, from your system, nodejs.org or npm',
      command: 'npm install -g node@24',
    },
  };
}

/** That there is a newer version is no fault of this one. */
export function versionFinding({ version }: SystemFacts, update: UpdateFacts): Finding {
  const about = { id: 'version', area: 'machine', subject: 'codex-voice', state: 'good' } as const;
  const { check, looked } = update;
  if (looked === undefined) {
    const allowed = check === 'weekly' ? 'not answered yet' : 'none is looked for unasked';
    return {
      ...about,
      fact: `${version}; a newer version: ${allowed} ([update] check = "${check}")`,
    };
  }
  const when = looked.daysAgo === 0 ? 'today' : `${looked.daysAgo} days ago`;
  if (looked.newer === undefined) {
    return { ...about, fact: `${version}, the newest when that was looked for, ${when}` };
  }
  return {
    ...about,
    fact: `${version}; ${looked.newer} is there (looked for ${when})`,
    mend: { words: 'sessions go on', command: 'codex-voice update' },
  };
}

export function configFinding(config: ConfigFacts): Finding {
  const about = { id: 'config', area: 'machine', subject: 'config file' } as const;
  switch (config.kind) {
    case 'read':
      return { ...about, state: 'good', fact: `${config.path} is understood` };
    case 'absent':
      return {
        ...about,
        state: 'good',
        fact: `there is none (${config.path}): every setting is as it comes`,
      };
    case 'wrong': {
      const { place, rest } = placeOf(config.message);
      const { fact, words } = partsOf(rest);
      return {
        ...about,
        state: 'broken',
        fact: place === undefined ? fact : `${place}: ${fact}`,
        ...(words === undefined ? {} : { mend: { words } }),
      };
    }
  }
}

/** `file:line: what`, where a message begins so. */
function placeOf(message: string): { readonly place?: string; readonly rest: string } {
  const found = /^(?<place>.*?:\d+): (?<rest>.*)$/su.exec(message)?.groups;
  return found?.place === undefined || found.rest === undefined
    ? { rest: message }
    : { place: found.place, rest: found.rest };
}

interface PartWords {
  readonly id: string;
  readonly area: Finding['area'];
  readonly subject: string;
  /** Without it there is no session, or a poorer one. */
  readonly without: 'broken' | 'weak';
  readonly lost: string;
}

const PARTS: Readonly<Record<NativePart['part'], PartWords>> = {
  sound: {
    id: 'native.sound',
    area: 'sound',
    subject: 'sound library',
    without: 'broken',
    lost: 'no microphone',
  },
  speech: {
    id: 'native.speech',
    area: 'recognition',
    subject: 'speech library',
    without: 'weak',
    lost: 'no speech models; the built-in phrases and a server still work',
  },
  phrases: {
    id: 'native.phrases',
    area: 'recognition',
    subject: 'built-in phrases',
    without: 'broken',
    lost: 'no spoken commands',
  },
  terminal: {
    id: 'native.terminal',
    area: 'machine',
    subject: 'terminal library',
    without: 'broken',
    lost: 'no agent can be started',
  },
};

export function nativeFindings(
  asked: Asked<readonly NativePart[]>,
  system: SystemFacts,
): readonly Finding[] {
  if (asked.kind !== 'told') {
    return [unanswered({ id: 'native', area: 'machine', subject: 'native parts' }, asked)];
  }
  return asked.value.map((part) => {
    const { id, area, subject, without, lost } = PARTS[part.part];
    const { loading, packageName } = part;
    if (loading.kind === 'loads') {
      const fact = `${packageName} loads in ${Math.round(loading.ms)} ms`;
      return { id, area, subject, state: 'good', fact };
    }
    const { fact, mend } = loadingFault(part, { why: loading.why, system });
    return { id, area, subject, state: without, fact: `${fact}: ${lost}`, mend };
  });
}

const FROM_ITS_PLACE: Mend = { words: 'install codex-voice again, from where you got it' };

/** Who has no checkout has no use for its commands. */
const MISSING: Readonly<Record<NonNullable<NativePart['installedAs']>, Mend>> = {
  sources: {
    words:
      'in the folder of codex-voice, with optional packages; where that says nothing new, there is no build for this machine',
    command: 'npm ci --include=optional',
  },
  npm: {
    words:
      'with optional packages; where that says nothing new, there is no build for this machine',
    command: 'npm install -g --include=optional codex-voice',
  },
  archive: FROM_ITS_PLACE,
  unknown: FROM_ITS_PLACE,
};

function loadingFault(
  { packageName, fetchedBy, installedAs = 'sources' }: NativePart,
  { why, system }: { readonly why: string; readonly system: SystemFacts },
): { readonly fact: string; readonly mend: Mend } {
  if (why.includes('libasound')) {
    const command = installCommand(system.distributions, 'alsa-library');
    return {
      fact: 'libasound.so.2 is missing',
      mend: { words: 'install the library of ALSA', ...(command === undefined ? {} : { command }) },
    };
  }
  const wanted = /version [`'"]?(?<name>GLIBC(?:XX)?_[\d.]+)/u.exec(why)?.groups?.name;
  if (wanted !== undefined) {
    return {
      fact: `${packageName} needs a newer system (${wanted} is missing)`,
      mend: { words: 'a newer release of your system, or a container of one' },
    };
  }
  if (/Cannot find (?:module|package)|MODULE_NOT_FOUND/u.test(why)) {
    if (fetchedBy !== undefined)
      return {
        fact: `${packageName} was not fetched yet`,
        mend: { words: 'it asks first, and comes from npm', command: fetchedBy },
      };
    return {
      fact: `${packageName} is not installed for ${system.platform}-${system.arch}`,
      mend: MISSING[installedAs],
    };
  }
  return {
    fact: `${packageName} does not load (${why})`,
    mend:
      installedAs === 'sources'
        ? { words: 'install it again, in the folder of codex-voice', command: 'npm ci' }
        : MISSING[installedAs],
  };
}

// What is said of the places and processes of sessions: folders and the room in them, the runtime folder
// and its sockets, the host, the keepers.
import type {
  Asked,
  FolderFacts,
  HostFacts,
  KeeperFacts,
  OddSocket,
  RuntimeFacts,
  TrayFacts,
} from './facts.ts';
import { type Finding, type Mend, partsOf, unanswered } from './finding.ts';
import { milliseconds } from './recognition-findings.ts';

/** With less the journal of a day of talk has no room, in MB. */
const LITTLE_ROOM_MEGABYTES = 200;

interface FolderWords {
  readonly subject: string;
  /** How it is where nothing can be written there. */
  readonly without: 'broken' | 'weak';
  readonly lost: string;
  readonly variable: string;
}

const FOLDERS: Readonly<Record<FolderFacts['name'], FolderWords>> = {
  state: {
    subject: 'state folder',
    without: 'broken',
    lost: 'nothing that is said can be kept',
    variable: 'XDG_STATE_HOME',
  },
  config: {
    subject: 'config folder',
    without: 'weak',
    lost: 'settings are read and can’t be written',
    variable: 'XDG_CONFIG_HOME',
  },
  models: {
    subject: 'models folder',
    without: 'weak',
    lost: 'no model can be added',
    variable: 'XDG_DATA_HOME',
  },
  cache: {
    subject: 'cache folder',
    without: 'weak',
    lost: 'each start takes longer',
    variable: 'XDG_CACHE_HOME',
  },
};

export function folderFindings(asked: Asked<readonly FolderFacts[]>): readonly Finding[] {
  if (asked.kind !== 'told') {
    return [unanswered({ id: 'folders', area: 'sessions', subject: 'folders' }, asked)];
  }
  return asked.value.map((folder) => folderFinding(folder));
}

function folderFinding(folder: FolderFacts): Finding {
  const { name, path, writing, freeMegabytes } = folder;
  const { subject, without, lost } = FOLDERS[name];
  const about = { id: `folder.${name}`, area: 'sessions', subject } as const;
  if (writing.kind === 'refused') {
    const fact = `${path} takes no file (${REFUSALS[writing.code] ?? writing.code}): ${lost}`;
    return { ...about, state: without, fact, mend: folderMend(folder, writing) };
  }
  const room = freeMegabytes === undefined ? '' : `, ${megabytesText(freeMegabytes)} free`;
  const what = writing.kind === 'written' ? 'a file was written and removed' : 'can be made';
  const fact = `${path}: ${what}${room}`;
  if (freeMegabytes === undefined || freeMegabytes >= LITTLE_ROOM_MEGABYTES) {
    return { ...about, state: 'good', fact };
  }
  return {
    ...about,
    state: 'weak',
    fact,
    mend: {
      words: 'make room; kept audio goes with [journal] keep_audio_days',
      command: `du -sh ${quoted(path)}/*`,
    },
  };
}

function megabytesText(megabytes: number): string {
  return megabytes >= 1_000
    ? `${(megabytes / 1_000).toFixed(0)} GB`
    : `${Math.round(megabytes)} MB`;
}

const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  ENOTDIR: 'a file stands in its way',
  EEXIST: 'a file stands in its way',
};

function folderMend(
  { name, path }: FolderFacts,
  { code, at, isOurs }: Extract<FolderFacts['writing'], { kind: 'refused' }>,
): Mend {
  const elsewhere = `${FOLDERS[name].variable} names another place`;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return isOurs
        ? { command: `chmod u+rwx ${quoted(at)}` }
        : { words: `or ${elsewhere}`, command: `sudo chown "$USER" ${quoted(at)}` };
    case 'ENOSPC':
    case 'EDQUOT':
      return { words: `make room, or ${elsewhere}`, command: `df -h ${quoted(at)}` };
    case 'ENOTDIR':
    case 'EEXIST':
      return { words: 'put it aside', command: `mv ${quoted(at)} ${quoted(`${at}.old`)}` };
    default:
      return { words: elsewhere, command: `ls -ld ${quoted(path)}` };
  }
}

/** For a shell, where it needs that. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./~-]+$/u.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

export function runtimeFindings(asked: Asked<RuntimeFacts>): readonly Finding[] {
  const about = { id: 'runtime', area: 'sessions', subject: 'runtime folder' } as const;
  if (asked.kind !== 'told') return [unanswered(about, asked)];
  const { value: runtime } = asked;
  if (runtime.kind === 'refused') {
    const { fact, words } = partsOf(runtime.message);
    const mend = { ...(words === undefined ? {} : { words }), ...runtimeCommand(runtime) };
    return [{ ...about, state: 'broken', fact, mend }];
  }
  const { path, sockets, odd } = runtime;
  const count = sockets === 1 ? '1 socket' : `${sockets} sockets`;
  return [
    { ...about, state: 'good', fact: `${path}, mode 0700 and yours, ${count}` },
    ...odd.map((socket) => oddFinding(socket)),
  ];
}

function runtimeCommand({
  odd,
  path,
}: Extract<RuntimeFacts, { kind: 'refused' }>): Pick<Mend, 'command'> {
  switch (odd) {
    case 'open-to-others':
      return { command: `chmod 700 ${quoted(path)}` };
    case 'of-another-user':
      return { command: `sudo rm -r ${quoted(path)}` };
    case 'in-the-way':
      return { command: `rm ${quoted(path)}` };
    case 'not-made':
      return { command: 'export XDG_RUNTIME_DIR="/run/user/$(id -u)"' };
  }
}

const ODD: Readonly<Record<OddSocket['odd'], string>> = {
  'of-another-user': 'belongs to another user: nothing is said to it',
  'open-to-others': 'can be used by other users',
  'no-socket': 'is no socket',
};

function oddFinding({ path, odd }: OddSocket): Finding {
  const command = odd === 'open-to-others' ? `chmod 600 ${quoted(path)}` : `rm -f ${quoted(path)}`;
  return {
    id: `socket.${path.replace(/^.*\//u, '')}`,
    area: 'sessions',
    subject: 'socket',
    state: odd === 'open-to-others' ? 'weak' : 'broken',
    fact: `${path} ${ODD[odd]}`,
    mend: { command },
  };
}

/** No session lacks anything without one. */
export function trayFinding(asked: Asked<TrayFacts>): Finding {
  const about = { id: 'tray', area: 'sessions', subject: 'tray' } as const;
  if (asked.kind !== 'told') return unanswered(about, asked);
  const { value: tray } = asked;
  switch (tray.kind) {
    case 'tray':
      return {
        ...about,
        state: 'good',
        fact: 'one is there; codex-voice host tray shows in it what sessions do',
      };
    case 'no-tray':
      return {
        ...about,
        state: 'good',
        fact: 'none on this desktop; codex-voice host tray waits for one',
      };
    case 'no-bus':
      return {
        ...about,
        state: 'good',
        fact: `none here, for there is no session bus (${tray.why})`,
      };
  }
}

export function hostFinding(asked: Asked<HostFacts>, version: string): Finding {
  const about = { id: 'host', area: 'sessions', subject: 'host' } as const;
  if (asked.kind !== 'told') return unanswered(about, asked);
  const { value: host } = asked;
  switch (host.kind) {
    case 'absent':
      return { ...about, state: 'good', fact: 'none runs; the first session starts it' };
    case 'answers': {
      const { pid, answerMs, sessions } = host;
      const fact = `process ${pid}, version ${host.version}, ${sessions === 1 ? '1 session' : `${sessions} sessions`}, a round trip takes ${milliseconds(answerMs)}`;
      if (host.version === version) return { ...about, state: 'good', fact };
      return {
        ...about,
        state: 'weak',
        fact: `${fact}: this is version ${version}`,
        mend: {
          words: 'sessions live on, and the next one starts it anew',
          command: 'codex-voice host stop',
        },
      };
    }
    case 'refused':
      return refusedHost(host, about);
  }
}

function refusedHost(
  { code, message, socket }: Extract<HostFacts, { kind: 'refused' }>,
  about: Pick<Finding, 'id' | 'area' | 'subject'>,
): Finding {
  if (code === 'version') {
    return { ...about, state: 'broken', fact: message, mend: { command: 'codex-voice host stop' } };
  }
  return {
    ...about,
    state: 'broken',
    fact: `${message} (${socket})`,
    mend: {
      words:
        'what listens there is no host of yours, or one that hangs: see whose it is, end it, and remove the socket',
      command: `fuser -v ${quoted(socket)}; rm -f ${quoted(socket)}`,
    },
  };
}

export function keeperFindings(asked: Asked<readonly KeeperFacts[]>): readonly Finding[] {
  if (asked.kind !== 'told') {
    return [unanswered({ id: 'keepers', area: 'sessions', subject: 'sessions' }, asked)];
  }
  return asked.value.map(({ sessionId, asked: keeper }) => {
    const about = { id: `session.${sessionId}`, area: 'sessions', subject: 'session' } as const;
    if (keeper.kind === 'answers') {
      const { agent, answerMs } = keeper;
      const fact = `${sessionId} (${agent}): its keeper answers in ${milliseconds(answerMs)}`;
      return { ...about, state: 'good', fact };
    }
    return {
      ...about,
      state: 'weak',
      fact: `${sessionId}: its keeper does not answer`,
      mend: {
        words: 'wait, where the machine is busy; else end it',
        command: `codex-voice kill ${sessionId}`,
      },
    };
  });
}

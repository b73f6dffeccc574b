// What is said of the agents on PATH: their versions against those whose screens are known, how prompts
// reach them, and what is missing for that.
import type { AgentFacts, AgentsFacts, Asked } from './facts.ts';
import { type Finding, unanswered } from './finding.ts';
import { isOlder } from './version-order.ts';

export function agentFindings(asked: Asked<AgentsFacts>): readonly Finding[] {
  const about = { id: 'agents', area: 'agents', subject: 'agents' } as const;
  if (asked.kind !== 'told') return [unanswered(about, asked)];
  const { found, missing, configured } = asked.value;
  const own = found.map((agent) => agentFinding(agent));
  const named =
    configured === undefined || configured.isThere
      ? []
      : [
          {
            id: 'agent',
            area: 'agents',
            subject: 'agent',
            state: 'broken',
            fact: `agent = "${commandName(configured.command)}" in the config file is no program on your PATH`,
            mend: mendOfConfigured(configured.command, missing),
          } as const,
        ];
  if (own.length > 0) return [...named, ...own];
  const looked = missing.map(({ command }) => command).join(', ');
  const [first] = missing;
  return [
    ...named,
    {
      ...about,
      // A program of the person's own, named in the config file, is an agent as well.
      state: configured?.isThere === true ? 'good' : 'broken',
      fact:
        configured?.isThere === true
          ? `${configured.command}, as the config file has it`
          : `no agent is on your PATH (looked for ${looked})`,
      ...(configured?.isThere === true || first === undefined
        ? {}
        : {
            mend: {
              words: 'install one, or talk to any other program: codex-voice run -- CMD',
              command: first.install,
            },
          }),
    },
  ];
}

/** What stands behind a command may be a secret, and a report is shown to others. */
function commandName(command: string): string {
  const [first = '', ...more] = command.trim().split(/\s+/u);
  return more.length === 0 ? first : `${first} …`;
}

function mendOfConfigured(command: string, missing: AgentsFacts['missing']) {
  const install = missing.find((each) => each.command === command)?.install;
  return install === undefined
    ? { words: 'name another one, or add its folder to PATH' }
    : { words: 'install it, or name another one', command: install };
}

function agentFinding(agent: AgentFacts): Finding {
  const { name, command, path, version, learntFrom, install } = agent;
  const about = { id: `agent.${command}`, area: 'agents', subject: name } as const;
  if (version.kind === 'late') {
    const seconds = (version.afterMs / 1_000).toFixed(0);
    return {
      ...about,
      state: 'weak',
      fact: `${path}: --version gave nothing within ${seconds} s`,
      mend: { words: 'see what it waits for', command: `${command} --version` },
    };
  }
  if (version.kind === 'failed') {
    return {
      ...about,
      state: 'broken',
      fact: `${path} does not run (${version.why})`,
      mend: { words: 'install it again', command: install },
    };
  }
  const driven = drivenOf(agent);
  const told = `${version.value} (${path}), ${driven.fact}`;
  if (learntFrom !== undefined && isOlderThan(version.value, learntFrom)) {
    return {
      ...about,
      state: 'weak',
      fact: `${told}; older than ${learntFrom}, from which its screen was learnt: it may be misread, and prompts then wait`,
      mend: { words: 'bring it up to date', command: `${install}@latest` },
    };
  }
  return {
    ...about,
    state: driven.state,
    fact: told,
    ...(driven.state === 'good'
      ? {}
      : { mend: { words: 'bring it up to date', command: `${install}@latest` } }),
  };
}

/** A version that is not told is not called old. */
function isOlderThan(version: string, learntFrom: string): boolean {
  return /^\d/u.test(version) && isOlder(version, learntFrom);
}

/** The rung that prompts get: as our row and `codex-voice sessions --json` name it. */
function drivenOf({ driver, lacking, learntFrom }: AgentFacts): {
  readonly fact: string;
  readonly state: 'good' | 'weak';
} {
  if (driver === undefined || driver === 'typing') {
    const screen = learntFrom === undefined ? 'its screen is not known' : 'its screen is read';
    return { fact: `plain: prompts are typed, ${screen}`, state: 'good' };
  }
  if (lacking?.kind === 'told' && lacking.value.length > 0) {
    const [first] = lacking.value;
    const more = lacking.value.length > 1 ? ` and ${lacking.value.length - 1} more` : '';
    return {
      fact: `plain instead of ${driver}: it lacks ${first}${more}`,
      state: 'weak',
    };
  }
  if (lacking !== undefined && lacking.kind !== 'told') {
    return {
      fact: `${driver} is asked for, and whether it can could not be found out`,
      state: 'weak',
    };
  }
  return { fact: `${driver}, as the config file asks`, state: 'good' };
}

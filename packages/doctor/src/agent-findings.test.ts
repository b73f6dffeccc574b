import { describe, expect, test } from 'vitest';
import type { AgentFacts, Asked } from './facts.ts';
import { findingOf, found, GOOD } from './good-machine.test-support.ts';

const late = { kind: 'late', afterMs: 5_000 } as const;
const failed = { kind: 'failed', why: 'no such thing' } as const;

function told<Value>(value: Value): Asked<Value> {
  return { kind: 'told', value };
}

describe('DOCTOR-11 agents', () => {
  const missing = [{ command: 'codex', install: 'npm install -g @openai/codex' }];
  const codex: AgentFacts = {
    name: 'Codex',
    command: 'codex',
    path: '/bin/codex',
    install: 'npm install -g @openai/codex',
    version: told('0.170.0'),
    learntFrom: '0.169.0',
    driver: 'typing',
  };
  const agent = (changed: Partial<AgentFacts>) =>
    findingOf('agent.codex', { agents: told({ found: [{ ...codex, ...changed }], missing: [] }) });

  test('none at all is broken, and how to get one is told', () => {
    expect(findingOf('agents', { agents: told({ found: [], missing }) })).toMatchObject({
      state: 'broken',
      mend: { command: 'npm install -g @openai/codex' },
    });
  });

  test('what stands behind a configured command is not told', () => {
    const configured = { command: 'env ACME=hunter22 mine', isThere: false };
    const all = JSON.stringify(found({ agents: told({ found: [], missing, configured }) }));
    expect(all).toContain('env …');
    expect(all).not.toContain('hunter22');
  });

  test('a configured one that is no program is broken; one of one’s own is an agent', () => {
    const named = (isThere: boolean) =>
      found({ agents: told({ found: [], missing, configured: { command: 'mine', isThere } }) })
        .filter(({ area }) => area === 'agents')
        .map(({ state }) => state);
    expect(named(false)).toEqual(['broken', 'broken']);
    expect(named(true)).toEqual(['good']);
  });

  test('each version names the rung that prompts get', () => {
    expect(agent({}).fact).toContain('0.170.0 (/bin/codex), plain: prompts are typed');
    expect(agent({ driver: 'structured', lacking: told([]) }).fact).toContain(
      'structured, as the config file asks',
    );
  });

  test('one that is older than its screen is known is weak, and brought up to date', () => {
    expect(agent({ version: told('0.98.0') })).toMatchObject({
      state: 'weak',
      fact: expect.stringContaining('older than 0.169.0'),
      mend: { command: 'npm install -g @openai/codex@latest' },
    });
    expect(agent({ version: told('a version it does not tell') }).state).toBe('good');
  });

  test('one that lacks what its driver needs gets another rung, and says what it lacks', () => {
    const lacking = told(['ClientRequest.ts: no method turn/steer', 'x']);
    expect(agent({ driver: 'structured', lacking })).toMatchObject({
      state: 'weak',
      fact: expect.stringContaining(
        'plain instead of structured: it lacks ClientRequest.ts: no method turn/steer and 1 more',
      ),
    });
  });

  test('one that does not run is broken, one that does not answer is weak', () => {
    expect(agent({ version: failed }).state).toBe('broken');
    expect(agent({ version: late }).state).toBe('weak');
  });
});

describe('DOCTOR-12 terminals', () => {
  test('what was not told is neither yes nor no', () => {
    const { terminal } = GOOD;
    if (terminal.kind !== 'told' || terminal.value.kind !== 'asked')
      throw new TypeError('not asked');
    const silent = { ...terminal.value, answer: 'silent' } as const;
    expect(findingOf('terminal', { terminal: told(silent) })).toMatchObject({
      state: 'weak',
      fact: expect.stringContaining('is not told'),
    });
    const abilities = { ...terminal.value.abilities, focus: 'not-told', images: [] } as const;
    expect(
      findingOf('terminal', { terminal: told({ ...terminal.value, abilities }) }).fact,
    ).toContain('focus not told, images no');
  });

  test('no terminal is unasked, a dumb one and one that is too small are weak', () => {
    expect(findingOf('terminal', { terminal: told({ kind: 'none' }) }).state).toBe('unasked');
    expect(findingOf('terminal', { terminal: told({ kind: 'dumb', term: 'dumb' }) }).state).toBe(
      'weak',
    );
    const { terminal } = GOOD;
    if (terminal.kind !== 'told' || terminal.value.kind !== 'asked')
      throw new TypeError('not asked');
    expect(findingOf('terminal', { terminal: told({ ...terminal.value, rows: 3 }) }).state).toBe(
      'weak',
    );
    const abilities = { ...terminal.value.abilities, kittyKeys: 'no' } as const;
    const holding = { ...terminal.value, abilities, needsReleases: true };
    expect(findingOf('terminal', { terminal: told(holding) })).toMatchObject({
      state: 'weak',
      mend: { command: 'codex-voice --mode tap' },
    });
  });
});

// Who plays a golden workflow: every way an agent is driven, once with a scripted agent in this process and
// once with the real program. Names and groups as the golden files write them.

/** The ways in which an agent is driven. */
export const GOLDEN_DRIVERS = [
  'plain',
  'codex-typed',
  'codex',
  'claude-typed',
  'claude-hooks',
  'acp',
] as const;
export type GoldenDriver = (typeof GOLDEN_DRIVERS)[number];

/** `scripted`: an agent of ours, on a clock of its own. `real`: the program that people start. */
export const GOLDEN_STAGES = ['scripted', 'real'] as const;
export type GoldenStage = (typeof GOLDEN_STAGES)[number];

export type GoldenPerformer = `${GoldenStage}:${GoldenDriver}`;

/** Names for several at once, the larger first. */
const GROUPS: ReadonlyMap<string, readonly GoldenDriver[]> = new Map([
  /** What stands in them is known to work, to rest or to ask. */
  ['agents', ['codex-typed', 'codex', 'claude-typed', 'claude-hooks', 'acp']],
  /** Prompts are typed. */
  ['typed', ['plain', 'codex-typed', 'claude-typed', 'claude-hooks']],
  /** They tell what they do. */
  ['tells', ['codex', 'claude-hooks', 'acp']],
  /** Prompts go by a protocol. */
  ['protocol', ['codex', 'acp']],
]);

export const ALL_PERFORMERS: readonly GoldenPerformer[] = GOLDEN_STAGES.flatMap((stage) =>
  GOLDEN_DRIVERS.map((driver): GoldenPerformer => `${stage}:${driver}`),
);

/** The performers that a word of a golden file names: a driver or a group, of one stage or of both. Throws for another word. */
export function performersNamed(word: string): readonly GoldenPerformer[] {
  const [, stage, name = ''] = /^(?:(scripted|real):)?(.*)$/u.exec(word) ?? [];
  const drivers: readonly string[] = name === 'all' ? GOLDEN_DRIVERS : (GROUPS.get(name) ?? [name]);
  const found = ALL_PERFORMERS.filter((performer) => {
    const [its, driver = ''] = performer.split(':');
    return drivers.includes(driver) && (stage === undefined || stage === its);
  });
  if (found.length === 0) throw new TypeError(`nobody is named "${word}" in golden files`);
  return found;
}

/** The shortest words that name exactly these of those who are there; none where it is everybody. */
export function namesOf(
  some: ReadonlySet<GoldenPerformer>,
  all: ReadonlySet<GoldenPerformer>,
): readonly string[] {
  if ([...all].every((one) => some.has(one))) return [];
  const left = new Set(some);
  const words: string[] = [];
  const candidates = [
    ...GROUPS.keys(),
    ...GOLDEN_DRIVERS,
    ...GOLDEN_STAGES.flatMap((stage) =>
      ['all', ...GROUPS.keys(), ...GOLDEN_DRIVERS].map((name) => `${stage}:${name}`),
    ),
  ];
  for (const word of candidates) {
    const named = performersNamed(word).filter((one) => all.has(one));
    if (named.length === 0 || !named.every((one) => some.has(one))) continue;
    // One alone is called by its own name.
    const drivers = new Set(performersNamed(word).map((one) => one.split(':')[1]));
    if (drivers.size > 1 && named.length === 1) continue;
    if (!named.some((one) => left.has(one))) continue;
    for (const one of named) left.delete(one);
    words.push(word);
  }
  return words;
}

/** Who plays at all, stage by stage. */
export function playersNamed(players: ReadonlySet<GoldenPerformer>): readonly string[] {
  return GOLDEN_STAGES.flatMap((stage) => {
    const all = GOLDEN_DRIVERS.map((driver): GoldenPerformer => `${stage}:${driver}`);
    const some = all.filter((performer) => players.has(performer));
    return some.length === all.length ? [`${stage}:all`] : some;
  });
}

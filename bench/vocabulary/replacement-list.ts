// The peer of the vocabulary benchmark: find and replace without guards, as dictation programs offer it,
// with replacements that such programs publish.

/** Heard → written: facts from published replacement lists. */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ['a p i', 'API'],
  ['c l i', 'CLI'],
  ['cash', 'cache'],
  ['cloud code', 'Claude Code'],
  ['cube c t l', 'kubectl'],
  ['cube control', 'kubectl'],
  ['cube cuddle', 'kubectl'],
  ['engine ex', 'nginx'],
  ['engine x', 'nginx'],
  ['fast api', 'FastAPI'],
  ['get add', 'git add'],
  ['get checkout', 'git checkout'],
  ['get commit', 'git commit'],
  ['get hub', 'GitHub'],
  ['get log', 'git log'],
  ['get merge', 'git merge'],
  ['get pull', 'git pull'],
  ['get push', 'git push'],
  ['get rebase', 'git rebase'],
  ['get status', 'git status'],
  ['git hub', 'GitHub'],
  ['graph q l', 'GraphQL'],
  ['jason', 'JSON'],
  ['java script', 'JavaScript'],
  ['lent', 'lint'],
  ['local host', 'localhost'],
  ['mongo db', 'MongoDB'],
  ['mpm', 'npm'],
  ['my sequel', 'MySQL'],
  ['noel', 'null'],
  ['num pie', 'NumPy'],
  ['o auth', 'OAuth'],
  ['open a i', 'OpenAI'],
  ['pie test', 'pytest'],
  ['pie torch', 'PyTorch'],
  ['post grass', 'Postgres'],
  ['post gress', 'Postgres'],
  ['postgres q l', 'PostgreSQL'],
  ['pseudo', 'sudo'],
  ['redox', 'Redux'],
  ['redus', 'Redis'],
  ['sequel', 'SQL'],
  ['tea mux', 'tmux'],
  ['terra form', 'Terraform'],
  ['type script', 'TypeScript'],
  ['web pack', 'webpack'],
  ['you you id', 'UUID'],
]);

const LONGEST_FIRST = [...REPLACEMENTS.keys()].sort((left, right) => right.length - left.length);
const PATTERN = new RegExp(`\\b(?:${LONGEST_FIRST.join('|')})\\b`, 'gi');

/** The text with every entry replaced, and how many were. */
export function replaceAll(text: string): { readonly text: string; readonly replaced: number } {
  let replaced = 0;
  const written = text.replace(PATTERN, (heard) => {
    replaced += 1;
    return REPLACEMENTS.get(heard.toLowerCase()) ?? heard;
  });
  return { text: written, replaced };
}

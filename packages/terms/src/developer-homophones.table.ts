// What ordinary recognisers write where a developer said a term, and what must stand around it for it
// to be one. Without cases the heard words are no English at all. Many of the pairs are published in
// the replacement lists of dictation programs; what must stand around is ours.

/** Where a repair may be made: everything that a case names must hold. Phrases are separated by `|`. */
export interface HomophoneCase {
  /** One of these words within reach, or any technical word. */
  readonly near?: 'technical' | (string & {});
  /** One of these phrases directly after; `$` is the end of the text. */
  readonly next?: string;
  /** One of these phrases directly before; `^` is the start of a sentence. */
  readonly previous?: string;
}

export interface DeveloperHomophone {
  readonly write: string;
  /** Phrases separated by `|`. */
  readonly heard: string;
  /** One of them must hold; absent: always. */
  readonly cases?: readonly HomophoneCase[];
  /** None of these words within reach. */
  readonly not?: string;
  /** A `word` takes the capital of a sentence's start; a `name` (the usual) keeps its own. */
  readonly as?: 'word';
}

/** Commands that `sudo` stands before. */
const ROOT_COMMANDS =
  'apt|rm|npm|pnpm|systemctl|system c t l|make|docker|chmod|chown|apt get|service|reboot|kill|dnf|yum|pacman|mkdir|tee|nginx|install|command|access|password|privileges|rights';
const DATA_SHAPES =
  'file|files|schema|schemas|object|objects|payload|payloads|response|responses|body|format|string|strings|array|arrays|parser|parsing|output|lines|blob|blobs|config|data|api|field|fields|key|keys|value|values|encoder|decoder|document|documents|web token|patch|column|columns|input|feed|error|errors|syntax|serializer|validation|rpc';

export const DEVELOPER_HOMOPHONES: readonly DeveloperHomophone[] = [
  {
    write: 'cache',
    heard: 'cash',
    as: 'word',
    cases: [
      {
        near: 'invalidate invalidated invalidates invalidating invalidation ttl redis lru evict evicted eviction stale http browser flush purge cdn lookup api endpoint query request response database memory function module docker npm pnpm build',
      },
      {
        next: 'key|keys|hit|hits|miss|misses|layer|entry|entries|invalidation|directory|folder|file|files|busting|warming|eviction|lookup|header|headers|control header|control headers|size|line|lines|is stale',
      },
      {
        previous:
          'clear the|invalidate the|flush the|build|browser|redis|memory|disk|query|module|npm|page|dns|bust the|in memory|warm the|http',
      },
    ],
    not: 'money bank pay paid pays register registers flow flows payment payments dollar dollars cheque cheques prize crop cow prices wallet atm drawer withdraw withdrew deposit rent tips coins bill bills paying euro euros pounds pocket advance refund customer customers cashier till salary card cards only bonus budget',
  },
  {
    write: 'cached',
    heard: 'cashed',
    as: 'word',
    cases: [
      { near: 'response request query result results value values page redis memory browser' },
    ],
    not: 'money bank check checks cheque cheques in out chips',
  },
  {
    write: 'JSON',
    heard: 'jason|jay son|j son|jayson|jaysen',
    cases: [
      { next: DATA_SHAPES },
      {
        previous:
          'parse|parses|parsing|parse the|as|valid|invalid|into|raw|nested|malformed|some|pretty print|emit|emits|stringify|a|the',
      },
      { previous: 'to', near: 'convert converts serialize serializes dump encode' },
    ],
    not: "said says told birthday he him his mr wrote asked jason's",
  },
  { write: 'JSON', heard: 'j s o n' },
  { write: 'GitHub', heard: 'get hub|git hub|gith hub|gethub|kit hub' },
  { write: 'GitLab', heard: 'git lab' },
  {
    write: 'git',
    heard: 'get',
    cases: [
      {
        previous: '^',
        next: 'push origin|push and|push the branch|push to origin|push force|pull and|pull origin|pull from|rebase|checkout|check out main|stash|merge main|merge origin|clone the|commit and|commit with|commit the|commit everything|commit amend|bisect|add all|add everything|add dash|fetch and|fetch origin|reset hard|reset dash|cherry pick|status and|log and|diff and',
      },
      {
        previous: 'run|running|a|use|using|type|execute|ran|with',
        next: 'push|pull|commit|rebase|checkout|stash|merge|clone|bisect|fetch|reset|status|log|diff|blame|cherry pick|worktree|work tree|add',
      },
    ],
    not: 'endpoint route handler method api request notification notifications',
  },
  { write: 'OAuth', heard: 'o auth|oh auth|o off' },
  {
    write: 'OAuth',
    heard: 'oath',
    cases: [
      {
        next: 'token|tokens|flow|login|provider|providers|client|clients|two|2|callback|scope|scopes|redirect',
      },
    ],
  },
  { write: 'PR', heard: 'p r', not: 'china relations agency firm campaign stunt guy' },
  { write: 'PRs', heard: 'p rs|p r s' },
  {
    write: 'PR',
    heard: 'pee are|pea are|p are|pee r|pea r',
    cases: [
      {
        near: 'review merge merged open opened close draft approve branch comment comments description push rebase ci main title checks ready',
      },
    ],
  },
  {
    write: 'worktree',
    heard: 'work tree|word tree',
    as: 'word',
    cases: [{ near: 'technical' }],
  },
  {
    write: 'worktree',
    heard: 'work three|worked tree',
    as: 'word',
    cases: [{ near: 'git branch branches checkout main repo rebase merge prune' }],
  },
  {
    write: 'worktrees',
    heard: 'work trees|word trees',
    as: 'word',
    cases: [{ near: 'technical' }],
  },
  {
    write: 'pnpm',
    heard:
      'p n p m|p and p m|p and pm|pnp m|p npm|p n pm|pn pm|pmpm|pee en pee em|p in p m|p n p n',
  },
  { write: 'npm', heard: 'n p m|en pee em' },
  {
    write: 'npm',
    heard: 'mpm|npn|n pm|and pm|mp m|in p m|and p m',
    cases: [
      {
        next: 'install|run|ci|test|start|publish|audit|link|package|packages|script|scripts|update|registry|workspace|workspaces|version',
      },
    ],
  },
  { write: 'npx', heard: 'n p x|mpx|en pee ex' },
  {
    write: 'kubectl',
    heard:
      'kube control|cube control|cube c t l|kube c t l|cube ctl|kube ctl|cube cuddle|kube cuddle|cube cuttle|kube cuttle|cube cutle|coob control|cube kettle|coupe control',
  },
  {
    write: 'Kubernetes',
    heard:
      'cooper netties|cooper nettys|cooper net ease|cooper nettie|kuber netes|cuber netes|kubernetties|cube net ease|cube or netes|cuban eighties|coober netties|kubernete',
  },
  { write: 'nginx', heard: 'engine ex|enginex|engine ecks|n g i n x' },
  { write: 'nginx', heard: 'engine x', not: 'car fuel train rocket' },
  {
    write: 'PostgreSQL',
    heard:
      'post gress q l|postgres q l|post grass q l|postgress q l|postgres sequel|post gres sequel|post gress sequel|postgres cue l|post gres q l|postgres ql',
  },
  { write: 'Postgres', heard: 'post gress|post grass|post gres|postgress|post grease|postcress' },
  { write: 'MySQL', heard: 'my s q l|my sql' },
  {
    write: 'MySQL',
    heard: 'my sequel',
    cases: [{ near: 'technical' }],
    not: 'novel book movie film story trilogy',
  },
  { write: 'SQL', heard: 's q l|ess q l|es q l' },
  {
    write: 'SQL',
    heard: 'sequel',
    cases: [
      {
        next: 'query|queries|injection|server|statement|statements|database|databases|table|tables|migration|migrations|schema|syntax|dump|join',
      },
      { previous: 'raw|plain' },
    ],
    not: 'novel book movie film story trilogy',
  },
  {
    write: 'SQLite',
    heard: 'sequel light|sequel lite|s q lite|s q light|sql light|s q l lite|sq light',
  },
  { write: 'NoSQL', heard: 'no s q l' },
  { write: 'TypeScript', heard: 'type script|tide script', not: 'keyboard keys' },
  { write: 'TypeScript', heard: 'tight script|types script', cases: [{ near: 'technical' }] },
  { write: 'JavaScript', heard: 'java script|jab a script' },
  { write: 'tsconfig', heard: 't s config|ts config|tea s config|t s con fig' },
  { write: 'stdin', heard: 'std in|s t d in|studio in', cases: [{ near: 'technical' }] },
  {
    write: 'stdin',
    heard: 'standard in',
    cases: [
      {
        previous: 'from|on|to|via|over|reads|read|its|the|through',
        near: 'read reads reading pipe piped pipes process write writes stream child lines json token tokens command',
      },
    ],
    not: 'industry europe country field world',
  },
  { write: 'stdout', heard: 'std out|s t d out' },
  {
    write: 'stdout',
    heard: 'standard out',
    cases: [{ previous: 'to|on|from|its|the|through', near: 'technical' }],
  },
  { write: 'stderr', heard: 'std err|s t d err|std error|standard err' },
  {
    write: 'stderr',
    heard: 'standard error',
    cases: [
      {
        previous: 'to|on|from|its|through',
        near: 'write writes written log logs print prints printed stream process redirect pipe output stdout',
      },
    ],
    not: 'mean deviation estimate sample',
  },
  { write: 'argv', heard: 'arg v|arg vee|argue v|arg the v' },
  {
    write: 'argv',
    heard: 'arc v|our g v|ark v|art v|r v',
    cases: [{ near: 'parse process node command cli flags arguments' }],
    not: 'park camping trip',
  },
  { write: 'argc', heard: 'arg c|arg see' },
  { write: 'YAML', heard: 'yam l|yammel|yam all|yam el|yamel|y a m l|yamal' },
  {
    write: 'YAML',
    heard: 'camel',
    cases: [
      { next: 'file|files|config', near: 'pipeline workflow kubernetes compose config indent' },
    ],
    not: 'case zoo desert',
  },
  { write: 'TOML', heard: 'tom l|tommel|tomal|t o m l' },
  { write: 'async', heard: 'ay sink|ey sync|ace sync|asynch|a synch|ace sink', as: 'word' },
  {
    write: 'async',
    heard: 'a sink',
    as: 'word',
    cases: [
      {
        next: 'function|functions|await|call|calls|method|methods|iterator|iterators|handler|handlers|generator|task|tasks|callback|runtime|code',
      },
      {
        previous: 'make it|make this|make that|mark it|mark it as',
        near: 'function method await promise',
      },
    ],
    not: 'kitchen water plumbing bathroom',
  },
  {
    write: 'async',
    heard: 'a sync',
    as: 'word',
    cases: [{ next: 'await|iterator|iterators|generator' }],
  },
  {
    write: 'await',
    heard: 'a weight|a wait|o wait',
    as: 'word',
    cases: [
      {
        near: 'async promise promises fetch',
        next: 'the promise|the call|the fetch|the result|the response|in|on|inside|before|for the promise',
      },
    ],
    not: 'gym kilos pounds heavy',
  },
  { write: 'regex', heard: 'reg x|reg ex|rej ex|regx|rej x|reggex|rag x', as: 'word' },
  {
    write: 'regex',
    heard: 'red x|wreck x|wreck ex|reggae x|red jacks|rejex|rag ex|rec x',
    as: 'word',
    cases: [
      {
        near: 'match matches matching pattern capture group groups string escape parse validate email test',
      },
    ],
  },
  {
    write: 'regexes',
    heard: 'reg exes|reg x s',
    as: 'word',
    cases: [{ near: 'technical' }],
  },
  {
    write: 'sudo',
    heard: 'pseudo',
    cases: [{ next: ROOT_COMMANDS }, { previous: 'with|without|using|needs|as|under', next: '$' }],
  },
  {
    write: 'sudo',
    heard: 'sue do|sue doe|sudu|soo doo|su do|sue due',
    cases: [{ next: ROOT_COMMANDS }],
  },
  { write: 'tmux', heard: 'tea mux|t mux|tee mux|team ux' },
  { write: 'Vitest', heard: 'vee test|vi test|veet test|v test|vite test' },
  {
    write: 'Vite',
    heard: 'veet|feet|vete|veat',
    cases: [{ next: 'config|build|dev server|plugin|plugins|server|bundle' }],
  },
  { write: 'pytest', heard: 'pie test|pi test|py test|pie tests' },
  { write: 'PyTorch', heard: 'pie torch|pi torch|py torch' },
  { write: 'NumPy', heard: 'num pie|num pi|numb pie|num py' },
  { write: 'Python', heard: 'pie thon|pi thon' },
  { write: 'ESLint', heard: 'e s lint|es lint|e slint|e s lent|es lent' },
  { write: 'ESLint', heard: 'yes lint|he is lint', cases: [{ near: 'technical' }] },
  {
    write: 'lint',
    heard: 'lent',
    as: 'word',
    cases: [{ next: 'rule|rules|error|errors|warning|warnings|check|checks|step' }],
    not: 'easter church fasting money',
  },
  { write: 'JWT', heard: 'j w t|jay w t|j wt' },
  { write: 'API', heard: 'a p i|ap i|a pi|eh p i', not: 'raspberry' },
  { write: 'APIs', heard: 'a p is|a p i s|ap is' },
  { write: 'CLI', heard: 'c l i|see l i|cl i' },
  { write: 'URL', heard: 'u r l|you r l|you are l|ur l' },
  { write: 'URLs', heard: 'u r ls|u r l s' },
  { write: 'HTML', heard: 'h t m l' },
  { write: 'CSS', heard: 'c s s|see s s' },
  { write: 'SCSS', heard: 's c s s|s css' },
  { write: 'UI', heard: 'u i', cases: [{ near: 'technical' }] },
  { write: 'UX', heard: 'u x', cases: [{ near: 'technical' }] },
  { write: 'UUID', heard: 'u u i d|you you i d|you you id|you uid|uu id|u uid' },
  { write: 'HTTP', heard: 'h t t p' },
  { write: 'HTTPS', heard: 'h t t p s' },
  { write: 'SSH', heard: 's s h|ess s h' },
  { write: 'TCP', heard: 't c p' },
  { write: 'UDP', heard: 'u d p' },
  { write: 'DNS', heard: 'd n s' },
  { write: 'TLS', heard: 't l s' },
  { write: 'SSL', heard: 's s l' },
  { write: 'SDK', heard: 's d k' },
  { write: 'IDE', heard: 'i d e' },
  { write: 'XML', heard: 'x m l' },
  { write: 'CSV', heard: 'c s v|see s v' },
  { write: 'AWS', heard: 'a w s' },
  { write: 'ORM', heard: 'o r m' },
  { write: 'RPC', heard: 'r p c' },
  { write: 'gRPC', heard: 'g r p c|gee r p c|g rpc' },
  { write: 'tRPC', heard: 't r p c|t rpc' },
  { write: 'MCP', heard: 'm c p' },
  { write: 'LLM', heard: 'l l m' },
  { write: 'LLMs', heard: 'l l ms|l l m s' },
  { write: 'ChatGPT', heard: 'chat g p t|chat gpt' },
  { write: 'OpenAI', heard: 'open a i' },
  { write: 'CI', heard: 'c i', cases: [{ near: 'technical' }] },
  { write: 'CI/CD', heard: 'c i c d|ci cd|see i c d' },
  { write: 'TTY', heard: 't t y' },
  { write: 'PTY', heard: 'p t y' },
  { write: 'ESM', heard: 'e s m' },
  { write: 'JSX', heard: 'j s x|js x' },
  { write: 'TSX', heard: 't s x|ts x' },
  { write: 'VS Code', heard: 'v s code|vs code' },
  { write: 'Claude Code', heard: 'clawed code|clod code|claud code|cloth code|claw code' },
  {
    write: 'Claude Code',
    heard: 'cloud code',
    cases: [{ previous: 'in|use|using|start|ask|tell|hey|launch|open|into|restart|with' }],
    not: 'lambda azure google functions infrastructure',
  },
  {
    write: 'Codex',
    heard: 'code x|code ex|codecs',
    cases: [{ previous: 'in|use|using|start|ask|tell|hey|launch|open|into|restart' }],
    not: 'video audio error exit status',
  },
  { write: 'rebase', heard: 're base|ree base', as: 'word' },
  {
    write: 'rebase',
    heard: 'read base|rebates|reb ase',
    as: 'word',
    cases: [{ near: 'branch main master onto commit commits git conflict' }],
    not: 'tax customers price',
  },
  { write: 'monorepo', heard: 'mono repo|mono rip o|monorail po', as: 'word' },
  {
    write: 'commit',
    heard: 'comet|come it|come at it',
    as: 'word',
    cases: [
      { next: 'hash|hashes|message|messages' },
      { near: 'git amend squash rebase branch push staged hook' },
    ],
    not: 'sky star stars tail space orbit telescope',
  },
  {
    write: 'merge',
    heard: 'merch',
    as: 'word',
    cases: [{ near: 'branch main master conflict conflicts pr pull request rebase' }],
    not: 'shop band shirt shirts tour',
  },
  {
    write: 'null',
    heard: 'knoll|noel',
    as: 'word',
    cases: [{ next: 'pointer|check|checks|value|values|reference|byte|terminator|or undefined' }],
  },
  {
    write: 'Redux',
    heard: 'redox',
    cases: [{ near: 'react reducer action dispatch slice middleware' }],
    not: 'chemistry oxygen oxidation',
  },
  { write: 'Redis', heard: 'reddis|redus' },
  {
    write: 'Redis',
    heard: 'red is|radish|read is',
    cases: [
      { next: 'cache|queue|server|instance|cluster|client|stream|streams|key|keys|connection' },
    ],
  },
  { write: 'webpack', heard: 'web pack|web pac' },
  { write: 'WebSocket', heard: 'web socket|web sock it' },
  { write: 'WebSockets', heard: 'web sockets' },
  { write: 'webhook', heard: 'web hook', as: 'word' },
  { write: 'webhooks', heard: 'web hooks', as: 'word' },
  {
    write: 'localhost',
    heard: 'local host',
    cases: [
      { next: 'colon|port|address|server' },
      { previous: 'on|to|at|from|http|hit|open', near: 'technical' },
    ],
    not: 'hotel party event family',
  },
  { write: 'middleware', heard: 'middle where|middle wear|middle ware', as: 'word' },
  { write: 'namespace', heard: 'name space', as: 'word', cases: [{ near: 'technical' }] },
  { write: 'timestamp', heard: 'time stamp', as: 'word', cases: [{ near: 'technical' }] },
  { write: 'codebase', heard: 'code base', as: 'word' },
  {
    write: 'Docker',
    heard: 'doctor|dock her|darker',
    cases: [
      {
        next: 'container|containers|image|images|compose|daemon|hub|build|registry|volume|network',
      },
    ],
    not: 'patient hospital clinic medical',
  },
  { write: 'Dockerfile', heard: 'docker file|doctor file' },
  { write: 'Terraform', heard: 'terra form|tera form|terror form' },
  { write: 'GraphQL', heard: 'graph q l|graph ql|graph cue l|graph queue l' },
  { write: 'Node.js', heard: 'node j s|node jazz|node js' },
  { write: 'Next.js', heard: 'next j s|next js' },
  { write: 'Vue.js', heard: 'view j s|view js|vue j s' },
  { write: 'Svelte', heard: 'svelt' },
  { write: 'Deno', heard: 'dino|deano', cases: [{ next: 'runtime|task|deploy|run|test|lint' }] },
  {
    write: 'Rust',
    heard: 'rest',
    cases: [{ next: 'programming language|crate|crates|compiler|toolchain|borrow checker' }],
  },
  {
    write: 'tokio',
    heard: 'tokyo',
    cases: [{ next: 'runtime|task|tasks|spawn|main' }],
    not: 'japan flight travel',
  },
  { write: 'serde', heard: 'sir day|surday|sirday', cases: [{ near: 'technical' }] },
  { write: 'enum', heard: 'e num|ee num|e numb', as: 'word' },
  { write: 'tuple', heard: 'tupple|too pull|two pull', as: 'word', cases: [{ near: 'technical' }] },
  { write: 'mutex', heard: 'mute x|mew tex|mu tex|mute ex', as: 'word' },
  {
    write: 'daemon',
    heard: 'demon',
    as: 'word',
    cases: [
      { next: 'process|processes|thread|socket|log|logs|is running|restarts' },
      { previous: 'docker|the docker|background|the background|ssh|the ssh' },
    ],
  },
  {
    write: 'cron',
    heard: 'crown|chron|krone|crohn',
    as: 'word',
    cases: [{ next: 'job|jobs|tab|expression|expressions|schedule' }],
    not: 'king queen jewels prince',
  },
  { write: 'chmod', heard: 'c h mod|ch mod|shmod|chamod|change mod' },
  { write: 'chown', heard: 'c h own|ch own' },
  {
    write: 'grep',
    heard: 'grip|grape|grap',
    as: 'word',
    cases: [
      { next: 'for|the logs|the log|through|the output|the code|the repo|recursively|the source' },
      { previous: 'to|into|with|a|run', near: 'log logs output pipe lines' },
    ],
    not: 'hand hands handle tight strong wine fruit tennis',
  },
  { write: 'wget', heard: 'w get|double u get' },
  { write: 'systemctl', heard: 'system c t l|system ctl' },
  {
    write: 'systemd',
    heard: 'system d',
    cases: [{ near: 'technical' }, { next: 'service|unit|timer' }],
  },
  { write: 'journalctl', heard: 'journal c t l|journal ctl' },
  { write: 'mkdir', heard: 'mk dir|m k dir|make dir' },
  { write: 'config', heard: 'con fig|khan fig', as: 'word' },
  {
    write: 'boolean',
    heard: 'boo lean|bool ian|bullion|bull ian',
    as: 'word',
    cases: [
      { next: 'flag|flags|value|values|field|fields|column|expression|property|parameter|or' },
    ],
    not: 'gold silver bars',
  },
  {
    write: 'callback',
    heard: 'call back',
    as: 'word',
    cases: [{ next: 'function|functions|url|hook|hell|handler' }],
  },
  {
    write: 'queue',
    heard: 'cue',
    as: 'word',
    cases: [
      { previous: 'message|job|task|the job|event|work|the message|the task|prompt' },
      { next: 'worker|workers|depth|consumer|consumers|length' },
    ],
    not: 'ball snooker stage actor',
  },
  {
    write: 'byte',
    heard: 'bite',
    as: 'word',
    cases: [{ next: 'array|arrays|stream|order|offset|buffer|code|range' }],
    not: 'dog food mosquito',
  },
  {
    write: 'bytes',
    heard: 'bites',
    as: 'word',
    cases: [{ near: 'buffer stream offset header payload socket kilobyte chunk' }],
    not: 'dog food mosquito snack',
  },
  {
    write: 'parse',
    heard: 'purse|pars',
    as: 'word',
    cases: [
      {
        next: 'the json|the file|the response|the input|the output|the config|error|errors|tree|the arguments|the string|the jason',
      },
    ],
  },
  {
    write: 'parser',
    heard: 'purser',
    as: 'word',
    cases: [{ near: 'token tokens syntax grammar ast json' }],
    not: 'ship flight cabin',
  },
  {
    write: 'sync',
    heard: 'sink',
    as: 'word',
    cases: [
      {
        next: 'the state|the branch|the fork|the data|the repo|with main|with upstream|with origin',
      },
      { previous: 'in|out of', near: 'branch main state fork upstream remote lockfile cache' },
    ],
    not: 'ship boat water kitchen bathroom',
  },
  {
    write: 'fetch',
    heard: 'fitch',
    as: 'word',
    cases: [{ near: 'request api data url endpoint origin' }],
  },
  {
    write: 'kernel',
    heard: 'colonel',
    as: 'word',
    cases: [{ near: 'linux module driver panic syscall' }],
    not: 'army general soldiers regiment',
  },
  { write: 'Kafka', heard: 'cough ka|calf ka|caf ka' },
  { write: 'Golang', heard: 'go lang' },
  { write: 'C++', heard: 'c plus plus|see plus plus' },
  { write: 'idempotent', heard: 'idem potent|item potent|i dem potent', as: 'word' },
  { write: 'DevOps', heard: 'dev ops' },
  {
    write: 'README',
    heard: 'read me',
    cases: [{ next: 'file|section|badge' }, { previous: 'the|in the|a|our|update the' }],
  },
  { write: 'subagent', heard: 'sub agent', as: 'word' },
  { write: 'subagents', heard: 'sub agents', as: 'word' },
  { write: 'submodule', heard: 'sub module', as: 'word' },
  { write: 'symlink', heard: 'sim link|sym link|simlink', as: 'word' },
  { write: 'symlinks', heard: 'sim links|sym links', as: 'word' },
  { write: 'semver', heard: 'sem ver', as: 'word' },
  { write: 'changelog', heard: 'change log', as: 'word', cases: [{ near: 'technical' }] },
  {
    write: 'Playwright',
    heard: 'play right|play write|playwrite',
    cases: [{ near: 'test tests browser headless chromium' }],
  },
  { write: 'Makefile', heard: 'make file', cases: [{ previous: 'the|a|in the|our' }] },
  {
    write: 'Gradle',
    heard: 'cradle|great ol',
    cases: [{ next: 'build|task|wrapper|plugin|daemon' }],
  },
  { write: 'Django', heard: 'jango|d jango' },
  { write: 'FastAPI', heard: 'fast a p i|fast api' },
  { write: 'Elasticsearch', heard: 'elastic search' },
  { write: 'MongoDB', heard: 'mongo d b|mongo db' },
  { write: 'DynamoDB', heard: 'dynamo d b|dynamo db' },
  { write: 'RabbitMQ', heard: 'rabbit m q|rabbit mq' },
  { write: 'Supabase', heard: 'supa base|soup a base' },
  { write: 'Vercel', heard: 'ver cell|versel' },
  { write: 'WebAssembly', heard: 'web assembly' },
];

// What recognisers without bias write when a developer dictates, and what was meant. The mishearing of
// a `published` row stands in the replacement lists or reports of dictation programs; that of a
// `reasoned` row follows from how the term sounds. All sentences are our own. The rules were written
// against the `development` rows; the `held-out` rows were written afterwards and no rule was fitted
// to them.

export interface MisheardSentence {
  readonly heard: string;
  readonly wanted: string;
  readonly source: 'published' | 'reasoned';
  readonly set: 'development' | 'held-out';
}

/** Names of the project that the sentences are spoken in, likeliest first. */
export const PROJECT_NAMES: readonly string[] = `
  useEffect useState worktree tsconfig sessionControl TranscriptRepair readScreen onChange isReady
  getUser openFile outputLog promptQueue shadowScreen pgvector kubectl xterm valibot sherpa
  codexVoice parseJSON handleKeyDown toString setup inOrder audioDevice keyDecoder phrasebook
  fetchAll testRun voiceLink biome chokidar rolldown mkdirp listFiles`
  .trim()
  .split(/\s+/);

type Pair = readonly [heard: string, wanted: string];

const PUBLISHED: readonly Pair[] = [
  ['clear the cash key before the next request', 'clear the cache key before the next request'],
  ['Jason schema validation fails here', 'JSON schema validation fails here'],
  ['parse the Jason response', 'parse the JSON response'],
  ['push the branch to get hub', 'push the branch to GitHub'],
  ['open it on git hub', 'open it on GitHub'],
  ['the O auth token has expired', 'the OAuth token has expired'],
  ['run cube control get pods', 'run kubectl get pods'],
  ['use cube c t l to list the pods', 'use kubectl to list the pods'],
  ['engine x returns a five oh two', 'nginx returns a five oh two'],
  ['put engine ex in front of it', 'put nginx in front of it'],
  ['migrate it to post gress', 'migrate it to Postgres'],
  ['the post grass container is down', 'the Postgres container is down'],
  ['add an index in postgres q l', 'add an index in PostgreSQL'],
  ['my sequel is slow in the test environment', 'MySQL is slow in the test environment'],
  ['write the sequel query by hand', 'write the SQL query by hand'],
  ['cooper netties restarts the pod', 'Kubernetes restarts the pod'],
  ['run pie test with the verbose flag', 'run pytest with the verbose flag'],
  ['train it in pie torch', 'train it in PyTorch'],
  ['a num pie array of floats', 'a NumPy array of floats'],
  ['port it to type script', 'port it to TypeScript'],
  ['it is plain java script', 'it is plain JavaScript'],
  ['start it in tea mux', 'start it in tmux'],
  ['mpm install fails', 'npm install fails'],
  ['a sink functions never block here', 'async functions never block here'],
  ['generate a you you id for each row', 'generate a UUID for each row'],
  ['the web pack config is old', 'the webpack config is old'],
  ['the redox store dispatches an action twice', 'the Redux store dispatches an action twice'],
  ['run with pseudo apt install', 'run with sudo apt install'],
  ['Get rebase onto main', 'git rebase onto main'],
  ['run get status first', 'run git status first'],
  [
    'the rest programming language edition is wrong',
    'the Rust programming language edition is wrong',
  ],
  ['fix it in cloud code', 'fix it in Claude Code'],
  ['the knoll check is missing', 'the null check is missing'],
  ['a Noel pointer crashes it', 'a null pointer crashes it'],
  ['fix the lent errors', 'fix the lint errors'],
  ['terra form plan shows a diff', 'Terraform plan shows a diff'],
  ['use the open a i key', 'use the OpenAI key'],
  ['write it as graph q l', 'write it as GraphQL'],
  ['store it in mongo db', 'store it in MongoDB'],
  ['start node j s with a flag', 'start Node.js with a flag'],
];

const REASONED: readonly Pair[] = [
  ['the cash invalidation is broken', 'the cache invalidation is broken'],
  ['Cash invalidation is broken', 'Cache invalidation is broken'],
  ['add a cash layer to the api', 'add a cache layer to the api'],
  ['open a P R for this', 'open a PR for this'],
  ['review the P.R. before you merge it', 'review the PR before you merge it'],
  ['merge the pee are when it is green', 'merge the PR when it is green'],
  ['create a new work tree for the branch', 'create a new worktree for the branch'],
  ['remove both work trees of that branch', 'remove both worktrees of that branch'],
  ['p n p m install in the root', 'pnpm install in the root'],
  ['run P and P M test', 'run pnpm test'],
  ['n p m run build fails', 'npm run build fails'],
  ['set it in t s config', 'set it in tsconfig'],
  ['add a use effect that fetches the list', 'add a useEffect that fetches the list'],
  ['the use effect hook runs twice', 'the useEffect hook runs twice'],
  ['rename get user function to load', 'rename getUser function to load'],
  ['the session control class is too long', 'the sessionControl class is too long'],
  ['the on change handler fires twice', 'the onChange handler fires twice'],
  ['read the line from standard in', 'read the line from stdin'],
  ['the child writes its log to standard error', 'the child writes its log to stderr'],
  ['take the path from arg v', 'take the path from argv'],
  ['the yam l file is indented wrongly', 'the YAML file is indented wrongly'],
  ['write a reg x for the date', 'write a regex for the date'],
  ['this red x does not match the string', 'this regex does not match the string'],
  ['make it a sink and await the promise', 'make it async and await the promise'],
  ['re base it on main', 'rebase it on main'],
  ['lock the mute x first', 'lock the mutex first'],
  ['the demon process is gone', 'the daemon process is gone'],
  ['a crown job runs it at night', 'a cron job runs it at night'],
  ['grip for the error in the logs', 'grep for the error in the logs'],
  ['the doctor container does not start', 'the Docker container does not start'],
  ['update the read me file', 'update the README file'],
  ['add it to the message cue', 'add it to the message queue'],
  ['read it into a bite array', 'read it into a byte array'],
  ['purse the response and log it', 'parse the response and log it'],
  ['the colonel module panics on load', 'the kernel module panics on load'],
  ['follow the sim link', 'follow the symlink'],
  ['restart it with system c t l', 'restart it with systemctl'],
  ['what does the comet message say', 'what does the commit message say'],
  ['there is a merch conflict on main', 'there is a merge conflict on main'],
  ['cache it in reddis', 'cache it in Redis'],
  ['the local host port is taken', 'the localhost port is taken'],
  ['it is a web socket connection', 'it is a WebSocket connection'],
  ['vee test finds no tests', 'Vitest finds no tests'],
  ['the e s lint rule is off', 'the ESLint rule is off'],
  ['send a j w t with each request', 'send a JWT with each request'],
  ['the c l i prints nothing', 'the CLI prints nothing'],
  ['keep the lockfile in sink with main', 'keep the lockfile in sync with main'],
  ['store the vectors in p g vector', 'store the vectors in pgvector'],
  ['the x term emulator draws it', 'the xterm emulator draws it'],
  ['update the shurpa package', 'update the sherpa package'],
];

const HELD_OUT_PUBLISHED: readonly Pair[] = [
  ['Jason files are in the fixtures folder', 'JSON files are in the fixtures folder'],
  ['does the jason payload have a user field', 'does the JSON payload have a user field'],
  ['I want a cash in front of the database', 'I want a cache in front of the database'],
  ['get hub actions is failing again', 'GitHub actions is failing again'],
  ['cube cuddle apply the deployment', 'kubectl apply the deployment'],
  ['the engine x config has two server blocks', 'the nginx config has two server blocks'],
  ['why is post gress refusing the connection', 'why is Postgres refusing the connection'],
  ['get commit the change with a short message', 'git commit the change with a short message'],
  ['get push and open a pull request', 'git push and open a pull request'],
  ['pseudo apt get update', 'sudo apt get update'],
  ['how do I join two tables in sequel', 'how do I join two tables in SQL'],
  ['pi test collects nothing', 'pytest collects nothing'],
  ['our java script bundle is huge', 'our JavaScript bundle is huge'],
  ['add a web hook for deployments', 'add a webhook for deployments'],
  ['log in with o auth two', 'log in with OAuth two'],
  ['the redus connection drops', 'the Redis connection drops'],
  ['it is a fast api server', 'it is a FastAPI server'],
  ['ask cloud code to write it', 'ask Claude Code to write it'],
];

const HELD_OUT_REASONED: readonly Pair[] = [
  ['the cash is stale after a deploy', 'the cache is stale after a deploy'],
  ['why do we cash this response', 'why do we cache this response'],
  ['check out the P R and run the tests', 'check out the PR and run the tests'],
  ['close the two oldest P Rs', 'close the two oldest PRs'],
  ['is there a work tree left from yesterday', 'is there a worktree left from yesterday'],
  ['delete the word tree and its branch', 'delete the worktree and its branch'],
  ['pn pm workspaces are set up', 'pnpm workspaces are set up'],
  ['P N P M add it as a dev dependency', 'pnpm add it as a dev dependency'],
  ['the t s config extends the base', 'the tsconfig extends the base'],
  ['move the use state hook up', 'move the useState hook up'],
  ['write a test for the prompt queue class', 'write a test for the promptQueue class'],
  ['call get user in the loop', 'call getUser in the loop'],
  ['pipe it to standard in of the process', 'pipe it to stdin of the process'],
  ['print the warning to standard error', 'print the warning to stderr'],
  ['the yammel is not valid', 'the YAML is not valid'],
  ['escape the dot in the reg ex', 'escape the dot in the regex'],
  ['this function should be a sink', 'this function should be async'],
  ['the docker demon is not running', 'the docker daemon is not running'],
  ['squash the comets before the merge', 'squash the commits before the merge'],
  ['type scripts compiler is strict', "TypeScript's compiler is strict"],
  ['validate it with valley bot in the handler', 'validate it with valibot in the handler'],
  ['the choke a door package watches files', 'the chokidar package watches files'],
  ['the roll down bundle has no source map', 'the rolldown bundle has no source map'],
  ['add the h t t p header', 'add the HTTP header'],
  ['show the u i state in the status row', 'show the UI state in the status row'],
  ['the r p c call hangs', 'the RPC call hangs'],
  ['install it with n p m', 'install it with npm'],
  ['tea mux swallows the escape key', 'tmux swallows the escape key'],
];

function rows(
  pairs: readonly Pair[],
  source: MisheardSentence['source'],
  set: MisheardSentence['set'],
): readonly MisheardSentence[] {
  return pairs.map(([heard, wanted]) => ({ heard, wanted, source, set }));
}

export const MISHEARD_SENTENCES: readonly MisheardSentence[] = [
  ...rows(PUBLISHED, 'published', 'development'),
  ...rows(REASONED, 'reasoned', 'development'),
  ...rows(HELD_OUT_PUBLISHED, 'published', 'held-out'),
  ...rows(HELD_OUT_REASONED, 'reasoned', 'held-out'),
];

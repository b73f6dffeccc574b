// What Claude Code runs for its hooks: it hands the event to whoever listens in the session's private
// folder and, where a person is asked, waits for an answer. Whatever goes wrong, it says nothing and
// succeeds, and Claude Code goes on as if there were no hook. It imports no package: it must start fast.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** Until somebody is found who listens, in ms: a machine under load is slow, and Claude Code gives an event 5 s. */
const FIND_MS = 4_000;
/** An event that is not taken in this time, in ms, by who was found is not handed on. */
const HAND_ON_MS = 1_000;
/** A question is given up after this long, in ms: shortly before Claude Code ends its hook. */
const ANSWER_MS = 590_000;
/** An answer longer than this, in characters, is none. */
const ANSWER_CHARACTERS = 1_048_576;
const FILE_MODE = 0o600;

const [, , folder = ''] = process.argv;
let timer = setTimeout(leave, FIND_MS);

function leave(): void {
  process.exit(0);
}

function leaveIn(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(leave, ms);
}

process.on('uncaughtException', leave);
const chunks: Buffer[] = [];
process.stdin.on('data', (chunk: Buffer) => chunks.push(chunk));
process.stdin.on('end', () => handOn(JSON.parse(Buffer.concat(chunks).toString('utf8'))));

function handOn(input: unknown): void {
  const event = textOf(input, 'hook_event_name');
  if (event === 'SessionStart' || event === 'UserPromptSubmit') keepPlace(input);
  const token = readFileSync(join(folder, 'token'), 'latin1');
  const socket = connect(join(folder, 'hooks.sock'));
  const line = `${JSON.stringify({ token, input })}\n`;
  socket.once('connect', () => leaveIn(HAND_ON_MS));
  socket.on('close', leave);
  if (event !== 'PermissionRequest') {
    socket.end(line, leave);
    return;
  }
  socket.write(line, () => leaveIn(ANSWER_MS));
  let answer = '';
  socket.setEncoding('utf8');
  socket.on('data', (piece: string) => {
    answer += piece;
    if (answer.length > ANSWER_CHARACTERS) leave();
    if (answer.includes('\n')) pass(JSON.parse(answer.slice(0, answer.indexOf('\n'))));
  });
}

/** Where the conversation is written down: whoever listens later finds it by this. */
function keepPlace(input: unknown): void {
  const place = {
    sessionId: textOf(input, 'session_id'),
    transcriptPath: textOf(input, 'transcript_path'),
    cwd: textOf(input, 'cwd'),
    atMs: Date.now(),
  };
  const path = join(folder, 'conversation.json');
  try {
    // Since when it is followed, its first event says.
    if (readIfThere(path).includes(JSON.stringify(place.transcriptPath))) return;
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(place), { mode: FILE_MODE });
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // The event itself may still be heard.
  }
}

/** Only a decision that Claude Code would understand is passed on. */
function pass(decision: unknown): void {
  const behavior = textOf(decision, 'behavior');
  if (behavior !== 'allow' && behavior !== 'deny') leave();
  const hookSpecificOutput = { hookEventName: 'PermissionRequest', decision };
  process.stdout.write(JSON.stringify({ hookSpecificOutput }), leave);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' ? found : '';
}

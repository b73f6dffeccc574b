// The composition root of the conversation in lines: an agent that speaks ACP behind it, the session's
// terminal before it, and a desk at which the host speaks to the same driver.
import { AcpDriver, DriverDesk, EventJournal } from '@codex-voice/drivers';
import { Conversation } from './conversation.ts';
import { readGiven } from './given.ts';

/** As a shell tells a command that can't be used. */
const EXIT_USAGE = 2;
/** Bracketed paste, and what shows the cursor again. */
const TERMINAL_ON = '\u001b[?2004h';
const TERMINAL_OFF = '\u001b[?2004l\u001b[?25h';

const given = readGiven(process.argv.slice(2), process.env);
if (typeof given === 'string') {
  process.stderr.write(`codex-voice: ${given}\n`);
  process.exit(EXIT_USAGE);
}

const { stdin, stdout } = process;
const { name, file, args, env, resume, folder, eventsPath } = given;
const journal = new EventJournal(eventsPath === undefined ? {} : { path: eventsPath });
const driver = new AcpDriver({
  ...{ name, file, args, env, resume, journal },
  cwd: process.cwd(),
  noticed: (notice) => conversation.noticed(notice),
});
const conversation = new Conversation({
  name,
  driver,
  size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
  write: (bytes) => stdout.write(bytes),
  end: (status) => void end(status),
  nowMs: () => performance.now(),
});
const desk =
  folder === undefined
    ? undefined
    : new DriverDesk({
        folder,
        driver,
        failed: (why) =>
          journal.record({ kind: 'error', message: `no desk: ${why}`, isOurs: true }),
      });

let isEnding = false;
async function end(status: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  desk?.[Symbol.dispose]();
  await driver[Symbol.asyncDispose]();
  journal[Symbol.dispose]();
  conversation.leave();
  if (stdin.isTTY) stdin.setRawMode(false);
  stdout.write(TERMINAL_OFF, () => process.exit(status));
}

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const)
  process.on(signal, () => void end(0));
stdin.on('error', () => void end(0));
stdout.on('error', () => void end(0));
stdout.on('resize', () => conversation.resized());
if (stdin.isTTY) stdin.setRawMode(true);
stdout.write(TERMINAL_ON);
driver.follow(journal.last, (event) => conversation.event(event));
conversation.begin();
stdin.on('data', (bytes: Buffer) => conversation.input(bytes));
stdin.on('end', () => void end(0));

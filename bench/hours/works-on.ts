// Loaded before the example agent (`node --import`): whenever it has answered a prompt it works on, as agents do:
// it prints coloured lines above its composer for a while, WORK_BYTES for each prompt. The rest is left as it is.
import { stdout } from 'node:process';

/** What the agent writes when a prompt has come. */
const ANSWERED = 'Received: ';
const TICK_MS = 50;
/** A screenful, twenty times a second. */
const LINES_AT_ONCE = 160;
const CLEAR_TO_END = '\u001b[J';

let owedBytes = 0;
let lines = 0;
const write = stdout.write.bind(stdout);

function tick(): void {
  let text = '';
  for (let at = 0; at < LINES_AT_ONCE && owedBytes > 0; at += 1) {
    lines += 1;
    const line = `\u001b[3${lines % 8}m${String(lines).padStart(8, '0')}\u001b[0m \u001b[1mstep\u001b[22m lorem ipsum dolor sit amet, and so on – as agents do\r\n`;
    text += line;
    owedBytes -= line.length;
  }
  write(`\r${CLEAR_TO_END}${text}`);
  // The composer is drawn anew, as behind a change of size.
  stdout.emit('resize');
  if (owedBytes > 0) setTimeout(tick, TICK_MS);
}

const workBytes = Number(process.env.WORK_BYTES);
if (workBytes > 0) {
  stdout.write = ((...given: Parameters<typeof stdout.write>): boolean => {
    if (String(given[0]).includes(ANSWERED)) {
      if (owedBytes <= 0) setTimeout(tick, TICK_MS);
      owedBytes += workBytes;
    }
    return write(...given);
    // Overloads have no other way to be written.
  }) as typeof stdout.write;
}

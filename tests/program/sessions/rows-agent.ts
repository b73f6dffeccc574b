// An agent whose screen shows which cell is which: every row is numbered at both edges, and the second
// one says the size, how often it changed and what was typed. Drawn anew whenever any of that changes.
import { stdout } from 'node:process';

let changes = 0;
let heard = '';

function draw(): void {
  const [columns, rows] = stdout.getWindowSize();
  const lines = Array.from({ length: rows }, (_, at) => {
    const left = `row ${at + 1}`;
    const right = `${at + 1} end`;
    return `\u001b[${at + 1};1H\u001b[2K${left}\u001b[${at + 1};${columns - right.length + 1}H${right}`;
  });
  const told = `\u001b[2;10Hsize ${columns}x${rows} changes ${changes}.`;
  stdout.write(`${lines.join('')}${told}\u001b[3;10Hheard ${JSON.stringify(heard)}`);
}

process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (keys: string) => {
  if (keys.includes('Q')) process.exit(0);
  heard += keys;
  draw();
});
process.stdin.on('end', () => process.exit(0));
stdout.on('resize', () => {
  changes += 1;
  draw();
});
stdout.write('\u001b[?1049h');
draw();

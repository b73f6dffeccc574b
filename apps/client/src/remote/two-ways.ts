// Two streams of a process as one that goes both ways, without another queue between them.
import { Duplex, type Readable, type Writable } from 'node:stream';

export function twoWays(input: Readable, output: Writable): Duplex {
  const both = new Duplex({
    read: () => {
      input.resume();
    },
    write: (chunk, _encoding, done) => {
      output.write(chunk, (error) => done(error));
    },
    final: (done) => {
      output.end();
      done();
    },
    destroy: (error, done) => {
      input.destroy();
      output.destroy();
      done(error);
    },
  });
  input.on('data', (chunk) => {
    if (!both.push(chunk)) input.pause();
  });
  input.once('end', () => both.push(null));
  input.once('close', () => both.destroy());
  // A broken pipe shows as the end of what comes.
  input.on('error', () => both.destroy());
  output.on('error', () => both.destroy());
  return both;
}

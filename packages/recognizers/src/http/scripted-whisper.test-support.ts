// A program that stands in for whisper.cpp's server: listens on a port and transcribes everything as
// one sentence. Started by the tests of a watched server; it ends, or never answers, as it is told.
import { createServer } from 'node:http';

export type ScriptedProgram = 'serves' | 'ends-at-start' | 'ends-at-request' | 'keeps-loading';

const [, , port = '0', behaviour = 'serves'] = process.argv;

function end(): never {
  process.stderr.write('whisper_init: loading\nerror: failed to initialize whisper context\n');
  process.exit(3);
}

if (behaviour === 'ends-at-start') end();
const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/health') {
    response.writeHead(behaviour === 'keeps-loading' ? 503 : 200).end();
    return;
  }
  if (behaviour === 'ends-at-request') end();
  request.on('end', () => {
    response.end(JSON.stringify({ text: ` process ${process.pid} heard it.` }));
  });
});
server.listen(Number(port), '127.0.0.1');

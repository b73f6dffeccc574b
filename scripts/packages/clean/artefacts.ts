// A release packed from this checkout, served on loopback, with a Debian package made from its archive.
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PLATFORM } from '../archive.ts';

export interface Artefacts extends AsyncDisposable {
  /** Where the release is served. */
  readonly releases: string;
  readonly npmPackage: string;
  readonly archive: string;
  readonly debianPackage: string;
  readonly version: string;
}

/** A release that was packed into `folder` before is taken as it is. */
export async function makeArtefacts(root: string, folder: string): Promise<Artefacts> {
  const server = createServer((request, answer) => {
    const name = /^\/latest\/download\/([\w.+-]+)$/.exec(request.url ?? '')?.[1] ?? 'none';
    const file = join(folder, name);
    if (!existsSync(file)) return answer.writeHead(404).end();
    answer.writeHead(200, { 'content-length': statSync(file).size });
    return createReadStream(file).pipe(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const releases = `http://127.0.0.1:${address.port}`;
  if (!existsSync(join(folder, 'release.json'))) packRelease(root, folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8'));
  const archive = join(folder, `codex-voice-${version}-${PLATFORM}.tar.gz`);
  const architecture = PLATFORM.endsWith('x64') ? 'amd64' : 'arm64';
  const debian = join(folder, 'deb');
  const debianPackage = join(debian, `codex-voice_${version}_${architecture}.deb`);
  if (!existsSync(debianPackage)) {
    mkdirSync(debian, { recursive: true });
    const script = join(root, 'packaging/build-deb.sh');
    execFileSync('sh', [script, archive, debian], { stdio: 'inherit' });
  }
  return {
    ...{ releases, archive, version, debianPackage },
    npmPackage: join(folder, `codex-voice-${version}.tgz`),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function packRelease(root: string, folder: string): void {
  const words = [join(root, 'scripts', 'package.ts'), '--out', folder];
  execFileSync(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

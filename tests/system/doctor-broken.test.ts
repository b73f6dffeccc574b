// needs: pulseaudio unshare setpriv
// Machines that are broken for real, as far as one machine can play several: no sound library, a sound card
// and a sound server that let nobody in, one without a microphone, a kernel that calls itself Windows', sockets
// of another user. The doctor's words and mends are tried.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  makeScratchHome,
  openWait,
  type ScratchHome,
  startVirtualMicrophone,
} from '@codex-voice/testing';
import { expect, type TestContext, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../../bin/codex-voice.js', import.meta.url));
/** A user of every Linux system who owns nothing. */
const NOBODY = 65_534;
const TEST_MS = 90_000;

type Env = Readonly<Record<string, string | undefined>>;

interface Told {
  readonly state: string;
  readonly fact: string;
  readonly command: string | null;
}

/** A home that is somebody's own: of `NOBODY` where the doctor is run as that. */
function homeOf(owner: number, { onTestFinished }: TestContext): ScratchHome {
  const home = makeScratchHome();
  onTestFinished(() => home[Symbol.dispose]());
  for (const path of [home.path, join(home.path, 'run'), join(home.path, 'tmp')])
    chownSync(path, owner, owner);
  return home;
}

function asNobody(groups: 'of nobody' | 'audio'): readonly string[] {
  const more = groups === 'audio' ? '--groups=audio' : '--clear-groups';
  return ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, more];
}

/** `script` prepares mounts that only the doctor sees; `as`: what it is then started by. */
async function examined(env: Env, script: string, as: readonly string[] = []) {
  const doctor = [...as, process.execPath, LAUNCHER, 'doctor', '--json'];
  const words = ['--mount', 'sh', '-e', '-c', `${script}\nexec "$@"`, 'sh', ...doctor];
  using _wait = openWait('the report of the doctor');
  const text = await new Promise<string>((resolve, reject) => {
    execFile('unshare', words, { env, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`no report: ${stderr} ${String(error)}`));
    });
  });
  const { findings } = JSON.parse(text);
  return (id: string): Told => {
    const found = findings.find((each: { readonly id: string }) => each.id === id);
    if (found === undefined) throw new Error(`no finding ${id} in ${text}`);
    return found;
  };
}

const SILENT: Env = {
  PULSE_SERVER: undefined,
  SSH_CONNECTION: undefined,
  SSH_TTY: undefined,
  container: undefined,
};

/** The kernel's sound cards are not to be seen. */
const WITHOUT_CARDS = '[ ! -d /dev/snd ] || mount -t tmpfs tmpfs /dev/snd';

/** The folder of libraries, writable for this process alone, and without ALSA's. */
function withoutLibasound(scratch: string): string {
  const cache = execFileSync('ldconfig', ['-p'], { encoding: 'utf8' });
  const library = /libasound\.so\.2 .*=> (?<path>\S+)/.exec(cache)?.groups?.path;
  if (library === undefined) return ':';
  return [
    `mount -t tmpfs tmpfs ${scratch}`,
    `mkdir ${scratch}/upper ${scratch}/work`,
    `folder=$(readlink -f ${dirname(library)})`,
    `mount -t overlay -o "lowerdir=$folder,upperdir=${scratch}/upper,workdir=${scratch}/work" overlay "$folder"`,
    'rm "$folder"/libasound.so.2*',
  ].join('\n');
}

test.concurrent(
  'without libasound it is named, with what installs it on this system',
  async (context) => {
    const home = homeOf(0, context);
    const scratch = join(home.path, 'scratch');
    mkdirSync(scratch);
    const told = await examined({ ...home.env, ...SILENT }, withoutLibasound(scratch));
    const command = 'sudo apt-get install libasound2-plugins';
    for (const id of ['native.sound', 'microphone']) {
      expect([id, told(id)]).toMatchObject([
        id,
        { state: 'error', fact: expect.stringContaining('libasound.so.2 is missing'), command },
      ]);
    }
  },
  TEST_MS,
);

/** A folder of devices with a sound card's capture device in it, as Linux gives one to the group `audio`. */
function withSoundCard(scratch: string): string {
  return [
    `mount -t tmpfs tmpfs ${scratch}`,
    `for name in null zero full random urandom tty; do touch ${scratch}/$name; mount --bind /dev/$name ${scratch}/$name; done`,
    `mkdir ${scratch}/snd ${scratch}/shm`,
    // The number of ALSA's devices, of a card that is not there.
    `mknod -m 660 ${scratch}/snd/pcmC0D0c c 116 24`,
    `chgrp audio ${scratch}/snd/pcmC0D0c`,
    `mount --rbind ${scratch} /dev`,
  ].join('\n');
}

test.concurrent(
  'a sound card that is another group’s: permission is what lacks, and its group mends it',
  async (context) => {
    const home = homeOf(NOBODY, context);
    const scratch = join(home.path, 'scratch');
    mkdirSync(scratch);
    const env = { ...home.env, ...SILENT };
    const told = await examined(env, withSoundCard(scratch), asNobody('of nobody'));
    expect(told('microphone')).toMatchObject({
      state: 'error',
      fact: expect.stringContaining('the microphone may not be used'),
      command: 'sudo usermod -aG audio "$USER"',
    });
    const joined = await examined(env, withSoundCard(scratch), asNobody('audio'));
    expect(joined('microphone').fact).not.toContain('may not be used');
  },
  TEST_MS,
);

test.concurrent(
  'a sound server that lets us not in is one that does not answer',
  async (context) => {
    const home = homeOf(NOBODY, context);
    await using microphone = await startVirtualMicrophone();
    const { PULSE_SERVER: server = '' } = microphone.env;
    const socket = server.replace(/^unix:/, '');
    chmodSync(socket, 0o700);
    const env = { ...home.env, ...SILENT, PULSE_SERVER: server };
    const told = (await examined(env, ':', asNobody('of nobody')))('microphone');
    expect(told).toMatchObject({
      state: 'error',
      fact: expect.stringContaining(server),
      command: 'pactl info',
    });
  },
  TEST_MS,
);

test.concurrent(
  'a socket of another user’s is spoken to by nobody, and its mend takes it away',
  async (context) => {
    const home = homeOf(NOBODY, context);
    mkdirSync(home.runtimeDirectory, { mode: 0o700 });
    chownSync(home.runtimeDirectory, NOBODY, NOBODY);
    let said = 0;
    const stranger = createServer((caller) => {
      caller.on('data', (chunk) => {
        said += chunk.length;
      });
      caller.on('error', () => undefined);
    });
    context.onTestFinished(() => void stranger.close());
    const path = join(home.runtimeDirectory, 'keeper-strange.sock');
    await new Promise<void>((resolve) => stranger.listen(path, resolve));
    chmodSync(path, 0o666);
    const before = (await examined(home.env, ':', asNobody('of nobody')))(
      'socket.keeper-strange.sock',
    );
    expect(before).toMatchObject({
      state: 'error',
      fact: expect.stringContaining('belongs to another user: nothing is said to it'),
      command: `rm -f ${path}`,
    });
    expect(said).toBe(0);
    const [file = '', ...args] = [...asNobody('of nobody'), 'sh', '-c', before.command ?? 'exit 1'];
    execFileSync(file, args);
    const after = await examined(home.env, ':', asNobody('of nobody'));
    expect(() => after('socket.keeper-strange.sock')).toThrow('no finding');
  },
  TEST_MS,
);

// By themselves: the others keep this machine busy.
test(
  'a kernel that calls itself Windows’, and no sound: what Windows is to do',
  async (context) => {
    const home = homeOf(0, context);
    const version = join(home.path, 'version');
    writeFileSync(version, 'Linux version 5.15.153.1-microsoft-standard-WSL2\n');
    const script = `${WITHOUT_CARDS}\nmount --bind ${version} /proc/version`;
    expect((await examined({ ...home.env, ...SILENT }, script))('microphone')).toMatchObject({
      state: 'error',
      fact: "Windows' Linux without sound",
      command: 'wsl --update; wsl --shutdown',
    });
  },
  TEST_MS,
);

test(
  'a sound server without a microphone is one that has none',
  async (context) => {
    const home = homeOf(0, context);
    await using microphone = await startVirtualMicrophone();
    const { PULSE_SERVER: server = '' } = microphone.env;
    // Where a desktop has it, and named by nobody.
    mkdirSync(join(home.path, 'run', 'pulse'));
    symlinkSync(server.replace(/^unix:/, ''), join(home.path, 'run', 'pulse', 'native'));
    const env = { ...home.env, ...SILENT };
    await microphone.unplug();
    expect((await examined(env, WITHOUT_CARDS))('microphone')).toMatchObject({
      state: 'error',
      fact: 'no microphone',
      command: 'pactl list short sources',
    });
  },
  TEST_MS,
);

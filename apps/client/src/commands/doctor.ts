// `codex-voice doctor`: what of a working voice session is there, what is not, and how to mend it. Looks,
// measures, and changes nothing; an archive is written, and a notification shown, only where that is asked for.
import { homedir } from 'node:os';
import { examine, type Facts, type Finding, reportDocument, reportText } from '@codex-voice/doctor';
import { askYes } from '../actions/ask-yes.ts';
import { gatherFacts } from '../doctor/gather-facts.ts';
import { bundleFiles, ourIdentity, writeBundle } from '../doctor/support-bundle.ts';
import { trialText, tryNotice } from '../notices/notice-trial.ts';
import { places } from '../places.ts';
import { packageVersion } from '../program-root.ts';
import { tellLines } from '../told-lines.ts';
import { EXIT_FAILURE, UserError, visible } from '../user-error.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

/** Where no width is told. */
const USUAL_COLUMNS = 80;

export async function doctor(given: CommandGiven): Promise<number> {
  const { json, bundle, yes, notify } = given.request.options;
  if (notify === true) return await showNotice(given, json === true ? 'document' : 'lines');
  const version = packageVersion();
  const environment = process.env;
  const facts = await gatherFacts({ given, version, environment });
  const findings = examine(facts);
  if (json === true) printJson(reportDocument(findings, version));
  else {
    tellLines(`${heading(facts)}\n\n`, process.stdout);
    process.stdout.write(reportText(findings, manner()));
  }
  if (typeof bundle === 'string') {
    await makeBundle({
      given,
      path: bundle,
      findings,
      version,
      asking: yes === true ? 'never' : 'once',
    });
  }
  return findings.some(({ state }) => state === 'broken') ? EXIT_FAILURE : 0;
}

/** One notification, by what a session would take. */
async function showNotice(given: CommandGiven, as: 'document' | 'lines'): Promise<number> {
  const { notify } = given.config();
  const { stdout } = process;
  const trial = await tryNotice({
    ...{ by: notify.by, env: process.env, platform: process.platform },
    terminal: stdout.isTTY === true ? (bytes) => void stdout.write(bytes) : undefined,
  });
  if (as === 'document') printJson({ notice: trial });
  else stdout.write(trialText(trial, notify));
  return trial.by === 'nothing' ? EXIT_FAILURE : 0;
}

function heading({ system }: Facts): string {
  const { version, platform, release, arch, distributions, surroundings } = system;
  const [distribution] = distributions;
  const name = distribution === undefined ? '' : ` (${distribution})`;
  const around = surroundings.map((each) => `, ${SURROUNDINGS[each]}`).join('');
  // What a distributor has put behind it stands in the archive.
  const [kernel = release] = release.split('-');
  return visible(`codex-voice ${version} on ${platform} ${kernel} ${arch}${name}${around}`);
}

const SURROUNDINGS = {
  ssh: 'over SSH',
  wsl: "Windows' Linux",
  container: 'in a container',
} as const;

function manner() {
  const { isTTY, columns } = process.stdout;
  const { NO_COLOR: plain, TERM: term } = process.env;
  const isDumb = term === undefined || term === '' || term === 'dumb';
  const hasColour = isTTY === true && !isDumb && (plain === undefined || plain === '');
  return {
    columns: columns ?? USUAL_COLUMNS,
    marks: isUnicode() && !isDumb ? 'signs' : 'words',
    colour: hasColour ? 'some' : 'none',
    home: homedir(),
  } as const;
}

/** By the first of these that is set, as the C library does. */
function isUnicode(): boolean {
  const { LC_ALL: all, LC_CTYPE: type, LANG: language } = process.env;
  const locale = [all, type, language].find((each) => each !== undefined && each !== '');
  return process.platform !== 'linux' || /utf-?8/iu.test(locale ?? '');
}

interface BundleWish {
  readonly given: CommandGiven;
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly version: string;
  readonly asking: 'once' | 'never';
}

/** Listed first, on standard error; a person at a terminal can still say no. */
async function makeBundle({ given, path, findings, version, asking }: BundleWish): Promise<void> {
  const { hostLogFile } = places(process.env, process.platform);
  const files = bundleFiles({
    ...{ findings, version, hostLogFile },
    configText: configText(given),
    environment: process.env,
    identity: ourIdentity(),
  });
  note(`${visible(path)} will hold:`);
  for (const { name, text, what } of files) {
    note(`  ${name.padEnd(16)} ${String(Buffer.byteLength(text)).padStart(6)} bytes  ${what}`);
  }
  note(
    '  secrets of known forms and names, your home folder and your name are taken out; no audio, nothing that was said or typed',
  );
  note('  a secret of another form may be left: read it before you give it away');
  if (asking === 'once' && (await askYes('write it?')) === 'no') {
    note('nothing is written');
    return;
  }
  await writeBundle(path, files);
  note(
    `${visible(path)} is written: look into it (tar xzf), then send it to whom you ask for help`,
  );
}

/** The text itself: it may be what is wrong. */
function configText(given: CommandGiven): string {
  try {
    return given.config().file.text;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return '# not shown: this file is not understood\n';
  }
}

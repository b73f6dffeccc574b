// `codex-voice flush`: prompts that no session has any more, listed, shown, edited, dropped, or sent to a
// session that runs. That each goes in once is the host's business.
import type { KeptEntry, SpoolRequest } from '@codex-voice/protocol';
import { columnsOf, tellError } from '../told-lines.ts';
import { UserError, visible } from '../user-error.ts';
import {
  goesWithAll,
  keptDocument,
  keptList,
  keptName,
  shortText,
  wholeText,
} from './kept-list.ts';
import { ATTEMPTS, KeptQuestions, keptProblem } from './kept-questions.ts';
import { boundedText, readText } from './prompt-text.ts';
import { refuseUnreached } from './say.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';

/** Throws `UserError`. */
export async function flush(given: CommandGiven): Promise<number> {
  const [action = 'list', ...names] = given.request.rest;
  const asked = new KeptQuestions(given);
  try {
    switch (action) {
      case 'show':
        return await show(given, asked, names);
      case 'edit':
        return await edit(asked, names);
      case 'drop':
        return await drop(given, asked, names);
      case 'send':
        return await send(given, asked, names);
      default:
        return await list(given, asked);
    }
  } finally {
    asked.close();
  }
}

async function list(given: CommandGiven, asked: KeptQuestions): Promise<number> {
  const { entries, fellOut } = await asked.list();
  if (given.request.options.json === true) {
    printJson((await whole(asked, entries)).map(keptDocument));
    return 0;
  }
  process.stdout.write(
    keptList(entries, { home: process.env.HOME, columns: columnsOf(process.stdout) }),
  );
  if (entries.length === 0) note('nothing is kept: what waits when an agent ends will be');
  if (fellOut > 0) note(`${fellOut} older ones fell out: there was no room for more`);
  return 0;
}

/** With all of their texts; one that has gone meanwhile is left out. */
async function whole(
  asked: KeptQuestions,
  entries: readonly KeptEntry[],
): Promise<readonly KeptEntry[]> {
  const texts: KeptEntry[] = [];
  for (const entry of entries) {
    if (entry.cut !== true) texts.push(entry);
    else {
      const reply = await asked.ask({ do: 'show', kept: entry.id });
      if (reply.kind === 'kept') texts.push(...reply.entries);
    }
  }
  return texts;
}

async function show(
  given: CommandGiven,
  asked: KeptQuestions,
  names: readonly string[],
): Promise<number> {
  const entries: KeptEntry[] = [];
  for (const kept of names) entries.push(...(await asked.list({ do: 'show', kept })).entries);
  if (given.request.options.json === true) printJson(entries.map(keptDocument));
  else process.stdout.write(entries.map(wholeText).join(''));
  return 0;
}

async function edit(
  asked: KeptQuestions,
  [kept = '', ...words]: readonly string[],
): Promise<number> {
  const [entry] = (await asked.list({ do: 'show', kept })).entries;
  if (entry === undefined) throw new UserError(`${visible(kept)} is not kept`);
  const text = await newText(entry, words);
  await asked.answer({ do: 'edit', kept: entry.id, text });
  process.stdout.write(`${keptName(entry)}  ${shortText({ text })}\n`);
  return 0;
}

async function newText({ text }: KeptEntry, words: readonly string[]): Promise<string> {
  if (words[0] === '-') return await readText(process.stdin);
  if (words.length > 0) return boundedText(words.join(' '));
  const { editedText } = await import('./text-editor.ts');
  return boundedText(await editedText(text));
}

async function drop(
  given: CommandGiven,
  asked: KeptQuestions,
  names: readonly string[],
): Promise<number> {
  const isAll = names[0] === 'all';
  const dropped = isAll ? (await asked.list()).entries.map(keptName) : names;
  const gone: string[] = [];
  for (const kept of dropped) {
    // Of all, somebody else may have taken one meanwhile.
    const reply = await asked.ask({ do: 'drop', kept });
    if (reply.kind === 'done') gone.push(kept);
    else if (!isAll || reply.kind !== 'refused') throw keptProblem(reply);
  }
  if (given.request.options.json === true) printJson(gone.map((kept) => ({ kept, dropped: true })));
  else
    process.stdout.write(
      gone.length === 0 ? 'nothing is kept\n' : `dropped ${gone.map(visible).join(', ')}\n`,
    );
  return 0;
}

interface Sent {
  readonly kept: string;
  readonly id: string;
  readonly session: string;
  readonly state: 'queued' | 'refused';
  readonly message?: string;
}

async function send(
  given: CommandGiven,
  asked: KeptQuestions,
  names: readonly string[],
): Promise<number> {
  const { options } = given.request;
  const name = typeof options.session === 'string' ? options.session : undefined;
  const isAll = names[0] === 'all';
  const { entries } = await asked.list();
  const chosen = isAll
    ? entries.filter(goesWithAll)
    : names.map((kept) => chosenFrom(entries, kept));
  if (chosen.length > 0) refuseUnreached({ name });
  const sources = openAccess(given).sources(await asked.host());
  const sessionId = chosen.length > 0 ? await findSession(sources, { name, unnamed: 'it' }) : '';
  const intent = options.compose === true ? ({ intent: 'compose' } as const) : {};
  const sent: Sent[] = [];
  for (const entry of chosen) {
    const outcome = await handed(asked, { do: 'hand', kept: entry.id, sessionId, ...intent });
    if (outcome === 'by-another') continue;
    sent.push({ kept: keptName(entry), id: entry.id, session: sessionId, ...outcome });
    // What is refused to one, a full queue say, is refused to those behind it.
    if (outcome.state === 'refused') break;
  }
  return tellSent(given, {
    sent,
    left: isAll ? entries.filter((entry) => !goesWithAll(entry)) : [],
  });
}

function chosenFrom(entries: readonly KeptEntry[], name: string): KeptEntry {
  const word = name.toLowerCase();
  const found = entries.find(
    (entry) => entry.id === name || keptName(entry) === word || String(entry.number) === word,
  );
  if (found !== undefined) return found;
  throw new UserError(
    `${visible(name)} is not kept, or not any more: codex-voice flush lists what is`,
  );
}

type Outcome = Pick<Sent, 'state' | 'message'>;

/** One that another flush has taken first is no fault. */
async function handed(
  asked: KeptQuestions,
  what: Extract<SpoolRequest['what'], { do: 'hand' }>,
): Promise<Outcome | 'by-another'> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await asked.ask(what);
    if (reply.kind === 'done') {
      if (reply.unkept !== undefined)
        note(`${visible(what.sessionId)} has it, but can't keep it: ${visible(reply.unkept)}`);
      return { state: 'queued' };
    }
    if (reply.kind === 'gone' && attempt < ATTEMPTS) {
      // The host that died may have handed it over: the next one knows.
      if (!(await isStillKept(asked, what.kept))) return { state: 'queued' };
      continue;
    }
    if (reply.kind !== 'refused') throw keptProblem(reply);
    if (!(await isStillKept(asked, what.kept))) return 'by-another';
    return { state: 'refused', message: reply.message };
  }
}

async function isStillKept(asked: KeptQuestions, id: string): Promise<boolean> {
  return (await asked.list()).entries.some((entry) => entry.id === id);
}

function tellSent(
  given: CommandGiven,
  { sent, left }: { readonly sent: readonly Sent[]; readonly left: readonly KeptEntry[] },
): number {
  const queued = sent.filter(({ state }) => state === 'queued');
  const refused = sent.find(({ state }) => state === 'refused');
  if (given.request.options.json === true) printJson(sent);
  else if (queued.length > 0) {
    const names = queued.map(({ kept }) => kept).join(', ');
    process.stdout.write(`${names}: into ${visible(queued[0]?.session ?? '')}\n`);
  } else if (refused === undefined) process.stdout.write('nothing to send\n');
  if (left.length > 0) {
    const names = left.map(keptName).join(', ');
    note(
      `an agent has or may have ${names} already: codex-voice flush send names one that is to go again`,
    );
  }
  if (refused === undefined) return 0;
  tellError(`${refused.kept} and what is behind it stay kept: ${refused.message}`);
  return 1;
}

// `codex-voice init`: finds out what is here, helps to choose, tries it, and writes down what was agreed.
// It can be run again at any time; nothing that stands anywhere is taken away by it.
import { examine, type Facts, type Finding } from '@codex-voice/doctor';
import { findEntry } from '@codex-voice/models';
import { gatherFacts } from '../doctor/gather-facts.ts';
import { recommendedFor } from '../doctor/gather-recogniser.ts';
import { type ConfigOutcome, chooseConfig } from '../first-run/agreed-config.ts';
import { type FetchOutcome, fetchModel } from '../first-run/fetch-model.ts';
import type { Chosen } from '../first-run/first-config.ts';
import { foundLines, machineLine } from '../first-run/found-text.ts';
import { openQuestions } from '../first-run/open-questions.ts';
import { GivenUp, type Questions } from '../first-run/questions.ts';
import { saySomething } from '../first-run/say-something.ts';
import type { Heard } from '../first-run/spoken-check.ts';
import {
  agentChoices,
  localeLanguage,
  type RecogniserWay,
  recogniserOptions,
} from '../first-run/suggestions.ts';
import { findWhisperServers } from '../first-run/whisper-servers.ts';
import { afterLeader, keyNames } from '../key-names.ts';
import { machineFacts } from '../machine-facts.ts';
import { packageVersion } from '../program-root.ts';
import { EXIT_INTERRUPTED, UserError, visible } from '../user-error.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

interface Outcome {
  found: { readonly agents: readonly string[]; readonly servers: readonly string[] };
  findings: readonly Finding[];
  chosen?: Chosen;
  model?: FetchOutcome;
  heard?: Heard;
  config?: ConfigOutcome;
}

export async function init(given: CommandGiven): Promise<number> {
  const { options } = given.request;
  using asking = await openQuestions(options);
  refuseUnknownModel(options.model);
  const outcome: Outcome = { found: { agents: [], servers: [] }, findings: [] };
  try {
    await steps(given, asking.questions, outcome);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
    note('ended by you: what was agreed until now stays, nothing more is done');
    return EXIT_INTERRUPTED;
  }
  if (options.json === true) printJson({ ...outcome, keys: keysOf(given) });
  return 0;
}

/** Before anything is looked at. Throws `UserError`. */
function refuseUnknownModel(model: unknown): void {
  if (typeof model !== 'string' || ['auto', 'phrases'].includes(model)) return;
  if (findEntry(model) !== undefined) return;
  throw new UserError(`there is no model ${visible(model)}: codex-voice models list shows all`);
}

async function steps(given: CommandGiven, ask: Questions, outcome: Outcome): Promise<void> {
  ask.step('codex-voice: what is here');
  ask.tell('looking at microphone, agents, terminal and models …');
  const [facts, servers] = await Promise.all([
    gatherFacts({ given, version: packageVersion(), environment: process.env }),
    findWhisperServers(),
  ]);
  const findings = examine(facts);
  outcome.findings = findings;
  outcome.found = { agents: agentsOf(facts).map(({ value }) => value), servers };
  ask.tell([machineLine(machineFacts()), ...foundLines(findings, servers)].join('\n'));

  ask.step('What listens to you');
  const chosen = await choose({ given, facts, servers, ask });
  outcome.chosen = chosen.settings;
  if (chosen.fetch !== undefined && ask.manner === 'looking') {
    ask.tell(`${chosen.fetch} would be fetched: codex-voice init --yes does that`);
    outcome.chosen = { ...chosen.settings, model: 'auto' };
  } else if (chosen.fetch !== undefined) {
    outcome.model = await fetchModel(given, { id: chosen.fetch, ask });
    // What could not be fetched is not waited for: the best that is there listens until it is.
    if (outcome.model.kind === 'failed') outcome.chosen = { ...chosen.settings, model: 'auto' };
  }

  const { chosen: settings } = outcome;
  if (settings === undefined) return;
  const hasMicrophone = findings.some(({ id, state }) => id === 'microphone' && state !== 'broken');
  ask.step('Say something');
  const heard = await saySomething({ given, ask, settings, hasMicrophone });
  if (heard !== undefined) outcome.heard = heard;

  ask.step('Settings');
  outcome.config = await chooseConfig({ given, ask, settings });
  ask.step('Three keys to know');
  ask.tell(
    keysOf(given)
      .map(({ key, does }) => `${key.padEnd(10)} ${does}`)
      .join('\n'),
  );
  ask.end('Start with "codex-voice"; where something is odd: codex-voice doctor');
}

function agentsOf({ agents }: Facts) {
  return agents.kind === 'told' ? agentChoices(agents.value) : [];
}

interface Choosing {
  readonly given: CommandGiven;
  readonly facts: Facts;
  readonly servers: readonly string[];
  readonly ask: Questions;
}

async function choose({ given, facts, servers, ask }: Choosing): Promise<{
  readonly settings: Chosen;
  /** A model that is to be fetched first. */
  readonly fetch?: string;
}> {
  const language = await languageOf(given, ask);
  const agent = await agentOf(given, { facts, ask });
  const way = await wayOf({ given, facts, servers, ask }, language);
  const settings: Chosen = { language, model: 'auto', ...(agent === undefined ? {} : { agent }) };
  const [kind, name = ''] = way.split(' ');
  switch (kind) {
    case 'model':
      return { settings: { ...settings, model: name }, fetch: name };
    case 'server':
      return { settings: { ...settings, server: name } };
    // Phrases alone listen as long as nothing better is there.
    default:
      return { settings };
  }
}

const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
  { value: 'fr', label: 'Français' },
  { value: 'de', label: 'Deutsch' },
  { value: 'ja', label: '日本語' },
  { value: 'zh', label: '中文' },
  { value: 'auto', label: 'several, told apart as they are spoken' },
] as const;

async function languageOf(given: CommandGiven, ask: Questions): Promise<Chosen['language']> {
  const { language } = given.config().speech;
  const { language: named } = given.request.options;
  const stands = typeof named === 'string' || given.config().file.text !== '';
  const suggested = stands ? language : localeLanguage(process.env);
  if (typeof named === 'string') return suggested;
  return await ask.choose({
    question: 'Which language do you speak to your agent?',
    choices: LANGUAGES,
    suggested,
  });
}

async function agentOf(
  given: CommandGiven,
  { facts, ask }: Pick<Choosing, 'facts' | 'ask'>,
): Promise<string | undefined> {
  const { agent } = given.config();
  const choices = agentsOf(facts);
  const [first, ...others] = choices;
  if (agent !== undefined || first === undefined) return agent;
  if (others.length === 0) return first.value;
  return await ask.choose({
    question: 'Which agent shall "codex-voice" alone start?',
    choices,
    suggested: first.value,
  });
}

async function wayOf(
  { given, facts, servers, ask }: Choosing,
  language: Chosen['language'],
): Promise<RecogniserWay> {
  const { model } = given.request.options;
  if (model === 'auto' || model === 'phrases') return model;
  if (typeof model === 'string') return `model ${model}`;
  const { recogniser } = facts;
  const known =
    recogniser.kind === 'told'
      ? recogniser.value
      : { chosen: { kind: 'phrases' } as const, installed: [] };
  const found = recommendedFor(language);
  const { recommended: _, ...rest } = { recommended: undefined, ...known };
  const options = recogniserOptions({
    recogniser: { ...rest, ...(found === undefined ? {} : { recommended: found }) },
    servers,
    why: found?.why,
  });
  if (options.choices.length === 1) return options.suggested;
  return await ask.choose({ question: 'What shall hear you?', ...options });
}

function keysOf(given: CommandGiven): readonly { readonly key: string; readonly does: string }[] {
  const keys = keyNames(given.config().keys);
  return [
    { key: keys.talk, does: 'talk; again: stop' },
    { key: afterLeader(keys, 'send'), does: 'send what stands in the composer' },
    { key: afterLeader(keys, 'menu'), does: 'a menu of everything else' },
  ];
}

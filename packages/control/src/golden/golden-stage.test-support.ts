// A session around the scripted agent on a clock that stands still, in which the deeds of a golden workflow
// are done one after the other while everything that is told of them is written down.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventJournal, type SessionDriver } from '@codex-voice/drivers';
import type { DeliverHeader, SessionSettings } from '@codex-voice/protocol';
import { defaultPhrasebook, type SpokenLanguage } from '@codex-voice/speech';
import {
  type GoldenAction,
  type GoldenDriver,
  GoldenRecorder,
  type GoldenWorkflow,
  OWN_PHRASES,
  type SeenStep,
} from '@codex-voice/testing';
import {
  JsonStore,
  SeenHud,
  SimulatedKeeper,
  SimulatedVoices,
  StillClock,
  settings,
} from '../control-world.test-support.ts';
import { SessionControl } from '../session-control.ts';
import { VoiceHub } from '../voice-hub.ts';
import { ScriptedAgent } from './scripted-agent.test-support.ts';
import { scriptedDriver } from './scripted-drivers.test-support.ts';

/** What a step is given, in ms of the clock that stands still: more than every rest and patience within it. */
const STEP_MS = 2_400;
const LOOK_EVERY_MS = 150;

const TOLD_BY_KEEPER: ReadonlySet<GoldenDriver> = new Set(['codex', 'claude-hooks', 'acp']);

export interface PlayedWorkflow {
  readonly workflow: GoldenWorkflow;
  readonly driver: GoldenDriver;
  readonly language: SpokenLanguage;
  /** Written words of the language → those of the golden file. */
  readonly words: ReadonlyMap<string, string>;
}

/** Plays it from its begin to its end. */
export async function playScripted(played: PlayedWorkflow): Promise<readonly SeenStep[]> {
  using stage = new ScriptedStage(played);
  return await stage.play(played.workflow);
}

/** Tells its agent what Enter was pressed for. */
class AgentKeeper extends SimulatedKeeper {
  readonly agent: ScriptedAgent;

  constructor(agent: ScriptedAgent) {
    super();
    this.agent = agent;
  }

  override deliver(header: DeliverHeader, bytes: Uint8Array): void {
    const before = this.submissions.length;
    super.deliver(header, bytes);
    for (const text of this.submissions.slice(before)) this.agent.take(text);
  }

  override look(): void {
    this.works = this.agent.works;
    this.dialog = this.agent.asks;
    super.look();
  }
}

class ScriptedStage implements Disposable {
  readonly #recorder: GoldenRecorder;
  readonly #clock = new StillClock();
  readonly #voices = new SimulatedVoices();
  readonly #store = new JsonStore();
  readonly #keeper: AgentKeeper;
  readonly #agent: ScriptedAgent;
  readonly #folder = mkdtempSync(join(tmpdir(), 'golden-'));
  readonly #kept: string[] = [];
  readonly #played: PlayedWorkflow;
  #journal: EventJournal | undefined;
  #driver: SessionDriver | undefined;
  #control: SessionControl | undefined;
  #count = 0;

  constructor(played: PlayedWorkflow) {
    this.#played = played;
    this.#recorder = new GoldenRecorder(played.words);
    this.#agent = new ScriptedAgent({
      kind: played.driver === 'plain' ? 'line' : 'agent',
      model: (told) => this.#recorder.model(told),
    });
    this.#keeper = new AgentKeeper(this.#agent);
    // Whoever speaks its protocol is on the way, as a keeper tells a host.
    if (TOLD_BY_KEEPER.has(played.driver)) this.#keeper.driver = { kind: played.driver, path: 'x' };
    this.#begin();
  }

  async play({ deeds }: GoldenWorkflow): Promise<readonly SeenStep[]> {
    await this.#pass();
    for (const { label, action } of deeds) {
      this.#recorder.step(label);
      this.#do(action);
      await this.#pass();
    }
    return this.#recorder.steps;
  }

  [Symbol.dispose](): void {
    this.#control?.dispose();
    this.#journal?.[Symbol.dispose]();
    rmSync(this.#folder, { recursive: true });
  }

  /** A host with its voice process takes the session's seat. */
  #begin(): void {
    const clock = this.#clock;
    const openLink = this.#voices.openLink;
    const hub = new VoiceHub({ openLink, clock, readJournal: () => Promise.resolve([]) });
    const control = new SessionControl({
      ...{ sessionId: 's1', clock, hub, store: this.#store },
      onTurnFailed: ({ text }) => {
        this.#kept.push(text);
        this.#recorder.hud({ type: 'kept', count: this.#kept.length, because: 'turn-failed' });
      },
    });
    this.#control = control;
    this.#keeper.connect(control);
    const path = join(this.#folder, 'events.jsonl');
    const journal = new EventJournal({ path, nowMs: () => clock.wallMs() });
    journal.follow(Number.POSITIVE_INFINITY, ({ event }) => this.#recorder.agent(event));
    this.#journal = journal;
    this.#driver = scriptedDriver(this.#played.driver, { agent: this.#agent, journal });
    control.setDriver(this.#driver);
    const hud = new SeenHud(control, this.#settings());
    const { events } = hud;
    const push = events.push.bind(events);
    events.push = (...told) => {
      for (const event of told) this.#recorder.hud(event);
      return push(...told);
    };
    hud.request({ type: 'talk', do: 'start' });
    this.#voices.last.ready();
    this.#voices.last.device('open');
  }

  #settings(): SessionSettings {
    const given = settings();
    const { languages, commandWords, phrases } = defaultPhrasebook(this.#played.language);
    const { voice } = given;
    if (voice === undefined) throw new TypeError('these settings have a voice');
    const phrasebook: typeof voice.phrasebook = {
      language: this.#played.language === 'fr' ? 'fr' : 'en',
      languages: [...languages],
      commandWords: [...commandWords],
      phrases: [...OWN_PHRASES, ...phrases].map(({ spoken, action }) => ({ spoken, action })),
    };
    return { ...given, voice: { ...voice, phrasebook } };
  }

  #do(action: GoldenAction): void {
    switch (action.do) {
      case 'voice':
        this.#count += 1;
        this.#voices.last.say(`u${this.#count}`, action.words, { atMs: this.#clock.nowMs() });
        return;
      case 'say':
        this.#say(action.text);
        return;
      case 'model':
        this.#agent.turn = action.turn;
        return;
      case 'finish':
        this.#agent.finish();
        return;
      case 'keys':
        if (action.for === 'dialog') this.#agent.approve('elsewhere');
        else this.#agent.interrupt();
        return;
      case 'crash':
        this.#control?.dispose();
        this.#journal?.[Symbol.dispose]();
        this.#begin();
        return;
      case 'flush':
        for (const text of this.#kept.splice(0)) this.#say(text);
    }
  }

  #say(text: string): void {
    this.#count += 1;
    this.#control?.say({ promptId: `said-${this.#count}`, text, intent: 'send' });
  }

  /** Time passes, and what was promised comes about. */
  async #pass(): Promise<void> {
    for (let passed = 0; passed < STEP_MS; passed += LOOK_EVERY_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#clock.pass(LOOK_EVERY_MS);
      this.#keeper.look();
    }
  }
}

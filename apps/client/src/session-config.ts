// The config file of a running session: what is changed in it counts here as far as it can, what can't be
// read changes nothing, and what was set in the settings panel is written into it.
import { basename } from 'node:path';
import type { HostRequest, SessionSettings } from '@codex-voice/protocol';
import type { Config, NoticeOptions } from './config-schema.ts';
import { type ChangedSettings, changedSettings } from './configuration/changed-settings.ts';
import { ConfigWatch } from './configuration/config-watch.ts';
import { isHudSize } from './hud-size.ts';
import type { HudView } from './hud-view.ts';
import { type KeyNames, replaceKeys } from './key-names.ts';
import type { LateSettings } from './late-settings.ts';
import { keptSetting, keptValues } from './panels/kept-settings.ts';
import type { SessionOptions } from './session-options.ts';
import type { SessionWords } from './words/session-words.ts';

/** What a session is set to by one reading of its config. */
export interface PreparedConfig {
  readonly options: SessionOptions;
  readonly settings: SessionSettings;
}

/** How a session's config is read again. */
export interface LiveConfig {
  /** As it was read first. */
  readonly config: Config;
  /** Where it is written; where it was read is the config's own file. */
  readonly target: string;
  /** With environment and command line. Throws `UserError`. */
  readonly read: (text: string, path?: string) => Config;
  /** Throws `UserError`. */
  readonly prepare: (config: Config) => Promise<PreparedConfig>;
  /** Settings that the command line gives. */
  readonly given: (path: string) => boolean;
}

export interface SessionConfigParts {
  readonly live: LiveConfig;
  readonly options: SessionOptions;
  readonly settings: LateSettings;
  readonly view: HudView;
  readonly words: SessionWords;
  readonly role: () => 'holder' | 'viewer';
  readonly request: (request: HostRequest) => unknown;
  /** Our keys are others. */
  readonly rebind: (keys: KeyNames) => void;
  /** Notices are told otherwise. */
  readonly notify: (changed: Partial<NoticeOptions>) => void;
  /** What was tuned by hand gives way to what the file says now. */
  readonly retune: (config: Config) => void;
  readonly applySize: () => void;
  readonly changed: () => void;
  /** A line on our row, or in the panel that is open. */
  readonly tell: (text: string) => void;
}

export class SessionConfig {
  readonly #parts: SessionConfigParts;
  #watch: ConfigWatch | undefined;
  #config: Config;
  /** One reading after the other. */
  #reading: Promise<void> = Promise.resolve();

  constructor(parts: SessionConfigParts) {
    this.#parts = parts;
    this.#config = parts.live.config;
  }

  /** What the settings of the panel are in the file, by the panel's names. */
  get kept(): Readonly<Record<string, string>> {
    return keptValues(this.#config);
  }

  start(): void {
    if (this.#watch !== undefined) return;
    const { path, text } = this.#config.file;
    this.#watch = new ConfigWatch({
      paths: [...new Set([this.#parts.live.target, path])],
      text,
      onText: (changed, at) => {
        this.#reading = this.#reading.then(() => this.#read(changed, at));
      },
    });
  }

  close(): void {
    this.#watch?.close();
    this.#watch = undefined;
  }

  /** Writes what was set in the panel into the file. */
  async keep(set: readonly { readonly name: string; readonly value: string }[]): Promise<void> {
    const { live, tell, words } = this.#parts;
    const { path, text } = this.#config.file;
    const settings = set.flatMap(({ name, value }) => keptSetting(name, value, this.#config) ?? []);
    if (settings.length === 0) {
      tell(words.config.nothingToKeep);
      return;
    }
    try {
      const { changedConfig, writeConfig } = await import('./configuration/write-config.ts');
      const edit = changedConfig({ path: live.target, text }, settings);
      writeConfig(live.target, { before: path === live.target ? text : '', after: edit.text });
      this.#config = live.read(edit.text, live.target);
      this.#watch?.expect(edit.text);
      const names = settings.map(({ keys }) => keys.join('.')).join(', ');
      tell(words.config.kept(basename(live.target), names));
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  async #read(text: string, path: string): Promise<void> {
    const { live, tell, words } = this.#parts;
    try {
      const after = live.read(text, path);
      const prepared = await live.prepare(after);
      const changed = changedSettings({ before: this.#config, after }, live.given);
      const before = this.#config;
      this.#config = after;
      if (changed.now.length === 0 && changed.later.length === 0) return;
      this.#apply(prepared, { before, after, changed });
      tell(toldChange(changed, words));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // A row has no room for folders.
      tell(words.config.broken(why.replaceAll(path, basename(path))));
    }
  }

  #apply(
    { options, settings }: PreparedConfig,
    {
      before,
      after,
      changed,
    }: { readonly before: Config; readonly after: Config; readonly changed: ChangedSettings },
  ): void {
    const { view, role, request, rebind, retune, applySize } = this.#parts;
    const has = (path: string): boolean => changed.now.includes(path);
    if (has('themes')) view.setThemes(options.themes);
    if (has('theme')) view.setTheme(options.theme);
    if (has('motion')) view.setMotion(options.motion);
    if (has('keys')) {
      replaceKeys(this.#parts.options.keys, options.keys);
      rebind(options.keys);
    }
    if (changed.now.some((path) => path.startsWith('notify.'))) {
      const { on, when, by, show } = after.notify;
      this.#parts.notify({
        ...(has('notify.on') ? { on } : {}),
        ...(has('notify.when') ? { when } : {}),
        ...(has('notify.by') ? { by } : {}),
        ...(has('notify.show') ? { show } : {}),
      });
    }
    // Whoever types decides for the session; the others follow.
    if (role() === 'holder') {
      if (has('mode')) request({ type: 'mode', mode: after.mode });
      if (has('delivery')) request({ type: 'intent', intent: after.delivery });
      const voice = after.experimental.live_voice ? 'anew' : 'as-it-is';
      request({ type: 'settings', settings, voice });
      const isOther = (key: 'silence_ms' | 'sensitivity'): boolean =>
        before.speech[key] !== after.speech[key];
      if (isOther('silence_ms') || isOther('sensitivity')) retune(after);
    }
    this.#parts.settings.replace(settings);
    if (has('hud') && isHudSize(options.hud)) {
      view.setSize(options.hud);
      applySize();
    }
    this.#parts.changed();
  }
}

/** Names told of each kind; more are counted. */
const TOLD_NAMES = 3;

function toldChange({ now, later }: ChangedSettings, { config }: SessionWords): string {
  const names = (paths: readonly string[]): string =>
    paths.length <= TOLD_NAMES
      ? paths.join(', ')
      : `${paths.slice(0, TOLD_NAMES).join(', ')} +${paths.length - TOLD_NAMES}`;
  const told = [
    ...(now.length === 0 ? [] : [config.now(names(now))]),
    ...(later.length === 0 ? [] : [config.later(names(later))]),
  ];
  return told.join(' · ');
}

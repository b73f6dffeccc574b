// The config file of a person who had none: what was chosen, and beside it what else there is, each with
// a line that says what it does.
import type { SpokenLanguage } from '@codex-voice/speech';

export interface Chosen {
  /** Absent: whichever is found. */
  readonly agent?: string;
  readonly language: SpokenLanguage | 'auto';
  /** A name, `auto` or `phrases`. */
  readonly model: string;
  /** Address of a whisper.cpp server. */
  readonly server?: string;
}

/** The whole text. */
export function firstConfig({ agent, language, model, server }: Chosen): string {
  return `# codex-voice: written by "codex-voice init", and yours from now on. What is not here is as it comes.
# Every key: docs/configuration.md. A wrong line is told with how to mend it.

# The agent that "codex-voice" alone starts; without this line the first one on your PATH.
${agent === undefined ? '# agent = "codex"' : `agent = ${quoted(agent)}`}

# How you talk: "tap" the key (F2), "hold" it, "hybrid": a hush stops, "auto": always, "wake": "hey codex".
mode = "tap"

# What becomes of it: "compose" waits in the agent's composer for you, "send" goes at once.
delivery = "compose"

[speech]
# What you speak: "en", "es", "fr", "de", "ja", "zh", or "auto".
language = ${quoted(language)}
# What hears free speech: a model's name (codex-voice models list), "auto": the best that is installed,
# "phrases": the built-in phrases alone.
model = ${quoted(model)}

[audio]
# A part of your microphone's name (codex-voice mic lists them); without this line the system's default.
# device = "Headset"
${server === undefined ? '' : `\n# A whisper.cpp server that hears before any model.\n[whisper_server]\nurl = ${quoted(server)}\n`}`;
}

/** As a basic string of TOML, whose escapes JSON's are a part of. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

export interface WantedSetting {
  readonly keys: readonly [string, string];
  readonly value: string;
}

/** What is to be added to a file that is there; keys that stand in it already stay as they are. */
export function wantedSettings(
  { language, model, server }: Chosen,
  stands: (keys: WantedSetting['keys']) => boolean,
): readonly WantedSetting[] {
  const all: readonly WantedSetting[] = [
    ...(language === 'en' ? [] : [{ keys: ['speech', 'language'], value: language } as const]),
    ...(model === 'auto' ? [] : [{ keys: ['speech', 'model'], value: model } as const]),
    ...(server === undefined ? [] : [{ keys: ['whisper_server', 'url'], value: server } as const]),
  ];
  return all.filter(({ keys }) => !stands(keys));
}

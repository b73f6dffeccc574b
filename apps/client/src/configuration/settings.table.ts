// What each setting is for, what its default rests on, and from when a change of the file counts. The
// schema says what may stand there; a test holds the two to each other.

/**
 * `now`: in the sessions that run. `live`: there too with `[experimental] live_voice`, else with the next
 * session. `session`: with the next session. `command`: with the next command.
 */
export type Takes = 'now' | 'live' | 'session' | 'command';

export interface SettingFacts {
  readonly help: string;
  readonly takes: Takes;
  /** Why the default is what it is; where there is none, what happens then. */
  readonly why: string;
}

const now = (help: string, why: string): SettingFacts => ({ help, takes: 'now', why });
const live = (help: string, why: string): SettingFacts => ({ help, takes: 'live', why });
const session = (help: string, why: string): SettingFacts => ({ help, takes: 'session', why });
const command = (help: string, why: string): SettingFacts => ({ help, takes: 'command', why });

const OWN_KEY = 'none: the leader and its letter do it';
const LETTER = 'no other action has it';
const AS_SPEECH = 'none: as [speech] says';
const AS_BASE = 'none: as its base has it';
const LEARNT = 'none: the model’s own';

/** By path; the names in a table of alike tables are `*`. */
export const SETTING_FACTS: Readonly<Record<string, SettingFacts>> = {
  agent: session(
    'the agent that is started where none is named',
    'none: the first of codex, claude, gemini, opencode on PATH',
  ),
  'agents.claude.driver': session(
    'whether what Claude Code does is known as events',
    'its screen is enough until you ask for more',
  ),
  'agents.*.driver': session(
    'whether it is driven through its own protocol',
    'its screen is enough until you ask for more',
  ),
  'agents.codex.driver': session(
    'whether prompts go through Codex’s own protocol',
    'its screen is enough until you ask for more',
  ),
  mode: now('when the microphone opens and closes', 'nothing is heard unasked'),
  delivery: now('whether what you say is sent at once', 'nothing is sent that you have not seen'),
  while_busy: now(
    'what sending does to an agent that works',
    'nothing that runs is disturbed unless you say so',
  ),
  hud: now('how much of the screen is ours', 'one row is enough to see what is heard'),
  motion: now('whether a level moves in our row', 'it tells at a glance whether you are heard'),
  theme: now('colours of our row and panels', 'can be read on black and on white'),
  ui_language: session('the language we tell things in', 'as LC_ALL, LC_MESSAGES or LANG say'),
  keys: now('a set of keys, or a table of them', 'F2 and Ctrl-\\ are free in most programs'),
  'keys.talk': now('talks', 'most terminals have it, most agents don’t use it'),
  'keys.leader': now(
    'comes before a letter for everything else',
    'a shell’s quit key, which no agent uses',
  ),
  'keys.send': now('sends what stands in the composer', OWN_KEY),
  'keys.scratch': now('takes the last spoken text back', OWN_KEY),
  'keys.auto': now('listens all the time, or not', OWN_KEY),
  'keys.hud': now('our row: one line, three, none; large: none and back', OWN_KEY),
  'keys.empty_queue': now('drops what waits', OWN_KEY),
  'keys.hush': now('stops reading aloud', OWN_KEY),
  'keys.read_back': now('reads what stands in the composer', OWN_KEY),
  'keys.approve': now('approves what the agent asks', OWN_KEY),
  'keys.deny': now('denies it', OWN_KEY),
  'keys.interrupt': now('interrupts the agent', OWN_KEY),
  'keys.help': now('shows the keys', OWN_KEY),
  'keys.menu': now('a menu of everything', OWN_KEY),
  'keys.queue': now('the queue', OWN_KEY),
  'keys.approvals': now('what the agent asks, in full', OWN_KEY),
  'keys.sessions': now('the sessions there are', OWN_KEY),
  'keys.settings': now('the settings panel', OWN_KEY),
  'keys.commands': now('commands of ours', OWN_KEY),
  'keys.detach': now('leaves the session, which goes on', OWN_KEY),
  'keys.take_over': now('takes keyboard and size to this terminal', OWN_KEY),
  'keys.quit': now('ends the agent', 'none: the agent’s own keys do it'),
  themes: now('themes of your own', 'none'),
  'themes.*.base': now('the theme it differs from', 'the default theme'),
  'themes.*.text': now('what you say', AS_BASE),
  'themes.*.quiet': now('names of things that are as they should be', AS_BASE),
  'themes.*.faint': now('separators', AS_BASE),
  'themes.*.accent': now('what is ready, and ours', AS_BASE),
  'themes.*.listening': now('the microphone is open', AS_BASE),
  'themes.*.hearing': now('you are heard', AS_BASE),
  'themes.*.meter': now('the level', AS_BASE),
  'themes.*.deciding': now('what you said is being decided', AS_BASE),
  'themes.*.good': now('done as wished', AS_BASE),
  'themes.*.warning': now('wants attention', AS_BASE),
  'themes.*.error': now('went wrong', AS_BASE),
  'themes.*.key': now('keys to press', AS_BASE),
  'themes.*.title': now('what a panel is', AS_BASE),
  'themes.*.chosen': now('the line that keys act on', AS_BASE),
  'themes.*.caret': now('where typed text goes in', AS_BASE),
  'speech.language': live('what you speak', 'the built-in phrases are best in it'),
  'speech.languages': live('several languages spoken together', 'none: language alone'),
  'speech.model': live('the recogniser', 'the best one installed'),
  'speech.preview_model': live(
    'words while you speak, beside a model that has none',
    'a streaming one, where one is installed',
  ),
  'speech.provider': live('what computes', 'what the model’s runtime finds'),
  'speech.threads': live('computing threads', 'none: from the machine and the model'),
  'speech.command_word': live('makes a command of what follows it', 'none: the language’s own'),
  'speech.command_channel': live(
    'commands are heard beside free speech',
    '46 of 46 commands heard where dictation heard nothing',
  ),
  'speech.silence_ms': now(
    'the pause that ends a phrase',
    'pauses inside a phrase are mostly shorter',
  ),
  'speech.minimum_speech_ms': live(
    'shorter sounds are no speech',
    'key clicks are shorter, "stop" is longer',
  ),
  'speech.maximum_segment_ms': now('longer speech is cut', 'recognisers hear windows of 30 s'),
  'speech.sensitivity': now(
    'how sure it must be that somebody speaks',
    'Silero’s own recommendation',
  ),
  'speech.default_phrases': live(
    'the built-in prompts',
    'there is something to say on the first day',
  ),
  'modes.*.silence_ms': now('the pause that ends a phrase, in this mode', AS_SPEECH),
  'modes.*.maximum_segment_ms': now('longer speech is cut, in this mode', AS_SPEECH),
  'modes.*.sensitivity': now('how sure it must be, in this mode', AS_SPEECH),
  'modes.*.close_after_ms': now(
    'the hush that closes the microphone',
    'none: 1500, as voice assistants wait 0.8 to 2 s',
  ),
  'speaker.only': live('nobody else is listened to', 'none: everybody is'),
  'speaker.threshold': live('how alike a voice must be', LEARNT),
  'speaker.minimum_speech_ms': live(
    'of less nobody is told apart',
    'below it nobody is told from anybody',
  ),
  'speaker.model': live('what tells speakers apart', 'the installed one, else the built-in'),
  'wake.phrases': live(
    'what opens the microphone in wake',
    'missed and false wakings were measured with it',
  ),
  'wake.pronunciations': live('phones of words in them', 'none: from the dictionary'),
  'wake.model': live('what hears them', 'a keyword model, where one is installed'),
  'wake.threshold': live('how sure a keyword model must be', LEARNT),
  'wake.confirm': live(
    'the built-in phrases have the last word',
    'they were measured; no keyword model was',
  ),
  'audio.device': live('the microphone', 'none: the system’s choice'),
  'audio.denoise': live('noise suppression', 'it raised word error in 40 of 40 published set-ups'),
  'audio.warm_mic': live('stays open between phrases', 'an open device costs 4 to 8 % of a core'),
  'audio.cues': live('short sounds', 'a program that makes sounds unasked is rarely welcome'),
  'audio.cue_volume': live('their volume', 'they peak at -18 dBFS'),
  'voice.speak': live('what reads aloud', 'silence is the rule'),
  'voice.model': live('the voice, with "model"', 'none'),
  'voice.say': now('what is read aloud', 'what you wait for without looking'),
  'voice.barge_in': live('talking over it hushes it', 'without headphones it would hush itself'),
  'session.scrollback_lines': session(
    'lines above the screen that attach shows',
    'attaching was measured with as many',
  ),
  'session.log_memory_kb': session(
    'output kept for a terminal that was away',
    'a terminal that was away a moment goes on',
  ),
  'session.log_file_mb': session('output kept on disk', 'some days of work'),
  'session.keep_ended': session('ended sessions whose files stay', 'enough to look back a day'),
  'journal.enabled': live('what was said is kept', 'nothing said is lost'),
  'journal.keep_audio_days': live('days that sound is kept', 'long enough for listen --again'),
  'metrics.enabled': live('times and counts are recorded', 'figures alone, and they stay here'),
  'metrics.otlp': live(
    'an OpenTelemetry collector they are sent to as well',
    'none: nothing leaves the machine',
  ),
  'recording.enabled': session(
    'whether each session is recorded to a file',
    'nothing is recorded unasked',
  ),
  'recording.folder_mb': session(
    'size of all recordings from which on none begins without a file of its own',
    'sixteen of the largest; none is removed for you',
  ),
  'notify.on': now('what you are told of while you look elsewhere', 'silence is the rule'),
  'notify.when': now('when you are told', 'who looks at the terminal sees it there'),
  'notify.by': now('by what means', 'the desktop, else the terminal'),
  'notify.show': now('how much is told', 'it is shown on a locked screen too'),
  'update.check': session(
    'whether a session’s start has a newer version looked for',
    'nothing is asked of anybody unasked',
  ),
  'remote.program': command(
    'the codex-voice of other machines, which --there names for one',
    'their PATH has it',
  ),
  'kb.folders': session('folders of notes beside your own', 'your own alone'),
  'whisper_server.url': live('a whisper.cpp server, before any model', 'none'),
  'whisper_server.start': live('the server, started and watched by us', 'none: it runs already'),
  'openai.url': live('a server with OpenAI’s /audio/transcriptions', 'OpenAI’s own'),
  'openai.model': live('its model; without it there is no server', 'none'),
  'openai.key_variable': live('the variable that has its key', 'none: it needs no key'),
  'dictation.format': now('free speech is written as code', 'code is what is spoken about'),
  'dictation.repair': now(
    'names of the project are put right',
    'error on developers’ terms 100 to 21 %, no plain word changed',
  ),
  'dictation.formatters': now(
    'words that are prose too need "case" behind them',
    'people dictate prose too',
  ),
  'dictation.formatter_prefix': now('a word before every formatter', 'none is needed'),
  'dictation.numbers': now('how numbers are written', 'digits where they are figures'),
  'dictation.off': now('rules that are switched off', 'all are on'),
  'dictation.replacements': now('what is said = what is typed', 'none'),
  'models.mirror': command('a server with the publisher’s paths', 'none: the publisher'),
  'experimental.live_voice': now(
    'every change of how you are heard counts in the sessions that run, by a new voice process',
    'what is being said at that moment is cut',
  ),
  phrases: live('prompts of your own', 'none'),
  macros: live('the same', 'none'),
};

/** In words, for a person. */
export const TAKES_WORDS: Readonly<Record<Takes, string>> = {
  now: 'at once',
  live: 'next session',
  session: 'next session',
  command: 'next command',
};

/** The facts of a path; of alike tables those of all. Undefined: it is no setting. */
export function settingFacts(keys: readonly string[]): SettingFacts | undefined {
  const [table, kind, ...below] = keys;
  if (table === 'keys' && kind === 'letters') return letterFacts(below[0]);
  return SETTING_FACTS[keys.join('.')] ?? SETTING_FACTS[[table, '*', ...below].join('.')];
}

/** A letter does what a key of its own does. */
function letterFacts(action: string | undefined): SettingFacts | undefined {
  if (action === undefined)
    return now('what follows the leader, by action', 'easy to keep in mind');
  const help = SETTING_FACTS[`keys.${action}`]?.help;
  if (help === undefined) return undefined;
  return now(
    `behind the leader: ${help}`,
    action === 'quit' ? 'none: the agent’s own keys do it' : LETTER,
  );
}

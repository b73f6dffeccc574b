// The words of our row in every language it is shown in. A word that is missing in one of them is a
// compile error.
import type { HudAgent, HudHeard, HudVoice } from './hud-model.ts';
import { printable } from './printable.ts';
import type { GlyphSupport } from './terminal-support.ts';

/** ISO 639-1 codes. */
export const HUD_LANGUAGES = ['en', 'es', 'fr', 'de', 'ja', 'zh'] as const;
export type HudLanguage = (typeof HUD_LANGUAGES)[number];

export interface HudWords {
  readonly voice: Readonly<Record<HudVoice['state'], string>>;
  /** Empty where the name alone says enough. */
  readonly agent: Readonly<Record<HudAgent['state'], string>>;
  /** Empty where the sign alone says enough. */
  readonly heard: Readonly<Record<HudHeard['verdict'], string>>;
  /** How many prompts wait; followed by a colon and for what. */
  readonly waiting: (count: number) => string;
  /** What opens the microphone is a phrase to be said. */
  readonly sayPhrase: (phrase: string) => string;
  /** The session is written to a file. */
  readonly recording: string;
  /** How long the microphone took to open. */
  readonly microphone: (duration: string) => string;
}

const NOTHING_MORE = { composed: '', sent: '', obeyed: '', waiting: '' } as const;

const ENGLISH: HudWords = {
  voice: {
    off: 'voice off',
    starting: 'starting',
    ready: 'ready',
    opening: 'opening',
    waiting: 'waiting',
    listening: 'listening',
    hearing: 'hearing',
    deciding: 'deciding',
    speaking: 'speaking',
    unavailable: 'no voice',
  },
  agent: {
    starting: 'starting',
    idle: 'idle',
    busy: 'working',
    dialog: 'asks you',
    exited: 'ended',
    unknown: '',
  },
  heard: {
    ...NOTHING_MORE,
    unconfirmed: 'unconfirmed',
    scratched: 'taken back',
    dropped: 'dropped',
    rejected: 'not understood',
    failed: 'not transcribed',
  },
  waiting: (count) => `${count} waiting`,
  sayPhrase: (phrase) => `say “${phrase}”`,
  recording: 'recording',
  microphone: (duration) => `microphone ${duration}`,
};

const SPANISH: HudWords = {
  voice: {
    off: 'sin voz',
    starting: 'iniciando',
    ready: 'listo',
    opening: 'abriendo',
    waiting: 'en espera',
    listening: 'escuchando',
    hearing: 'oyendo',
    deciding: 'decidiendo',
    speaking: 'hablando',
    unavailable: 'voz no disponible',
  },
  agent: {
    starting: 'iniciando',
    idle: 'en reposo',
    busy: 'trabajando',
    dialog: 'te pregunta',
    exited: 'terminado',
    unknown: '',
  },
  heard: {
    ...NOTHING_MORE,
    unconfirmed: 'sin confirmar',
    scratched: 'retirado',
    dropped: 'descartado',
    rejected: 'no entendido',
    failed: 'no transcrito',
  },
  waiting: (count) => `${count} en espera`,
  sayPhrase: (phrase) => `di «${phrase}»`,
  recording: 'grabando',
  microphone: (duration) => `micrófono ${duration}`,
};

const FRENCH: HudWords = {
  voice: {
    off: 'sans voix',
    starting: 'démarrage',
    ready: 'prêt',
    opening: 'ouverture',
    waiting: 'en attente',
    listening: 'écoute',
    hearing: 'entend',
    deciding: 'décide',
    speaking: 'parle',
    unavailable: 'voix indisponible',
  },
  agent: {
    starting: 'démarre',
    idle: 'au repos',
    busy: 'travaille',
    dialog: 'vous interroge',
    exited: 'terminé',
    unknown: '',
  },
  heard: {
    ...NOTHING_MORE,
    unconfirmed: 'non confirmé',
    scratched: 'repris',
    dropped: 'abandonné',
    rejected: 'pas compris',
    failed: 'non transcrit',
  },
  waiting: (count) => `${count} en attente`,
  sayPhrase: (phrase) => `dites « ${phrase} »`,
  recording: 'enregistre',
  microphone: (duration) => `microphone ${duration}`,
};

const GERMAN: HudWords = {
  voice: {
    off: 'ohne Sprache',
    starting: 'startet',
    ready: 'bereit',
    opening: 'öffnet',
    waiting: 'wartet',
    listening: 'hört zu',
    hearing: 'hört dich',
    deciding: 'entscheidet',
    speaking: 'spricht',
    unavailable: 'keine Sprache',
  },
  agent: {
    starting: 'startet',
    idle: 'ruht',
    busy: 'arbeitet',
    dialog: 'fragt dich',
    exited: 'beendet',
    unknown: '',
  },
  heard: {
    ...NOTHING_MORE,
    unconfirmed: 'unbestätigt',
    scratched: 'zurückgenommen',
    dropped: 'verworfen',
    rejected: 'nicht verstanden',
    failed: 'nicht erkannt',
  },
  waiting: (count) => `${count} in Warteschlange`,
  sayPhrase: (phrase) => `sag „${phrase}“`,
  recording: 'Aufzeichnung',
  microphone: (duration) => `Mikrofon ${duration}`,
};

const JAPANESE: HudWords = {
  voice: {
    off: '音声オフ',
    starting: '起動中',
    ready: '準備完了',
    opening: '開いています',
    waiting: '呼びかけ待ち',
    listening: '待ち受け中',
    hearing: '聞き取り中',
    deciding: '判定中',
    speaking: '読み上げ中',
    unavailable: '音声なし',
  },
  agent: {
    starting: '起動中',
    idle: '待機中',
    busy: '作業中',
    dialog: '質問中',
    exited: '終了',
    unknown: '',
  },
  heard: {
    ...NOTHING_MORE,
    unconfirmed: '未確認',
    scratched: '取り消し済み',
    dropped: '破棄',
    rejected: '聞き取れません',
    failed: '文字にできません',
  },
  waiting: (count) => `待ち${count}件`,
  sayPhrase: (phrase) => `「${phrase}」と言ってください`,
  recording: '記録中',
  microphone: (duration) => `マイク ${duration}`,
};

const CHINESE: HudWords = {
  voice: {
    off: '语音关闭',
    starting: '启动中',
    ready: '就绪',
    opening: '打开中',
    waiting: '等待唤醒',
    listening: '等待说话',
    hearing: '正在听',
    deciding: '判断中',
    speaking: '朗读中',
    unavailable: '语音不可用',
  },
  agent: {
    starting: '启动中',
    idle: '空闲',
    busy: '工作中',
    dialog: '等你回答',
    exited: '已结束',
    unknown: '',
  },
  heard: {
    ...NOTHING_MORE,
    unconfirmed: '未确认',
    scratched: '已撤回',
    dropped: '已丢弃',
    rejected: '没听懂',
    failed: '未能转写',
  },
  waiting: (count) => `${count} 条等待`,
  sayPhrase: (phrase) => `请说“${phrase}”`,
  recording: '记录中',
  microphone: (duration) => `麦克风 ${duration}`,
};

const WORDS: Readonly<Record<HudLanguage, HudWords>> = {
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  de: GERMAN,
  ja: JAPANESE,
  zh: CHINESE,
};

/** Languages that can't be written without their own characters. */
const NEEDS_UNICODE: ReadonlySet<HudLanguage> = new Set(['ja', 'zh']);

/** The words as the terminal can show them: without accents, or in English, where it knows ASCII only. */
export function hudWords(language: HudLanguage, glyphs: GlyphSupport): HudWords {
  if (glyphs === 'unicode') return WORDS[language];
  if (NEEDS_UNICODE.has(language)) return ENGLISH;
  const { voice, agent, heard, waiting, sayPhrase, recording, microphone } = WORDS[language];
  return {
    voice: plain(voice),
    agent: plain(agent),
    heard: plain(heard),
    waiting: (count) => printable(waiting(count), 'ascii'),
    sayPhrase: (phrase) => printable(sayPhrase(phrase), 'ascii'),
    recording: printable(recording, 'ascii'),
    microphone: (duration) => printable(microphone(duration), 'ascii'),
  };
}

function plain<Name extends string>(
  words: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const entries = Object.entries<string>(words).map(([name, word]) => [
    name,
    printable(word, 'ascii'),
  ]);
  // The names are those of `words`.
  return Object.fromEntries(entries) as Record<Name, string>;
}

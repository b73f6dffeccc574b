// What is said in the workflow that each language has of its own: a sentence with signs and a number, one
// that a line stands before, and one with the sending word behind it.
import type { SpokenLanguage } from '@codex-voice/speech';

export interface GoldenSentences {
  readonly signs: string;
  readonly second: string;
  readonly sent: string;
}

export const GOLDEN_SENTENCES: Readonly<Record<SpokenLanguage, GoldenSentences>> = {
  en: {
    signs: 'open src slash index dot ts comma it has fifteen errors',
    second: 'then look at the parser',
    sent: 'and tell me why',
  },
  es: {
    signs: 'abre src barra index punto ts coma tiene quince errores',
    second: 'luego mira el analizador',
    sent: 'y dime por qué',
  },
  fr: {
    signs: 'ouvre src slash index point ts virgule il a quinze erreurs',
    second: 'regarde aussi l’analyseur',
    sent: 'et dis-moi pourquoi',
  },
  de: {
    signs: 'öffne src Schrägstrich index Punkt ts Komma dort sind fünfzehn Fehler',
    second: 'dann sieh dir den Parser an',
    sent: 'und sag mir warum',
  },
  ja: {
    signs: 'パーサーを見て読点エラーが十五個ある句点',
    second: '次にログを見て',
    sent: '理由を教えて',
  },
  zh: {
    signs: '看一下解析器逗号有十五个错误句号',
    second: '然后看日志',
    sent: '告诉我原因',
  },
};

// Japanese punctuation words. What follows a particle is spoken about and stays.
import type { CharacterLanguage } from './language.ts';

const PARTICLES = 'をがはのもでにとすさし';

export const JAPANESE: CharacterLanguage = {
  kind: 'characters',
  symbols: [
    { spoken: '句点', text: '。', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: '読点', text: '、', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: '疑問符', text: '？', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: 'クエスチョンマーク', text: '？', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: '感嘆符', text: '！', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: 'ビックリマーク', text: '！', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: 'セミコロン', text: ';', rule: 'punctuation', notBefore: PARTICLES },
    { spoken: 'コロン', text: ':', rule: 'punctuation', notBefore: `${PARTICLES}ビ` },
    { spoken: '括弧開き', text: '（', rule: 'symbol' },
    { spoken: '括弧閉じ', text: '）', rule: 'symbol', notBefore: PARTICLES },
    { spoken: 'かぎ括弧開き', text: '「', rule: 'symbol' },
    { spoken: 'かぎ括弧閉じ', text: '」', rule: 'symbol', notBefore: PARTICLES },
    { spoken: '改行', text: '\n', rule: 'line', notBefore: `${PARTICLES}コ文位` },
  ],
};

import { describe, expect, it } from 'vitest';
import { format } from '../format.ts';
import { DICTATION_LANGUAGES } from './languages.ts';

function typed(language: string, said: string): string {
  return format(said, { language }).text;
}

describe('French', () => {
  it.each([
    ['dix-sept', '17'],
    ['vingt et un', '21'],
    ['vingt-deux', '22'],
    ['soixante-dix', '70'],
    ['soixante et onze', '71'],
    ['soixante-dix-neuf', '79'],
    ['quatre-vingts', '80'],
    ['quatre-vingt-un', '81'],
    ['quatre-vingt-dix', '90'],
    ['quatre-vingt-dix-neuf', '99'],
    ['septante-deux', '72'],
    ['nonante et un', '91'],
    ['cent', '100'],
    ['deux cents', '200'],
    ['deux cent trois', '203'],
    ['mille neuf cent quatre-vingt-quatre', '1984'],
    ['trois mille', '3000'],
    ['trois virgule quatorze', '3,14'],
    ['version deux point un', 'version 2.1'],
    ['port quatre-vingts quatre-vingts', 'port 8080'],
  ])('DICT-50 number: %s', (said, text) => {
    expect(typed('fr', said)).toBe(text);
  });

  it.each([
    ['ouvre src slash index point ts', 'ouvre src/index.ts'],
    ['oui virgule non', 'oui, non'],
    ['fini point', 'fini.'],
    ['vraiment point d\u2019interrogation', 'vraiment?'],
    ['stop point d\u2019exclamation', 'stop!'],
    ['un truc point virgule', 'un truc;'],
    ['ouvrez la parenthèse x fermez la parenthèse', '(x)'],
    ['crochet ouvrant x crochet fermant', '[x]'],
    ['accolade ouvrante x accolade fermante', '{x}'],
    ['dit ouvrez les guillemets oui fermez les guillemets', 'dit "oui"'],
    ['x égal y', 'x = y'],
    ['max tiret bas x', 'max_x'],
    ['tiret tiret aide', '--aide'],
    ['euh oui', 'oui'],
  ])('DICT-50 symbol: %s', (said, text) => {
    expect(typed('fr', said)).toBe(text);
  });

  it.each([
    'le point est important',
    'à ce point',
    'ces deux points',
    'une virgule manque',
    'un ou deux fichiers',
    'camel get user',
  ])('DICT-50 prose: %s', (said) => {
    expect(typed('fr', said)).toBe(said);
  });
});

describe('German', () => {
  it.each([
    ['einundzwanzig', '21'],
    ['dreißig', '30'],
    ['dreissig', '30'],
    ['siebenundsiebzig', '77'],
    ['hundert', '100'],
    ['hunderteins', '101'],
    ['zweihundertfünf', '205'],
    ['neunhundertneunundneunzig', '999'],
    ['tausend', 'tausend'],
    ['eintausend', '1000'],
    ['dreitausendfünfhundert', '3500'],
    ['fünfzehntausend', '15000'],
    ['neunzehnhundertvierundachtzig', '1984'],
    ['zwei millionen', '2000000'],
    ['drei Komma eins vier', '3,14'],
    ['Zeile fünf', 'Zeile 5'],
    ['fünfzig Prozent', '50%'],
  ])('DICT-50 number: %s', (said, text) => {
    expect(typed('de', said)).toBe(text);
  });

  it.each([
    ['öffne src Schrägstrich index Punkt ts', 'öffne src/index.ts'],
    ['ja Komma nein', 'ja, nein'],
    ['fertig Punkt', 'fertig.'],
    ['wirklich Fragezeichen', 'wirklich?'],
    ['halt Ausrufezeichen', 'halt!'],
    ['x Semikolon', 'x;'],
    ['dies Doppelpunkt das', 'dies: das'],
    ['eckige Klammer auf x eckige Klammer zu', '[x]'],
    ['geschweifte Klammer auf x geschweifte Klammer zu', '{x}'],
    ['x Gleichheitszeichen y', 'x = y'],
    ['max Unterstrich x', 'max_x'],
    ['oben neue Zeile unten', 'oben\nUnten'],
    ['äh ja', 'ja'],
  ])('DICT-50 symbol: %s', (said, text) => {
    expect(typed('de', said)).toBe(text);
  });

  it.each(['der Punkt ist', 'ein Komma fehlt', 'eine neue Zeile', 'zwei Dateien', 'um drei Uhr'])(
    'DICT-50 prose: %s',
    (said) => {
      expect(typed('de', said)).toBe(said);
    },
  );
});

describe('Spanish', () => {
  it.each([
    ['quince', '15'],
    ['dieciséis', '16'],
    ['dieciseis', '16'],
    ['veintidós', '22'],
    ['treinta y uno', '31'],
    ['cien', '100'],
    ['ciento uno', '101'],
    ['quinientos cinco', '505'],
    ['dos mil veintiséis', '2026'],
    ['mil', '1000'],
    ['tres coma catorce', '3,14'],
    ['puerto tres mil', 'puerto 3000'],
    ['cincuenta por ciento', '50%'],
  ])('DICT-50 number: %s', (said, text) => {
    expect(typed('es', said)).toBe(text);
  });

  it.each([
    ['abre src barra index punto ts', 'abre src/index.ts'],
    ['sí coma no', 'sí, no'],
    ['listo punto', 'listo.'],
    ['abre interrogación listo cierra interrogación', '¿listo?'],
    ['x punto y coma', 'x;'],
    ['esto dos puntos aquello', 'esto: aquello'],
    ['abre corchete x cierra corchete', '[x]'],
    ['abre llave x cierra llave', '{x}'],
    ['max guion bajo x', 'max_x'],
    ['arriba nueva línea abajo', 'arriba\nAbajo'],
    ['eh sí', 'sí'],
  ])('DICT-50 symbol: %s', (said, text) => {
    expect(typed('es', said)).toBe(text);
  });

  it.each([
    'el punto es importante',
    'una coma',
    'los dos puntos',
    'uno de ellos',
    'una nueva línea',
  ])('DICT-50 prose: %s', (said) => {
    expect(typed('es', said)).toBe(said);
  });
});

describe('Japanese and Chinese', () => {
  it.each([
    ['ja', 'はい句点', 'はい。'],
    ['ja', '赤読点青', '赤、青'],
    ['ja', 'はい 句点 いいえ', 'はい。いいえ'],
    ['ja', 'かぎ括弧開きはいかぎ括弧閉じ', '「はい」'],
    ['ja', '次セミコロン', '次;'],
    ['ja', '句点の後', '句点の後'],
    ['ja', '改行コード', '改行コード'],
    ['ja', 'コロンビア', 'コロンビア'],
    ['zh', '好逗号走', '好，走'],
    ['zh', '是吗问号', '是吗？'],
    ['zh', '好嗎問號', '好嗎？'],
    ['zh', '第一行换行第二行', '第一行\n第二行'],
    ['zh', '换行符', '换行符'],
    ['zh', '一个句号', '一个句号'],
    ['zh', '用逗号分隔', '用逗号分隔'],
  ])('DICT-51 %s: %s', (language, said, text) => {
    expect(typed(language, said)).toBe(text);
  });

  it('DICT-51 every language that is told of has a table', () => {
    expect(DICTATION_LANGUAGES).toEqual(['en', 'fr', 'de', 'es', 'ja', 'zh']);
  });
});

// German: what the actions are called, how they are said, and the prompts they become.
import type { LanguageActions } from '../action.ts';

export const GERMAN: LanguageActions = {
  slash: ['schrägstrich', 'slash'],
  notes: 'notizen',
  role: 'rolle',
  flush: 'aufgehobenes',
  session: 'sitzung',
  note: 'mach eine notiz',
  actions: {
    search: {
      label: 'in diesem Projekt suchen',
      said: ['suche', 'suche nach'],
      prompts: [
        'Suche in diesem Projekt nach {args}. Nenne jede Stelle mit Datei und Zeile und sage in wenigen Worten, was sie dort tut. Ändere nichts.\n\n{selection?}',
        'Suche in diesem Projekt nach dem, was folgt. Nenne jede Stelle mit Datei und Zeile und sage in wenigen Worten, was sie dort tut. Ändere nichts.\n\n{selection}',
      ],
    },
    define: {
      label: 'was es hier bedeutet',
      said: ['definiere'],
      prompts: [
        'Was bedeutet {args} in diesem Projekt? Sage in wenigen Sätzen, wo es definiert ist und wo es gebraucht wird. Ändere nichts.\n\n{selection?}',
        'Was bedeutet das in diesem Projekt? Sage in wenigen Sätzen, wo es definiert ist und wo es gebraucht wird. Ändere nichts.\n\n{selection}',
      ],
    },
    explain: {
      label: 'erklären',
      said: ['erkläre'],
      prompts: [
        'Erkläre {args}: was es tut, warum es so ist, und was man wissen muss, bevor man es ändert. Ändere nichts.\n\n{selection?}',
        'Erkläre das: was es tut, warum es so ist, und was man wissen muss, bevor man es ändert. Ändere nichts.\n\n{selection}',
      ],
    },
    refactor: {
      label: 'besserer Code, gleiches Verhalten',
      said: ['überarbeite'],
      prompts: [
        'Überarbeite {args}. Das Verhalten bleibt gleich: lass die Tests davor und danach laufen und sage mir, was du geändert hast und warum.\n\n{selection?}',
        'Überarbeite das. Das Verhalten bleibt gleich: lass die Tests davor und danach laufen und sage mir, was du geändert hast und warum.\n\n{selection}',
      ],
    },
    test: {
      label: 'die Tests laufen lassen',
      said: ['teste'],
      prompts: [
        'Führe `{toolchain.test}` aus und sage mir, was scheitert und warum. {args?}\n\n{selection?}',
        'Finde heraus, wie dieses Projekt getestet wird, lass die Tests laufen und sage mir, was scheitert und warum. {args?}\n\n{selection?}',
      ],
    },
    build: {
      label: 'dieses Projekt bauen',
      said: ['baue'],
      prompts: [
        'Führe `{toolchain.build}` aus und sage mir, was schiefgeht und warum. {args?}\n\n{selection?}',
        'Finde heraus, wie dieses Projekt gebaut wird, baue es und sage mir, was schiefgeht und warum. {args?}\n\n{selection?}',
      ],
    },
    docs: {
      label: 'die Dokumentation nachführen',
      said: ['dokumentiere'],
      prompts: [
        'Schreibe oder berichtige die Dokumentation von {args}, im Stil der vorhandenen. Sage nur, was der Code tut.\n\n{selection?}',
        'Schreibe oder berichtige die Dokumentation hiervon, im Stil der vorhandenen. Sage nur, was der Code tut.\n\n{selection}',
        'Berichtige die Dokumentation dort, wo die Änderungen seit dem letzten Commit sie falsch gemacht haben. Sage nur, was der Code tut.',
      ],
    },
    summarize: {
      label: 'das Wesentliche',
      said: ['fasse zusammen'],
      prompts: [
        'Fasse {args} in höchstens zehn Zeilen zusammen. Ändere nichts.\n\n{selection?}',
        'Fasse das in höchstens zehn Zeilen zusammen. Ändere nichts.\n\n{selection}',
        'Fasse in höchstens zehn Zeilen zusammen, was in diesem Gespräch getan wurde und was noch offen ist. Ändere nichts.',
      ],
    },
    commit: {
      label: 'committen, was sich geändert hat',
      said: ['committe'],
      prompts: [
        'Sieh dir die Änderungen an, die noch nicht committet sind. Lass weg, was nicht zusammengehört oder nicht bleiben sollte, und committe den Rest mit einer Nachricht im Stil dieses Repositorys. {args?}\n\n{selection?}',
      ],
    },
  },
};

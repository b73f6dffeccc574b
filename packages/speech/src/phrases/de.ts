// German: what is said for each command, and the built-in prompts.
import type { LanguagePhrases } from './language-phrases.ts';

export const GERMAN: LanguagePhrases = {
  commandWords: ['computer'],
  commands: {
    send: ['schick es ab'],
    scratch: ['nimm das zurück', 'streich das'],
    clear: ['leere die eingabe'],
    'new-line': ['neue zeile'],
    cancel: ['alles abbrechen'],
    listen: ['fang an zuzuhören'],
    stop: ['hör auf zuzuhören'],
    'mode-tap': ['hör nur auf abruf'],
    'mode-auto': ['hör die ganze zeit zu'],
    'mode-hold': ['hör solange ich drücke'],
    'mode-hybrid': ['hör bis ich schweige'],
    'mode-continuous': ['nimm ein diktat auf'],
    'mode-wake': ['warte auf das weckwort'],
    'read-back': ['lies das vor'],
    'scroll-up': ['blättere nach oben'],
    'scroll-down': ['blättere nach unten'],
    approve: ['anfrage genehmigen'],
    deny: ['anfrage ablehnen'],
    help: ['zeig die hilfe'],
    detach: ['sitzung verlassen'],
  },
  texts: [
    ['lass die tests laufen', 'Lass die Tests laufen.'],
    ['behebe die fehler', 'Behebe die Fehler.'],
    ['erkläre diesen code', 'Erkläre diesen Code.'],
    ['zeig mir die unterschiede', 'Zeig mir die Unterschiede.'],
    ['prüfe meine änderungen', 'Prüfe meine Änderungen.'],
    ['committe die änderungen', 'Committe die Änderungen.'],
    ['mach die letzte änderung rückgängig', 'Mach die letzte Änderung rückgängig.'],
    ['mach weiter damit', 'Mach weiter damit.'],
    ['fasse den plan zusammen', 'Fasse den Plan zusammen.'],
  ],
  leaning: [
    ...['ich', 'du', 'er', 'sie', 'es', 'wir', 'ihr', 'man', 'wer', 'der', 'die', 'das', 'dass'],
    ...['nicht', 'nie', 'und', 'oder', 'aber', 'dann', 'wenn', 'bevor', 'nachdem', 'ohne', 'zu'],
    ...['bitte', 'nur', 'ein', 'eine', 'den', 'dem', 'sagt', 'heißt'],
  ],
};

// What Whisper models write where nobody spoke: ends of videos and credits of subtitles they were
// trained on. Compared as whole answers, without case and punctuation.

export const SILENCE_INVENTIONS: ReadonlySet<string> = new Set([
  'amara org',
  'bye',
  'bye bye',
  'merci',
  "merci d'avoir regardé",
  "merci d'avoir regardé cette vidéo",
  'please subscribe',
  'sous titrage fr',
  'sous titrage société radio canada',
  "sous titres réalisés par la communauté d'amara org",
  'subtitles by the amara org community',
  'thank you',
  'thank you for watching',
  'thank you so much for watching',
  'thank you very much',
  'thanks',
  'thanks for watching',
  'untertitel der amara org community',
  'you',
]);

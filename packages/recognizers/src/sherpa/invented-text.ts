// What Whisper writes where nobody spoke: it was trained on subtitles, and ends films. Whoever really says
// such words is louder than the room.

/** Set phrases of subtitles, lower-case and without punctuation. */
const INVENTED = new Set([
  'you',
  'thank you',
  'thank you very much',
  'thank you for watching',
  'thanks for watching',
  'please subscribe',
  'bye',
  'the end',
  'subtitles by the amara org community',
  'sous titres réalisés para la communauté d amara org',
  'sous titres réalisés par la communauté d amara org',
  'merci d avoir regardé cette vidéo',
  'untertitel der amara org community',
  'vielen dank',
  'gracias por ver el vídeo',
  'subtítulos por la comunidad de amara org',
]);

/** `[BLANK_AUDIO]`, `(silence)`, `♪♪`: a description, whatever was heard. */
const DESCRIPTION = /^(?:\s*(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫.…-]+)\s*)+$/u;

/** Whether `text` was made up. `sound`: whether something stands out of the utterance's own noise. */
export function isInvented(text: string, sound: 'stands-out' | 'even'): boolean {
  if (DESCRIPTION.test(text)) return true;
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return sound === 'even' && INVENTED.has(plain);
}

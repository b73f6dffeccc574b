// What Whisper writes where nobody spoke: it was trained on subtitles, and ends films. Whoever really says
// such words is louder than the room.

import { describesSounds, isInventedOnSilence } from '../inventions.ts';

/** Whether `text` was made up. `sound`: whether something stands out of the utterance's own noise. */
export function isInvented(text: string, sound: 'stands-out' | 'even'): boolean {
  return describesSounds(text) || (sound === 'even' && isInventedOnSilence(text));
}

// needs: espeak-ng flite
// The voices that can be installed here speak as every voice does.
import { findVoice } from './find-voice.ts';
import { describeVoice } from './voice-contract.test-support.ts';

for (const choice of ['espeak', 'flite'] as const) {
  const wish = { choice, platform: process.platform, path: process.env.PATH ?? '' };
  describeVoice(choice, () => findVoice(wish));
}

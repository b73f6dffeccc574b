// Models beside recognisers: a keyword, a speaker, punctuation, a voice. What is said of facts in the
// table of recognisers holds here too.
import type { CatalogueFile, OtherEntry } from './model-entry.ts';

/**
 * What eSpeak NG needs to say English, of some 360 files. That these are enough was tried with sherpa-onnx 1.13,
 * Debian's copy of them, and a network that repeats the phonemes it is given.
 */
const ENGLISH_PRONUNCIATIONS: readonly CatalogueFile[] = [
  'phontab',
  'phonindex',
  'phondata',
  'intonations',
  'en_dict',
  'lang/gmw/en',
  'lang/gmw/en-US',
].map((name) => ({ role: 'pronunciations', name: `espeak-ng-data/${name}` }));

export const OTHER_MODELS: readonly OtherEntry[] = [
  {
    id: 'keywords-en',
    title: 'Keyword spotting, 3.3M, any English phrase',
    kind: 'keywords',
    layout: 'keyword-transducer',
    languages: ['en'],
    licence: 'Apache-2.0',
    place: {
      host: 'other',
      base: 'https://www.modelscope.cn/models/pkufool/sherpa-onnx-kws-zipformer-gigaspeech-3.3M-2024-01-01/resolve/master',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder-epoch-12-avg-2-chunk-16-left-64.int8.onnx',
        bytes: 4_843_477,
        sha256: '1e721676515bcd42a186979733981213c66c80db680e1cc582dfedf3be76e678',
      },
      {
        role: 'decoder',
        name: 'decoder-epoch-12-avg-2-chunk-16-left-64.onnx',
        bytes: 1_018_519,
        sha256: 'f61ebd3eed3773a44d088d53dfae92dbb6aec4839f4dcaee2d402414741663a3',
      },
      {
        role: 'joiner',
        name: 'joiner-epoch-12-avg-2-chunk-16-left-64.int8.onnx',
        bytes: 165_845,
        sha256: 'eae9da0c7e1e6c6a3f4cc42d167899c388f6c6701b94cb96320e4f55df79624c',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 5_006,
        sha256: 'fd2ded4050a55d2b1578870ba8697d02371980217806b7558bd0a5cc60f3ba53',
      },
      { role: 'vocabulary', name: 'bpe.model' },
    ],
    about: 'https://k2-fsa.github.io/sherpa/onnx/kws/pretrained_models/index.html',
  },
  {
    id: 'keywords-zh',
    title: 'Keyword spotting, 3.3M, any Chinese phrase',
    kind: 'keywords',
    layout: 'keyword-transducer',
    languages: ['zh'],
    licence: 'Apache-2.0',
    condition: 'its tokens are pinyin: give those of each word under [wake] pronunciations',
    place: {
      host: 'other',
      base: 'https://www.modelscope.cn/models/pkufool/sherpa-onnx-kws-zipformer-wenetspeech-3.3M-2024-01-01/resolve/master',
    },
    files: [
      { role: 'encoder', name: 'encoder-epoch-12-avg-2-chunk-16-left-64.int8.onnx' },
      { role: 'decoder', name: 'decoder-epoch-12-avg-2-chunk-16-left-64.onnx' },
      { role: 'joiner', name: 'joiner-epoch-12-avg-2-chunk-16-left-64.int8.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
    ],
    about: 'https://k2-fsa.github.io/sherpa/onnx/kws/pretrained_models/index.html',
  },
  {
    id: 'speaker-en',
    title: 'Speaker embedding, TitaNet small',
    kind: 'speaker',
    layout: 'speaker-embedding',
    languages: ['en'],
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/speaker-embedding-models',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: 'nemo_en_titanet_small.onnx',
        bytes: 40_257_283,
        sha256: 'ad4a1802485d8b34c722d2a9d04249662f2ece5d28a7a039063ca22f515a789e',
      },
    ],
    about: 'https://k2-fsa.github.io/sherpa/onnx/speaker-identification/index.html',
  },
  {
    id: 'speaker-resnet34-en',
    title: 'Speaker embedding, WeSpeaker ResNet34 on VoxCeleb',
    kind: 'speaker',
    layout: 'speaker-embedding',
    languages: ['en'],
    licence: 'CC-BY-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/speaker-embedding-models',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: 'wespeaker_en_voxceleb_resnet34_LM.onnx',
        bytes: 26_530_550,
        sha256: 'e9848563da86f263117134dfd7ad63c92355b37de492b55e325400c9d9c39012',
      },
    ],
    about: 'https://k2-fsa.github.io/sherpa/onnx/speaker-identification/index.html',
  },
  {
    id: 'speaker-campplus-en',
    title: 'Speaker embedding, 3D-Speaker CAM++ on VoxCeleb',
    kind: 'speaker',
    layout: 'speaker-embedding',
    languages: ['en'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/speaker-embedding-models',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: '3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx',
        bytes: 29_596_978,
        sha256: '357a834f702b80161e5b981182c038e18553c1f2ca752ed6cec2052365d4129b',
      },
    ],
    about: 'https://github.com/modelscope/3D-Speaker',
  },
  {
    id: 'speaker-campplus-zh-en',
    title: 'Speaker embedding, 3D-Speaker CAM++, Chinese and English',
    kind: 'speaker',
    layout: 'speaker-embedding',
    languages: ['zh', 'en'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/speaker-embedding-models',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: '3dspeaker_speech_campplus_sv_zh_en_16k-common_advanced.onnx',
        bytes: 28_281_164,
        sha256: 'aa3cfc16963a10586a9393f5035d6d6b57e98d358b347f80c2a30bf4f00ceba2',
      },
    ],
    about: 'https://github.com/modelscope/3D-Speaker',
  },
  {
    id: 'speaker-turns',
    title: 'Who speaks when in a recording, pyannote segmentation 3.0',
    kind: 'speaker',
    layout: 'speaker-segmentation',
    languages: 'any',
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-pyannote-segmentation-3-0',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: 'model.onnx',
        bytes: 5_992_913,
        sha256: '220ad67ca923bef2fa91f2390c786097bf305bceb5e261d4af67b38e938e1079',
      },
    ],
    about: 'https://k2-fsa.github.io/sherpa/onnx/speaker-diarization/models.html',
  },
  {
    id: 'punctuation-en',
    title: 'Punctuation and capitals, CNN-BiLSTM',
    kind: 'punctuation',
    layout: 'online-punctuation',
    languages: ['en'],
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-online-punct-en-2024-08-06',
      revision: 'main',
    },
    files: [
      { role: 'model', name: 'model.int8.onnx' },
      { role: 'vocabulary', name: 'bpe.vocab' },
    ],
    aboutBytes: 7_600_000,
    about: 'https://k2-fsa.github.io/sherpa/onnx/punctuation/pretrained_models.html',
  },
  {
    id: 'voice-melo-en',
    title: 'Spoken replies, MeloTTS',
    kind: 'voice',
    layout: 'vits-lexicon',
    languages: ['en'],
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/vits-melo-tts-en',
      revision: 'main',
    },
    files: [
      { role: 'model', name: 'model.onnx' },
      { role: 'lexicon', name: 'lexicon.txt' },
      { role: 'tokens', name: 'tokens.txt' },
    ],
    about: 'https://k2-fsa.github.io/sherpa/onnx/tts/pretrained_models/vits.html',
  },
  {
    id: 'voice-ljs-en',
    title: 'Spoken replies, VITS on LJ Speech',
    kind: 'voice',
    layout: 'vits-lexicon',
    languages: ['en'],
    place: { host: 'hugging-face', repository: 'csukuangfj/vits-ljs', revision: 'main' },
    files: [
      { role: 'model', name: 'vits-ljs.onnx' },
      { role: 'lexicon', name: 'lexicon.txt' },
      { role: 'tokens', name: 'tokens.txt' },
    ],
    aboutBytes: 114_000_000,
    about: 'https://k2-fsa.github.io/sherpa/onnx/tts/pretrained_models/vits.html',
  },
  {
    id: 'voice-piper-en',
    title: 'Spoken replies, Piper on LJ Speech, medium',
    kind: 'voice',
    layout: 'vits',
    languages: ['en'],
    licence: 'public domain (LJ Speech)',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/vits-piper-en_US-ljspeech-medium',
      revision: 'main',
    },
    files: [
      { role: 'model', name: 'en_US-ljspeech-medium.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
      ...ENGLISH_PRONUNCIATIONS,
    ],
    aboutBytes: 64_000_000,
    about: 'https://k2-fsa.github.io/sherpa/onnx/tts/pretrained_models/vits.html',
  },
  {
    id: 'voice-kokoro-en',
    title: 'Spoken replies, Kokoro 82M v0.19',
    kind: 'voice',
    layout: 'kokoro',
    languages: ['en'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/kokoro-en-v0_19',
      revision: '92805c485745946a0d945562d3aba19e7cbb2104',
    },
    files: [
      {
        role: 'model',
        name: 'model.onnx',
        bytes: 345_555_491,
        sha256: '10ff414106a038ce7e9e0126c6461e4dc8a86efaa89dc91d2009d69fe635e339',
      },
      {
        role: 'voices',
        name: 'voices.bin',
        bytes: 5_755_904,
        sha256: 'a372c67b056ef0b695c375d39b99630d23fb07ad4c8d87aa32a19a62fca523ad',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 1_078,
        sha256: '4f31c71282d14af4e926cd12462078fe9d20d00c589e63fe2750a8f56d6d7f7b',
      },
      ...ENGLISH_PRONUNCIATIONS,
    ],
    // The three above; the pronunciations of eSpeak NG's releases are less than one more.
    aboutBytes: 352_000_000,
    about: 'https://k2-fsa.github.io/sherpa/onnx/tts/pretrained_models/kokoro.html',
  },
];

// Models beside recognisers: a keyword, a speaker, punctuation, a voice. What is said of facts in the
// table of recognisers holds here too.
import type { OtherEntry } from './model-entry.ts';

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
      { role: 'encoder', name: 'encoder-epoch-12-avg-2-chunk-16-left-64.int8.onnx' },
      { role: 'decoder', name: 'decoder-epoch-12-avg-2-chunk-16-left-64.onnx' },
      { role: 'joiner', name: 'joiner-epoch-12-avg-2-chunk-16-left-64.int8.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
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
];

// Recognisers to choose from: those that sherpa-onnx 1.13 decodes, whose files are served one by one.
// A fact stands here only if a public source states it. Size and SHA-256 of a file are those its
// Hugging Face page gives (`/blob/REVISION/FILE`; of large files the page's SHA-256 is the publisher's
// LFS id), as public catalogues that use the same file quote them; where none was found the field is
// absent, and the store takes both from the publisher when it downloads. Not here: Moonshine's own
// streaming models (small, medium), which sherpa-onnx does not load; whatever is served as an archive only.
import type { RecogniserEntry } from './model-entry.ts';

const SHERPA_DOCS = 'https://k2-fsa.github.io/sherpa/onnx';
const ZIPFORMER_PAGE = `${SHERPA_DOCS}/pretrained_models/online-transducer/zipformer-transducer-models.html`;
const MOONSHINE_PAGE = `${SHERPA_DOCS}/moonshine/models-v2.html`;
const WHISPER_PAGE = `${SHERPA_DOCS}/pretrained_models/whisper/index.html`;
const ICEFALL_RESULTS =
  'https://github.com/k2-fsa/icefall/blob/master/egs/librispeech/ASR/RESULTS.md';
const LEADERBOARD = 'https://huggingface.co/spaces/hf-audio/open_asr_leaderboard';
const CLEAN = 'LibriSpeech test-clean';
const OTHER = 'LibriSpeech test-other';

const MOONSHINE_TOKENS = {
  role: 'tokens',
  name: 'tokens.txt',
  bytes: 549_350,
  sha256: '2870d843e14c1e187bf1913a521562a63b53933814bd7f2145120468f494a049',
} as const;
const ENGLISH_WHISPER_TOKENS = {
  bytes: 835_554,
  sha256: '306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930',
} as const;
const WHISPER_TOKENS = {
  bytes: 816_730,
  sha256: 'b34b360dbb493e781e479794586d661700670d65564001f23024971d1f2fa126',
} as const;

const STREAMING: readonly RecogniserEntry[] = [
  {
    id: 'zipformer-20m-en',
    title: 'Zipformer 20M, streaming',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['en'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-en-20M-2023-02-17',
      revision: 'd42f2d9f7ca24806fb667456a18a9f1b60f70d16',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder-epoch-99-avg-1.int8.onnx',
        bytes: 42_845_182,
        sha256: '3810755ce7c3ab26b42a8bcf39d191308fa27fb0f53358823ba46141d03b7eb3',
      },
      {
        role: 'decoder',
        name: 'decoder-epoch-99-avg-1.onnx',
        bytes: 2_092_272,
        sha256: '45a7f940ecfb53d89fa270ad11b88b961e53a317203eb24b1c8e95ed208b0f30',
      },
      {
        role: 'joiner',
        name: 'joiner-epoch-99-avg-1.int8.onnx',
        bytes: 259_572,
        sha256: 'e085d73b593cf9b0707f370dbd656d58327d3fe36d80d849202ef81df02cb01e',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 5_048,
        sha256: '49e3c2646595fd907228b3c6787069658f67b17377c60aeb8619c4551b2316fb',
      },
    ],
    wordErrors: [
      { test: `${CLEAN}, 320 ms chunks`, percent: 3.94, source: ICEFALL_RESULTS },
      { test: `${OTHER}, 320 ms chunks`, percent: 9.79, source: ICEFALL_RESULTS },
    ],
    about: ZIPFORMER_PAGE,
  },
  {
    id: 'zipformer-en',
    title: 'Zipformer 70M, streaming',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['en'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-en-2023-06-26',
      revision: '672fbf1b30579d6585301139bb363f42a0ad4a24',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        bytes: 71_083_163,
        sha256: '563fde436d16cf7607cf408cd6b30909819d03162652ef389c2450ced3f45ac1',
      },
      {
        role: 'decoder',
        name: 'decoder-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        bytes: 1_307_236,
        sha256: '98da299f471e38bb4e1a8df579b8cc9122d6039576a77e357b3c60f17dd83b02',
      },
      {
        role: 'joiner',
        name: 'joiner-epoch-99-avg-1-chunk-16-left-128.int8.onnx',
        bytes: 259_335,
        sha256: 'd944208d660d67c8d72cd2acaeac971fa5ceb8c80e76c1968148846fedd6e297',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 5_048,
        sha256: '49e3c2646595fd907228b3c6787069658f67b17377c60aeb8619c4551b2316fb',
      },
    ],
    wordErrors: [
      { test: `${CLEAN}, 320 ms chunks`, percent: 3.06, source: ICEFALL_RESULTS },
      { test: `${OTHER}, 320 ms chunks`, percent: 7.81, source: ICEFALL_RESULTS },
    ],
    about: ZIPFORMER_PAGE,
  },
  {
    id: 'kroko-en',
    title: 'Kroko Zipformer, streaming, with punctuation',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['en'],
    licence: 'CC-BY-SA-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-en-kroko-2025-08-06',
      revision: '572aaf4e2e0c603c3fc2a574d096e755a178faa1',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.onnx',
        bytes: 70_092_599,
        sha256: 'd4881c57449d581e0770fd53fa66c2fdc6cd167d92ece7c715e603defc96d9d4',
      },
      {
        role: 'decoder',
        name: 'decoder.onnx',
        bytes: 617_488,
        sha256: '455ba38466fce8d5a57e7db68a323b684079ca4d9e1dd93a740d9b2429aae3b1',
      },
      {
        role: 'joiner',
        name: 'joiner.onnx',
        bytes: 336_817,
        sha256: 'd406f616736350e2a7df3e39398b78eb2fc1a2ca6973a19d3853fa3227e25b52',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 6_310,
        sha256: '396dbeb5f4858875690716084f54e90d339679d0ba3e6b5b584f3d7589254d2d',
      },
    ],
    about: 'https://huggingface.co/Banafo/Kroko-ASR',
  },
  {
    id: 'kroko-fr',
    title: 'Kroko Zipformer, streaming, with punctuation',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['fr'],
    licence: 'CC-BY-SA-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-fr-kroko-2025-08-06',
      revision: '08b84b7b7cf519be9817e9c16919d96a7a8bad91',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.onnx',
        bytes: 70_092_599,
        sha256: 'e02facae1daf6f1f13da67ea3ace7c722516d0868d1768d78c0580bc22cc0c5b',
      },
      {
        role: 'decoder',
        name: 'decoder.onnx',
        bytes: 617_488,
        sha256: '6aed547570e3ab5afc05429a017cedd3a056c16df3baa5703f02461cefa25bac',
      },
      {
        role: 'joiner',
        name: 'joiner.onnx',
        bytes: 336_817,
        sha256: 'a51eec759bcdcaae2614686fa2a8b57417b2d420dd55a5a5558b388d35a9b2b6',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 5_415,
        sha256: 'fedfb9c844bfb2bf14171f8184863e3d617b815a8667bdd9fc9a3149fde73298',
      },
    ],
    about: 'https://huggingface.co/Banafo/Kroko-ASR',
  },
  {
    id: 'kroko-de',
    title: 'Kroko Zipformer, streaming, with punctuation',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['de'],
    licence: 'CC-BY-SA-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-de-kroko-2025-08-06',
      revision: '887db3d083240198c2d2b99fb66cfcfe6948ced8',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.onnx',
        bytes: 70_091_557,
        sha256: '6e83993d6967ec7a3498b055b7e85ace85b5d64d1b1e8773cb29a43a11f5edb5',
      },
      {
        role: 'decoder',
        name: 'decoder.onnx',
        bytes: 617_489,
        sha256: '94a29592b403c53fa2231b478637da1ab4abcef7f5e46e432098416a4a3ed562',
      },
      {
        role: 'joiner',
        name: 'joiner.onnx',
        bytes: 336_817,
        sha256: '28356bff070aea51ab1d725a3278e81d19f9300f860d3248a7014292264df15a',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 5_606,
        sha256: '86e8370994ff2c01149ba8c4f8709aa93cdc18914b27a717e291e96faf39a6eb',
      },
    ],
    about: 'https://huggingface.co/Banafo/Kroko-ASR',
  },
  {
    id: 'kroko-es',
    title: 'Kroko Zipformer, streaming, with punctuation',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['es'],
    licence: 'CC-BY-SA-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-es-kroko-2025-08-06',
      revision: '20cf7a4921613397841d31168796cade5b866585',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.onnx',
        bytes: 154_878_102,
        sha256: '2d9f5ef87d1a5257f8a6687e21501c56f3aa2fcbfcfab9364dcc4ce4e06ae81b',
      },
      {
        role: 'decoder',
        name: 'decoder.onnx',
        bytes: 617_488,
        sha256: 'd4ce176b94b25f7acc88717bc3f704fcf5d6e131aaac2e0cabab3885541181ee',
      },
      {
        role: 'joiner',
        name: 'joiner.onnx',
        bytes: 336_817,
        sha256: 'dae35df88d676e320fcdb99217328e66dcf722bf11b0f2459e14ddb5b982ded5',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 6_385,
        sha256: '1be5e0a58e05d06d327df4c6b7b5e4f8aba01da6981eb016fcaceafc6a56680f',
      },
    ],
    about: 'https://huggingface.co/Banafo/Kroko-ASR',
  },
  {
    id: 'zipformer-fr',
    title: 'Zipformer, streaming, capitals without punctuation',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['fr'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'shaojieli/sherpa-onnx-streaming-zipformer-fr-2023-04-14',
      revision: '3db9565d9633758d6b87b9a7b3dc09ebfb6b2c73',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder-epoch-29-avg-9-with-averaged-model.int8.onnx',
        bytes: 126_655_903,
        sha256: '47a94a7fdc8dff63d708be4ea0535747640224467f91e238311f1ddbdd09327e',
      },
      {
        role: 'decoder',
        name: 'decoder-epoch-29-avg-9-with-averaged-model.int8.onnx',
        bytes: 1_307_157,
        sha256: 'e72b2b9ed36355bd0dd43433f7dd258e7226ab54c9ef42b28c73ebb785805623',
      },
      {
        role: 'joiner',
        name: 'joiner-epoch-29-avg-9-with-averaged-model.int8.onnx',
        bytes: 259_572,
        sha256: 'fc2f3bb851a15a532c6f2422d53eecd1ca949f12b0897e07a852021c30481711',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 4_819,
        sha256: '37fb3f2a7bcb85e5fff3f1f66be04e6fbb05077a22f56d177fe85704e945fb31',
      },
    ],
    about: ZIPFORMER_PAGE,
  },
  {
    id: 'zipformer-zh',
    title: 'Zipformer, streaming',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['zh'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-zh-int8-2025-06-30',
      revision: 'ad658fa0201659a09ea3c176129a191c77ecae8f',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.int8.onnx',
        bytes: 161_141_793,
        sha256: '5ac51e27981bb4dab01bb9be4958453ba50c3b61c063ddda0eab23fd3671aa4f',
      },
      {
        role: 'decoder',
        name: 'decoder.onnx',
        bytes: 5_165_083,
        sha256: '06522ad63cec0fdf6809f4e1db9bb4f7d710c34582e3b35db62ac60eccafac7e',
      },
      {
        role: 'joiner',
        name: 'joiner.int8.onnx',
        bytes: 1_033_416,
        sha256: 'b34584dc6f561089e1d747fedebb3765f2caa72c927ef54d7ca55e5ae40a814b',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 20_628,
        sha256: '6193c7ea1c96d0d9a1e9652789b40d13a8a913b434a5451e93158f5a09fd6652',
      },
    ],
    about: ZIPFORMER_PAGE,
  },
  {
    id: 'zipformer-zh-en',
    title: 'Zipformer, streaming, Chinese and English in one sentence',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['zh', 'en'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-bilingual-zh-en-2023-02-20',
      revision: 'main',
    },
    files: [
      { role: 'encoder', name: 'encoder-epoch-99-avg-1.int8.onnx' },
      { role: 'decoder', name: 'decoder-epoch-99-avg-1.onnx' },
      { role: 'joiner', name: 'joiner-epoch-99-avg-1.int8.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
      { role: 'vocabulary', name: 'bpe.vocab' },
    ],
    aboutBytes: 199_000_000,
    about: ZIPFORMER_PAGE,
  },
  {
    id: 'zipformer-ru',
    title: 'Vosk Zipformer, streaming, small',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['ru'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-small-ru-vosk-int8-2025-08-16',
      revision: '31fa603e4f31279c6e1f7600fed13dc4312663ab',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.int8.onnx',
        bytes: 26_214_060,
        sha256: 'e0db705e94ec35d803b1df4f40cda23d064e1142977c80ab288430b109777a9d',
      },
      {
        role: 'decoder',
        name: 'decoder.onnx',
        bytes: 2_093_080,
        sha256: '89b3088a9e20e1ef7f2e85ce1a3478afe6a9c4ac57369cabcc4beb8e95328ea0',
      },
      {
        role: 'joiner',
        name: 'joiner.int8.onnx',
        bytes: 259_417,
        sha256: 'b55784b071ab7512eab4c7c44e4f5478284ef33c83562cc6a249b972515a31e5',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 6_388,
        sha256: '93bbbc0bae6b78c0bbb743d4aa9fded3bb5ff3aac5f0200e3a769a5a05e0fdf6',
      },
    ],
    about: ZIPFORMER_PAGE,
  },
  {
    id: 't-one-ru',
    title: 'T-one, streaming, made for telephone speech',
    kind: 'recogniser',
    layout: 'streaming-t-one',
    decoding: 'while-speaking',
    languages: ['ru'],
    licence: 'Apache-2.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-t-one-russian-2025-09-08',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: 'model.onnx',
        bytes: 144_193_702,
        sha256: '5ded080e2a6c86ecc11bcb0902d77524eb3e8b0844cb0c0754347f5aafb4dabc',
      },
      { role: 'tokens', name: 'tokens.txt', bytes: 202 },
    ],
    about: 'https://huggingface.co/t-tech/T-one',
  },
  {
    id: 'zipformer-8',
    title: 'Zipformer, streaming, eight languages',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['ar', 'en', 'id', 'ja', 'ru', 'th', 'vi', 'zh'],
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-streaming-zipformer-ar_en_id_ja_ru_th_vi_zh-2025-02-10',
      revision: 'c6726c1147387ad2a11148b33973135d92a55e6c',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder-epoch-75-avg-11-chunk-16-left-128.int8.onnx',
        bytes: 296_583_597,
        sha256: 'f9001ed7a9e46d0294438c1a30cd7c72d1cc4bdd4e7880edbcda36f67081e32e',
      },
      {
        role: 'decoder',
        name: 'decoder-epoch-75-avg-11-chunk-16-left-128.onnx',
        bytes: 33_837_085,
        sha256: '7ebc63f34b21c8efb4a41a5a2eee7fe1448829ce0230ecc5369e67fc14d90d48',
      },
      {
        role: 'joiner',
        name: 'joiner-epoch-75-avg-11-chunk-16-left-128.int8.onnx',
        bytes: 8_257_421,
        sha256: 'db88e3172323551abaa99b91b18fb422a27ea4a834fd0db10389f9478816f917',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 195_244,
        sha256: '784f24950f6bcce1b0021035632dd60fd4617ecd8ca0581ab57d7b39d77ba5ab',
      },
    ],
    about: 'https://huggingface.co/stdo/PengChengStarling',
  },
  {
    id: 'fast-conformer-en',
    title: 'NeMo FastConformer, streaming, 480 ms',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['en'],
    licence: 'CC-BY-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-nemo-streaming-fast-conformer-transducer-en-480ms-int8',
      revision: 'df8ed95e44a70924450381e610770f9d656d1e15',
    },
    files: [
      { role: 'encoder', name: 'encoder.int8.onnx' },
      { role: 'decoder', name: 'decoder.int8.onnx' },
      { role: 'joiner', name: 'joiner.int8.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
    ],
    about: 'https://huggingface.co/nvidia/stt_en_fastconformer_hybrid_large_streaming_multi',
  },
  {
    id: 'nemotron-en',
    title: 'Nemotron Speech 0.6B, streaming, 560 ms, with punctuation',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    languages: ['en'],
    licence: 'NVIDIA Open Model License',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj2/sherpa-onnx-nemotron-speech-streaming-en-0.6b-560ms-int8-2026-04-25',
      revision: 'main',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.int8.onnx',
        bytes: 652_916_849,
        sha256: '7d932213491ad355c6e5576705dc3494731a52af87d7a1b954559340147909d8',
      },
      {
        role: 'decoder',
        name: 'decoder.int8.onnx',
        bytes: 7_257_753,
        sha256: '0be9702c2f427a2b6bb241d298e0d3836a558de1f5b9fd3018f1cce6e2b3fa98',
      },
      {
        role: 'joiner',
        name: 'joiner.int8.onnx',
        bytes: 1_735_862,
        sha256: 'a35eac38a22ebceb04d230ed7afe0d68f446ba6914a036b97f14fece95967e23',
      },
      { role: 'tokens', name: 'tokens.txt', bytes: 8_952 },
    ],
    wordErrors: [
      {
        test: `${CLEAN}, at its best chunk size`,
        percent: 2.31,
        source: 'https://huggingface.co/nvidia/nemotron-speech-streaming-en-0.6b',
      },
    ],
    about: `${SHERPA_DOCS}/nemo/nemotron-streaming.html`,
  },
  {
    id: 'nemotron-multi',
    title: 'Nemotron 3.5 ASR 0.6B, streaming, 560 ms, many languages',
    kind: 'recogniser',
    layout: 'streaming-transducer',
    decoding: 'while-speaking',
    // The languages its publisher calls ready for transcription.
    languages: [
      ...['en', 'es', 'fr', 'it', 'pt', 'nl', 'de', 'tr', 'ru', 'ar', 'hi', 'ja', 'ko', 'vi', 'uk'],
    ],
    licence: 'NVIDIA Open Model License',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj2/sherpa-onnx-nemotron-3.5-asr-streaming-0.6b-560ms-int8-2026-06-11',
      revision: 'ab43d895f5985b1bbab8b6eac8607fcdc05343f3',
    },
    files: [
      { role: 'encoder', name: 'encoder.int8.onnx' },
      { role: 'decoder', name: 'decoder.int8.onnx' },
      { role: 'joiner', name: 'joiner.int8.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
    ],
    aboutBytes: 682_000_000,
    about: `${SHERPA_DOCS}/nemo/nemotron-streaming.html`,
  },
];

const AFTERWARDS: readonly RecogniserEntry[] = [
  {
    id: 'moonshine-tiny-en',
    title: 'Moonshine tiny',
    kind: 'recogniser',
    layout: 'moonshine-merged',
    decoding: 'afterwards',
    languages: ['en'],
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj2/sherpa-onnx-moonshine-tiny-en-quantized-2026-02-27',
      revision: 'd1e6c30921780b8508d04b492dfb3ce8a51605d4',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder_model.ort',
        sha256: '94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221',
      },
      {
        role: 'merged-decoder',
        name: 'decoder_model_merged.ort',
        sha256: 'cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0',
      },
      MOONSHINE_TOKENS,
    ],
    aboutBytes: 45_000_000,
    about: MOONSHINE_PAGE,
  },
  {
    id: 'moonshine-base-en',
    title: 'Moonshine base',
    kind: 'recogniser',
    layout: 'moonshine-merged',
    decoding: 'afterwards',
    languages: ['en'],
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj2/sherpa-onnx-moonshine-base-en-quantized-2026-02-27',
      revision: '8f4d6c58c03d40bcea40043bb7120a878f2bbef6',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder_model.ort',
        bytes: 31_326_816,
        sha256: '7c66495948d0d08ec1af454cd4b5514862ae6511e94712a60e6d83eaec8dc8cf',
      },
      {
        role: 'merged-decoder',
        name: 'decoder_model_merged.ort',
        bytes: 109_424_400,
        sha256: 'd9d7b333af34bc552580576ddcf248a1c6c839e0d3b43b09afb9376ed009899d',
      },
      MOONSHINE_TOKENS,
    ],
    about: MOONSHINE_PAGE,
  },
  {
    id: 'moonshine-v1-tiny-en',
    title: 'Moonshine tiny, first layout',
    kind: 'recogniser',
    layout: 'moonshine',
    decoding: 'afterwards',
    languages: ['en'],
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-moonshine-tiny-en-int8',
      revision: 'main',
    },
    files: [
      {
        role: 'preprocessor',
        name: 'preprocess.onnx',
        bytes: 6_800_738,
        sha256: 'f33addce61a143460fe753b5ee5b7db255e5140b5b779c065b94f6c83ff0bf4e',
      },
      {
        role: 'encoder',
        name: 'encode.int8.onnx',
        bytes: 18_249_187,
        sha256: '8774dfba578de027ec6595c2c654a0836434489bc963a0db124a7f181f571acb',
      },
      {
        role: 'uncached-decoder',
        name: 'uncached_decode.int8.onnx',
        bytes: 53_216_096,
        sha256: '216737000dd5881a17aa043f6bbd286add33e4c3b0ae257153e2ec15438bdc41',
      },
      {
        role: 'cached-decoder',
        name: 'cached_decode.int8.onnx',
        bytes: 45_264_830,
        sha256: '2aff28bba6a03d8dcf5c9feac45462629bae37317442299f28115ad09da773f6',
      },
      { role: 'tokens', name: 'tokens.txt', bytes: 436_688 },
    ],
    about: `${SHERPA_DOCS}/moonshine/models.html`,
  },
  {
    id: 'moonshine-v1-base-en',
    title: 'Moonshine base, first layout',
    kind: 'recogniser',
    layout: 'moonshine',
    decoding: 'afterwards',
    languages: ['en'],
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-moonshine-base-en-int8',
      revision: '052b0798ad1bf046a140fdd4efcd9426530fa3f5',
    },
    files: [
      {
        role: 'preprocessor',
        name: 'preprocess.onnx',
        bytes: 14_077_290,
        sha256: 'ffa630d395c5ccf76f5d4954be5b882df76aaf6491519ec01fd82ea7a3819fb2',
      },
      {
        role: 'encoder',
        name: 'encode.int8.onnx',
        bytes: 50_311_494,
        sha256: '7e38770f776f2e5583a53b052936005df2ba5c833d7e09c2a5fd796b94bf73e2',
      },
      { role: 'uncached-decoder', name: 'uncached_decode.int8.onnx', bytes: 122_120_451 },
      { role: 'cached-decoder', name: 'cached_decode.int8.onnx' },
      { role: 'tokens', name: 'tokens.txt' },
    ],
    aboutBytes: 287_000_000,
    about: `${SHERPA_DOCS}/moonshine/models.html`,
  },
  ...moonshineBase('es', 65_000_000),
  ...moonshineBase('ja', 142_000_000),
  ...moonshineBase('uk', 142_000_000),
  ...moonshineBase('vi', 142_000_000),
  ...moonshineBase('ar', 142_000_000),
  {
    ...englishWhisper('tiny.en'),
    title: 'Whisper tiny, English',
    files: [
      {
        role: 'encoder',
        name: 'tiny.en-encoder.int8.onnx',
        bytes: 12_937_772,
        sha256: '0ce578b827c94a961aacb8fa14b02f096504b337e5c94be37c36238cbe3e8bc6',
      },
      {
        role: 'decoder',
        name: 'tiny.en-decoder.int8.onnx',
        bytes: 89_853_865,
        sha256: '06c0e6ff6348d427e51839219d1c886c18cfdf411e629e33f5e1679bff9c1527',
      },
      { role: 'tokens', name: 'tiny.en-tokens.txt', ...ENGLISH_WHISPER_TOKENS },
    ],
    wordErrors: [
      { test: CLEAN, percent: 5.66, source: LEADERBOARD },
      { test: OTHER, percent: 15.45, source: LEADERBOARD },
    ],
  },
  {
    ...englishWhisper('base.en'),
    title: 'Whisper base, English',
    files: [
      {
        role: 'encoder',
        name: 'base.en-encoder.int8.onnx',
        bytes: 29_120_534,
        sha256: 'ef6b936f4c9b1d90a3b68634b60c4ed8576b26172b33c2535ec0e933c9edb823',
      },
      {
        role: 'decoder',
        name: 'base.en-decoder.int8.onnx',
        bytes: 130_669_978,
        sha256: 'f7162ad6db2dbef16cfaeaa7f945b9d7dd9c1b8d472f6aca82f2273d185e4d41',
      },
      { role: 'tokens', name: 'base.en-tokens.txt', ...ENGLISH_WHISPER_TOKENS },
    ],
    wordErrors: [
      { test: CLEAN, percent: 4.25, source: LEADERBOARD },
      { test: OTHER, percent: 10.35, source: LEADERBOARD },
    ],
  },
  {
    ...englishWhisper('small.en', 'd9533f69affd85061aee349af7fea5cb2996dbbe'),
    title: 'Whisper small, English',
    files: [
      {
        role: 'encoder',
        name: 'small.en-encoder.int8.onnx',
        bytes: 112_442_483,
        sha256: '8bdac288f369aa94ee2194059238c465ed82ea9d47ee8fa4a8c0a891873e462f',
      },
      {
        role: 'decoder',
        name: 'small.en-decoder.int8.onnx',
        bytes: 262_223_042,
        sha256: '710ccf890e10f3faa15f51ec346081a2723c9f3adb6e4da81c6573a5a6f877fb',
      },
      { role: 'tokens', name: 'small.en-tokens.txt', ...ENGLISH_WHISPER_TOKENS },
    ],
  },
  {
    ...whisper('tiny'),
    title: 'Whisper tiny',
    files: [
      { role: 'encoder', name: 'tiny-encoder.int8.onnx' },
      { role: 'decoder', name: 'tiny-decoder.int8.onnx' },
      { role: 'tokens', name: 'tiny-tokens.txt', ...WHISPER_TOKENS },
    ],
    aboutBytes: 104_000_000,
  },
  {
    ...whisper('base'),
    title: 'Whisper base',
    files: [
      {
        role: 'encoder',
        name: 'base-encoder.int8.onnx',
        bytes: 29_120_534,
        sha256: '0b8fb1304b6109976038efff5ace81720e00386f3ff6b54ee8c75291ca0a1e11',
      },
      {
        role: 'decoder',
        name: 'base-decoder.int8.onnx',
        bytes: 130_672_026,
        sha256: '9759d217388a01b3a4c7c15533201067b48ae819c4daafc8624e64b9409dc02d',
      },
      { role: 'tokens', name: 'base-tokens.txt', ...WHISPER_TOKENS },
    ],
  },
  {
    ...whisper('small', '8f3c18b358db4d1f2fc1eae49d75cd20989e4309'),
    title: 'Whisper small',
    files: [
      {
        role: 'encoder',
        name: 'small-encoder.int8.onnx',
        bytes: 112_442_483,
        sha256: '4cbe7b22fa9026b843b60a68640c747de05bafb1a11b57edc0e66c232d9f33a9',
      },
      {
        role: 'decoder',
        name: 'small-decoder.int8.onnx',
        bytes: 262_226_114,
        sha256: 'acad50b5c782696e91b55914cc5ab4f756f1532f76e22aa6fc615f39fb69a8ee',
      },
      { role: 'tokens', name: 'small-tokens.txt', ...WHISPER_TOKENS },
    ],
  },
  {
    ...whisper('turbo', '2ca6ff69fc878651b770880507669577ac41c2ff'),
    id: 'whisper-large-v3-turbo',
    title: 'Whisper large v3 turbo',
    files: [
      {
        role: 'encoder',
        name: 'turbo-encoder.int8.onnx',
        bytes: 674_716_297,
        sha256: 'b02dcdf54f348741e93fe732b67d933c8dcb6735655f710640143081db38878b',
      },
      {
        role: 'decoder',
        name: 'turbo-decoder.int8.onnx',
        bytes: 361_080_764,
        sha256: '20accd02388482eb3a46bd615631adfdc85e1eb2c7db9ea3f02a40ffe6b81547',
      },
      { role: 'tokens', name: 'turbo-tokens.txt', ...WHISPER_TOKENS },
    ],
  },
  {
    id: 'parakeet-v2-en',
    title: 'Parakeet TDT 0.6B v2, with punctuation',
    kind: 'recogniser',
    layout: 'nemo-transducer',
    decoding: 'afterwards',
    languages: ['en'],
    licence: 'CC-BY-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v2-int8',
      revision: 'main',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.int8.onnx',
        bytes: 652_184_296,
        sha256: 'a32b12d17bbbc309d0686fbbcc2987b5e9b8333a7da83fa6b089f0a2acd651ab',
      },
      {
        role: 'decoder',
        name: 'decoder.int8.onnx',
        bytes: 7_257_753,
        sha256: 'b6bb64963457237b900e496ee9994b59294526439fbcc1fecf705b31a15c6b4e',
      },
      {
        role: 'joiner',
        name: 'joiner.int8.onnx',
        bytes: 1_739_080,
        sha256: '7946164367946e7f9f29a122407c3252b680dbae9a51343eb2488d057c3c43d2',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 9_384,
        sha256: 'ec182b70dd42113aff6c5372c75cac58c952443eb22322f57bbd7f53977d497d',
      },
    ],
    wordErrors: [
      {
        test: CLEAN,
        percent: 1.69,
        source: 'https://huggingface.co/nvidia/parakeet-tdt-0.6b-v2',
      },
      {
        test: OTHER,
        percent: 3.19,
        source: 'https://huggingface.co/nvidia/parakeet-tdt-0.6b-v2',
      },
    ],
    about: `${SHERPA_DOCS}/pretrained_models/offline-transducer/nemo-transducer-models.html`,
  },
  {
    id: 'parakeet-v3',
    title: 'Parakeet TDT 0.6B v3, 25 European languages, with punctuation',
    kind: 'recogniser',
    layout: 'nemo-transducer',
    decoding: 'afterwards',
    languages: [
      ...['bg', 'hr', 'cs', 'da', 'nl', 'en', 'et', 'fi', 'fr', 'de', 'el', 'hu', 'it', 'lv', 'lt'],
      ...['mt', 'pl', 'pt', 'ro', 'sk', 'sl', 'es', 'sv', 'ru', 'uk'],
    ],
    licence: 'CC-BY-4.0',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-nemo-parakeet-tdt-0.6b-v3-int8',
      revision: '2bda32ec70b097a55adaa07d9a7173915b43cc78',
    },
    files: [
      {
        role: 'encoder',
        name: 'encoder.int8.onnx',
        bytes: 652_184_281,
        sha256: 'acfc2b4456377e15d04f0243af540b7fe7c992f8d898d751cf134c3a55fd2247',
      },
      {
        role: 'decoder',
        name: 'decoder.int8.onnx',
        bytes: 11_845_275,
        sha256: '179e50c43d1a9de79c8a24149a2f9bac6eb5981823f2a2ed88d655b24248db4e',
      },
      {
        role: 'joiner',
        name: 'joiner.int8.onnx',
        bytes: 6_355_277,
        sha256: '3164c13fc2821009440d20fcb5fdc78bff28b4db2f8d0f0b329101719c0948b3',
      },
      {
        role: 'tokens',
        name: 'tokens.txt',
        bytes: 93_939,
        sha256: 'd58544679ea4bc6ac563d1f545eb7d474bd6cfa467f0a6e2c1dc1c7d37e3c35d',
      },
    ],
    wordErrors: [
      {
        test: CLEAN,
        percent: 1.93,
        source: 'https://huggingface.co/nvidia/parakeet-tdt-0.6b-v3',
      },
    ],
    about: `${SHERPA_DOCS}/pretrained_models/offline-transducer/nemo-transducer-models.html`,
  },
  {
    id: 'sense-voice',
    title: 'SenseVoice small',
    kind: 'recogniser',
    layout: 'sense-voice',
    decoding: 'afterwards',
    languages: ['zh', 'en', 'ja', 'ko', 'yue'],
    licence: 'FunASR Model License',
    place: {
      host: 'hugging-face',
      repository: 'csukuangfj/sherpa-onnx-sense-voice-zh-en-ja-ko-yue-int8-2025-09-09',
      revision: 'main',
    },
    files: [
      {
        role: 'model',
        name: 'model.int8.onnx',
        bytes: 237_115_547,
        sha256: '12ca1a2ae7ecf3e0019ef2822307ee0b5cadc9196569e379b4c4026f8205276d',
      },
      { role: 'tokens', name: 'tokens.txt', bytes: 315_894 },
    ],
    about: 'https://huggingface.co/FunAudioLLM/SenseVoiceSmall',
  },
];

function moonshineBase(language: string, aboutBytes: number): readonly RecogniserEntry[] {
  return [
    {
      id: `moonshine-base-${language}`,
      title: 'Moonshine base',
      kind: 'recogniser',
      layout: 'moonshine-merged',
      decoding: 'afterwards',
      languages: [language],
      licence: 'Moonshine Community License',
      condition: 'not for every commercial use: https://www.moonshine.ai/license',
      place: {
        host: 'hugging-face',
        repository: `csukuangfj2/sherpa-onnx-moonshine-base-${language}-quantized-2026-02-27`,
        revision: 'main',
      },
      files: [
        { role: 'encoder', name: 'encoder_model.ort' },
        { role: 'merged-decoder', name: 'decoder_model_merged.ort' },
        { role: 'tokens', name: 'tokens.txt' },
      ],
      aboutBytes,
      about: MOONSHINE_PAGE,
    },
  ];
}

type WhisperBase = Omit<RecogniserEntry, 'title' | 'files'>;

function whisper(size: string, revision = 'main'): WhisperBase {
  return {
    id: `whisper-${size.replace('.', '-')}`,
    kind: 'recogniser',
    layout: 'whisper',
    decoding: 'afterwards',
    languages: 'any',
    licence: 'MIT',
    place: {
      host: 'hugging-face',
      repository: `csukuangfj/sherpa-onnx-whisper-${size}`,
      revision,
    },
    about: WHISPER_PAGE,
  };
}

function englishWhisper(size: string, revision = 'main'): WhisperBase {
  return { ...whisper(size, revision), languages: ['en'] };
}

/** The smallest first within each way of decoding. */
export const RECOGNISERS: readonly RecogniserEntry[] = [...STREAMING, ...AFTERWARDS];

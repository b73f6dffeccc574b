// Japanese: what the actions are called, how they are said, and the prompts they become.
import type { LanguageActions } from '../action.ts';

export const JAPANESE: LanguageActions = {
  slash: ['スラッシュ'],
  notes: 'ノート',
  role: '役割',
  flush: '保留',
  session: 'セッション',
  note: 'メモを取って',
  actions: {
    search: {
      label: 'このプロジェクトで探す',
      said: ['検索'],
      prompts: [
        'このプロジェクトで {args} を探してください。見つかった場所をファイル名と行番号で挙げ、そこで何をしているかを短く述べてください。何も変更しないでください。\n\n{selection?}',
        'このプロジェクトで次のものを探してください。見つかった場所をファイル名と行番号で挙げ、そこで何をしているかを短く述べてください。何も変更しないでください。\n\n{selection}',
      ],
    },
    define: {
      label: 'ここでの意味',
      said: ['定義'],
      prompts: [
        'このプロジェクトで {args} は何を意味しますか。どこで定義され、どこで使われているかを数文で述べてください。何も変更しないでください。\n\n{selection?}',
        'このプロジェクトで次のものは何を意味しますか。どこで定義され、どこで使われているかを数文で述べてください。何も変更しないでください。\n\n{selection}',
      ],
    },
    explain: {
      label: '説明する',
      said: ['説明'],
      prompts: [
        '{args} を説明してください。何をするのか、なぜそうなっているのか、変更する前に知っておくべきことは何か。何も変更しないでください。\n\n{selection?}',
        '次のものを説明してください。何をするのか、なぜそうなっているのか、変更する前に知っておくべきことは何か。何も変更しないでください。\n\n{selection}',
      ],
    },
    refactor: {
      label: '動作を変えずにコードを改善',
      said: ['リファクタリング'],
      prompts: [
        '{args} をリファクタリングしてください。動作は変えず、前後でテストを実行し、何をなぜ変えたかを教えてください。\n\n{selection?}',
        '次のものをリファクタリングしてください。動作は変えず、前後でテストを実行し、何をなぜ変えたかを教えてください。\n\n{selection}',
      ],
    },
    test: {
      label: 'テストを実行',
      said: ['テスト'],
      prompts: [
        '`{toolchain.test}` を実行し、何がなぜ失敗したかを教えてください。 {args?}\n\n{selection?}',
        'このプロジェクトのテスト方法を調べて実行し、何がなぜ失敗したかを教えてください。 {args?}\n\n{selection?}',
      ],
    },
    build: {
      label: 'ビルドする',
      said: ['ビルド'],
      prompts: [
        '`{toolchain.build}` を実行し、何がなぜうまくいかないかを教えてください。 {args?}\n\n{selection?}',
        'このプロジェクトのビルド方法を調べてビルドし、何がなぜうまくいかないかを教えてください。 {args?}\n\n{selection?}',
      ],
    },
    docs: {
      label: '文書を更新',
      said: ['ドキュメント'],
      prompts: [
        '{args} の文書を、今ある文書の書き方で書くか直してください。コードがすることだけを述べてください。\n\n{selection?}',
        '次のものの文書を、今ある文書の書き方で書くか直してください。コードがすることだけを述べてください。\n\n{selection}',
        '最後のコミットからの変更で誤りになった文書を直してください。コードがすることだけを述べてください。',
      ],
    },
    summarize: {
      label: '要約する',
      said: ['要約'],
      prompts: [
        '{args} を十行以内で要約してください。何も変更しないでください。\n\n{selection?}',
        '次のものを十行以内で要約してください。何も変更しないでください。\n\n{selection}',
        'この会話で行ったことと残っていることを十行以内で要約してください。何も変更しないでください。',
      ],
    },
    commit: {
      label: '変更をコミット',
      said: ['コミット'],
      prompts: [
        'まだコミットされていない変更を見て、関係のないものや残すつもりのないものを除き、残りをこのリポジトリの書き方のメッセージでコミットしてください。 {args?}\n\n{selection?}',
      ],
    },
  },
};

// Chinese: what is said for each command, and the built-in prompts. Recognisers write the simplified or
// the traditional characters.
import type { LanguagePhrases } from './language-phrases.ts';

export const CHINESE: LanguagePhrases = {
  commandWords: ['电脑', '電腦'],
  commands: {
    send: ['就这样发送', '就這樣發送'],
    scratch: ['撤回这句话', '撤回這句話'],
    clear: ['清空所有文字'],
    'new-line': ['另起一行'],
    cancel: ['全部取消'],
    listen: ['开始听我说', '開始聽我說'],
    stop: ['停止听我说', '停止聽我說'],
    'mode-tap': ['需要时再听', '需要時再聽'],
    'mode-auto': ['一直听着我', '一直聽著我'],
    'mode-hold': ['按住时才听', '按住時才聽'],
    'mode-hybrid': ['听到我停下', '聽到我停下'],
    'mode-continuous': ['进入听写模式', '進入聽寫模式'],
    'mode-wake': ['等待唤醒词', '等待喚醒詞'],
    'read-back': ['再念一遍'],
    hush: ['请保持安静', '請保持安靜'],
    'scroll-up': ['向上翻页', '向上翻頁'],
    'scroll-down': ['向下翻页', '向下翻頁'],
    approve: ['批准这个请求', '批准這個請求'],
    deny: ['拒绝这个请求', '拒絕這個請求'],
    help: ['显示帮助', '顯示幫助'],
    detach: ['离开会话', '離開會話'],
  },
  texts: [
    ['运行测试', '运行测试。'],
    ['修复错误', '修复错误。'],
    ['解释这段代码', '解释这段代码。'],
    ['给我看差异', '给我看差异。'],
    ['审查我的更改', '审查我的更改。'],
    ['提交更改', '提交更改。'],
    ['撤销上一个更改', '撤销上一个更改。'],
    ['继续工作', '继续工作。'],
    ['总结计划', '总结计划。'],
  ],
  leaning: [],
};

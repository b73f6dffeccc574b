// Chinese: what the actions are called, how they are said, and the prompts they become.
import type { LanguageActions } from '../action.ts';

export const CHINESE: LanguageActions = {
  slash: ['斜杠'],
  notes: '笔记',
  role: '角色',
  flush: '留存',
  session: '会话',
  note: '记个笔记',
  actions: {
    search: {
      label: '在项目中查找',
      said: ['搜索', '查找'],
      prompts: [
        '在这个项目中查找 {args}。列出每一处的文件和行号，并简短说明它在那里的作用。不要修改任何东西。\n\n{selection?}',
        '在这个项目中查找下面的内容。列出每一处的文件和行号，并简短说明它在那里的作用。不要修改任何东西。\n\n{selection}',
      ],
    },
    define: {
      label: '在这里的含义',
      said: ['定义'],
      prompts: [
        '{args} 在这个项目中是什么意思？用几句话说明它在哪里定义、在哪里使用。不要修改任何东西。\n\n{selection?}',
        '下面的内容在这个项目中是什么意思？用几句话说明它在哪里定义、在哪里使用。不要修改任何东西。\n\n{selection}',
      ],
    },
    explain: {
      label: '解释',
      said: ['解释'],
      prompts: [
        '解释 {args}：它做什么、为什么这样、修改之前需要知道什么。不要修改任何东西。\n\n{selection?}',
        '解释下面的内容：它做什么、为什么这样、修改之前需要知道什么。不要修改任何东西。\n\n{selection}',
      ],
    },
    refactor: {
      label: '改进代码，行为不变',
      said: ['重构'],
      prompts: [
        '重构 {args}。行为保持不变：在前后都运行测试，并告诉我改了什么、为什么。\n\n{selection?}',
        '重构下面的内容。行为保持不变：在前后都运行测试，并告诉我改了什么、为什么。\n\n{selection}',
      ],
    },
    test: {
      label: '运行测试',
      said: ['测试'],
      prompts: [
        '运行 `{toolchain.test}`，告诉我哪些失败了、为什么。 {args?}\n\n{selection?}',
        '弄清这个项目如何测试，运行测试，告诉我哪些失败了、为什么。 {args?}\n\n{selection?}',
      ],
    },
    build: {
      label: '构建项目',
      said: ['构建'],
      prompts: [
        '运行 `{toolchain.build}`，告诉我哪里出错了、为什么。 {args?}\n\n{selection?}',
        '弄清这个项目如何构建，进行构建，告诉我哪里出错了、为什么。 {args?}\n\n{selection?}',
      ],
    },
    docs: {
      label: '更新文档',
      said: ['文档'],
      prompts: [
        '按现有文档的风格编写或改正 {args} 的文档。只写代码实际做的事。\n\n{selection?}',
        '按现有文档的风格编写或改正下面内容的文档。只写代码实际做的事。\n\n{selection}',
        '改正因上次提交以来的改动而不再正确的文档。只写代码实际做的事。',
      ],
    },
    summarize: {
      label: '要点',
      said: ['总结'],
      prompts: [
        '用不超过十行总结 {args}。不要修改任何东西。\n\n{selection?}',
        '用不超过十行总结下面的内容。不要修改任何东西。\n\n{selection}',
        '用不超过十行总结这次对话中做了什么、还有什么没做完。不要修改任何东西。',
      ],
    },
    commit: {
      label: '提交改动',
      said: ['提交'],
      prompts: [
        '查看还没有提交的改动。去掉不相关的或不打算保留的，其余的按这个仓库的风格写提交信息并提交。 {args?}\n\n{selection?}',
      ],
    },
  },
};

// What the agent asks, in place of the composer: in full, with the agent's own options and a key for each.
// Its words are those by which whoever reads screens knows an approval.
import type { OpenApproval } from '@codex-voice/drivers';
import { rowsOf, styled } from './styled-rows.ts';
import { patchRows } from './transcript.ts';

/** Keys for options are digits. */
const MOST_OPTIONS = 9;
/** An option is a few words. */
const OPTION_ROWS = 2;

const ASKED: Readonly<Record<OpenApproval['approval']['subject'], string>> = {
  command: 'Allow this command?',
  patch: 'Allow this change?',
  permissions: 'Allow this?',
  question: 'Allow this?',
};

/** What has no room is said; the options are always there. `rows`: of the screen that it may have. */
export function questionRows(
  { approval, options }: OpenApproval,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const { subject, text, reason, cwd, patch } = approval;
  const told = (words: string | undefined): readonly string[] =>
    words === undefined ? [] : rowsOf(words, { columns, style: 'dim', prefix: '  ' });
  const body = [
    ...rowsOf(text, { columns, prefix: '  ' }),
    ...told(cwd === undefined ? undefined : `in ${cwd}`),
    ...told(reason),
    ...(patch === undefined ? [] : patchRows(patch, columns)),
  ];
  const answers = [
    '',
    ...options
      .slice(0, MOST_OPTIONS)
      .flatMap(({ name }, index) =>
        rowsOf(name, { columns, prefix: `  ${index + 1}. ` }).slice(0, OPTION_ROWS),
      ),
    styled('  esc to cancel the turn', 'dim'),
  ];
  const room = Math.max(1, rows - answers.length - 1);
  const more = `  … ${body.length - room + 1} more rows: Ctrl-\\ w has them, as far as it is kept`;
  const seen =
    body.length <= room
      ? body
      : [...body.slice(0, room - 1), styled(more.slice(0, columns - 1), 'dim')];
  return [styled(ASKED[subject], 'bold'), ...seen, ...answers];
}

/** The option that a key chooses; undefined: none. */
export function optionOf({ options }: OpenApproval, text: string): string | undefined {
  if (/^[1-9]$/u.test(text)) return options[Number(text) - 1]?.optionId;
  const kind = { y: 'allow_once', n: 'reject_once' }[text];
  if (kind === undefined) return undefined;
  return options.find((option) => option.kind === kind)?.optionId;
}

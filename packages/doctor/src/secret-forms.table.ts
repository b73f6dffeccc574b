// The forms of secrets: what services put in front of their tokens, and the names that secrets stand
// behind. By its look a secret is told as narrowly as its service lets it be, so that ordinary text stays
// readable; by its name broadly, since what is lost there is a line, and what is left may be a password.

/** Names of settings, variables and headers whose values are never shown. */
export const SECRET_NAME =
  /(?:^|[_\-.])(?:api[_-]?key|key|token|secret|password|passwd|passphrase|pass|pwd|credentials?|authorization|auth|cookie|session[_-]?id|private)(?:$|[_\-.])|(?:apikey|accesskey|secretkey|token|secret|password)$/iu;

export interface SecretForm {
  /** What is written in its place, in square brackets. */
  readonly kind: string;
  /** With the groups `before` and `after` for what stays. */
  readonly form: RegExp;
  /** Is in every text in which the form finds anything, and cheaper to look for; forms that follow each other share it. */
  readonly sign: RegExp;
}

type Unsigned = Omit<SecretForm, 'sign'>;

function signed(sign: RegExp, forms: readonly Unsigned[]): readonly SecretForm[] {
  return forms.map((form) => ({ ...form, sign }));
}

/** These words say it wherever they stand in a name: `passwordHash`, `API_KEYS`. */
const CLEAR_WORDS =
  '(?:password|passwd|passphrase|passcode|secret|credential|authorization|session[_-]?id|(?:api|access|private|signing)[_-]?key)[A-Za-z0-9_-]*';
/** These where a part of a name ends with them: `DB_PASS`, `ENCRYPTION_KEY`, `token_value`, but not `keys`. */
const SHORT_WORDS = '(?:pass|pwd|key|auth|token|cookie)(?:[_-][A-Za-z0-9]+)*';
/** These only as a whole part of a name: others end with them by chance. */
const WHOLE_PARTS = '(?:sid|csrf|xsrf|jwt|otp|phpsessid|jsessionid)';
const NAME = `(?<![A-Za-z0-9_.-])(?:[A-Za-z0-9_.-]*(?:${CLEAR_WORDS}|${SHORT_WORDS})|(?:[A-Za-z0-9_.-]*[_.-])?${WHOLE_PARTS})`;

/** What has been taken out already stays as it is. */
const REDACTED = String.raw`(?!\[(?:private key|secret|key|token|login|path|address|hash)\](?:[\s"',;&)}\]]|$))`;

/** In quotes, also where these are escaped, or cut off by the end of the line. */
const QUOTED = String.raw`"(?:\\.|[^"\\\r\n])*(?:"|\\?$)(?:["'\w]\S*)?|'(?:\\.|[^'\\\r\n])*(?:'|\\?$)(?:["'\w]\S*)?|\\+["'][^\r\n]*?(?:\\+["']|$)`;
const NAME_END = String.raw`(?:\\*["'])?`;

/** `name=value`: to the next blank. `name: value`, `name = value`, `name => value`: to the end of the line. */
const ASSIGNED: readonly Unsigned[] = [
  ['(?:=>|:|=(?!>))', String.raw`\S+`],
  [
    String.raw`(?:[ \t]*=>[ \t]*|[ \t]+(?::|=(?!>))[ \t]*|[ \t]*(?::|=(?!>))[ \t]+)`,
    String.raw`[^\s][^\r\n]*`,
  ],
].map(([between, bare]) => ({
  kind: 'secret',
  form: new RegExp(
    `(?<before>${NAME}${NAME_END}${between})(?:${QUOTED}|${REDACTED}${bare})`,
    'gimu',
  ),
}));

/** Between two words of which a program that wraps has the second in the next row, also in a box. */
const ROW_END = String.raw`[ \t]*[\u2502|]?[ \t]*\r?\n[ \t]*[\u2502|]?[ \t]*`;

const VALUE = String.raw`(?:(?:${QUOTED})|${REDACTED}[^\s"']\S*)`;
/** To the end of one command in a line of them. */
const SAME_COMMAND = String.raw`[^\r\n|;&]*?[ \t]`;

/** Options that are one letter, and a password only of these programs. */
const PROGRAMS: readonly (readonly [names: string, option: string])[] = [
  // `-pPASSWORD`, with no blank between.
  ['mysql\\w*|mariadb(?:-\\w+)*|7z[az]?|(?:un)?rar', '-p'],
  [
    'sshpass|mongo\\w*|(?:docker|podman|nerdctl|oc|az|helm registry|skopeo|buildah)[ \\t]+login',
    '-p[ \\t]*',
  ],
  ['redis-cli', '-a[ \\t]*'],
  ['ldap\\w+', '-w[ \\t]*'],
  ['(?:un)?zip|sqlcmd|bcp|isql', '-P[ \\t]*'],
  ['curl', '-b[ \\t]*'],
  ['smb\\w+|rpcclient', '-U[ \\t]*[^\\s%]+%'],
];
const LETTERS: readonly Unsigned[] = PROGRAMS.map(([names, option]) => ({
  kind: 'secret',
  form: new RegExp(String.raw`(?<before>\b(?:${names})\b${SAME_COMMAND}${option})${VALUE}`, 'gmu'),
}));
const LETTERS_SIGN = new RegExp(
  String.raw`(?<=\b(?:${PROGRAMS.map(([names]) => names).join('|')})\b[^\r\n|;&]*[ \t])-[pawPbU]`,
  'u',
);

/** What is handed to a program that reads a password from its input, or stands behind words. */
const IN_WORDS: readonly Unsigned[] = [
  String.raw`(?<before>\becho[ \t]+(?:-n[ \t]+)?)${VALUE}(?<after>[ \t]*\|[^\r\n]*(?:sudo[ \t]+-S|chpasswd|--password-stdin))`,
  String.raw`(?<before>\bhtpasswd[ \t]+-\w*b\w*[ \t]+\S+[ \t]+\S+[ \t]+)${VALUE}`,
  String.raw`(?<before>\b(?:login|user|account)[ \t]+\S+[ \t]+password[ \t]+)${VALUE}`,
  String.raw`(?<before>^[ \t]*(?:password|requirepass|masterauth)[ \t]+)${VALUE}(?<after>[ \t]*$)`,
  String.raw`(?<before>\b(?:identified[ \t]+(?:with[ \t]+\S+[ \t]+)?by|password)[ \t]+)(?:${QUOTED})`,
].map((form) => ({ kind: 'secret', form: new RegExp(form, 'gimu') }));

/** A key that has the form of a name for anything is one where words before it say so. */
const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
const OPAQUE = String.raw`(?=[\w-]*\d[\w-]*\d)(?=[\w-]*[a-z])[\w-]{16,}`;
const NAMED_KEYS: readonly Unsigned[] = [
  String.raw`(?<before>\b[\w-]*(?:key|token|secret|password|passphrase|credential|licen[cs]e)s?\b["']?(?:[ \t]+[a-z]+){0,3}[ \t]*[:=,]?[ \t]*["'(<]?)${UUID}`,
  String.raw`(?<before>\b(?:(?:api|access|private|secret|licen[cs]e)[ _-]?key|token|secret)[ \t]+["'(<]?)${OPAQUE}`,
].map((form) => ({ kind: 'key', form: new RegExp(form, 'giu') }));

/** A name of `ASSIGNED` and what is between it and its value: looked for from there, for it is rarer. */
const ASSIGNED_SIGN = new RegExp(
  `(?<=(?:${CLEAR_WORDS}|${SHORT_WORDS}|${WHOLE_PARTS})${NAME_END}[ \\t]*)[:=]`,
  'iu',
);
const OPTION_SIGN = new RegExp(
  String.raw`(?<=^|[\s"'\x60([{=,;|&])--?[A-Za-z0-9_.-]*(?:${CLEAR_WORDS}|${SHORT_WORDS})[\s\u2502|\\"'\x60]`,
  'imu',
);
const IN_WORDS_SIGN = /passw(?:d|ord)|requirepass|masterauth|sudo[ \t]+-S|identified[ \t]/iu;
const NAMED_KEYS_SIGN = /[0-9a-f]{8}-[0-9a-f]{4}-|(?:key|token|secret)[ \t]+["'(<]?[\w-]{16}/iu;
const TOKEN_SIGN =
  /\b(?:eyJ[\w-]{8}|sk-[\w-]{16}|[rsp]k_(?:live|test)_\w{10}|gh[pousr]_\w{20}|github_pat_\w{20}|glpat-[\w-]{16}|npm_\w{20}|pypi-[\w-]{20}|hf_\w{20}|xox[abeoprs]-[\w-]{10}|AIza[\w-]{30}|ya29\.[\w-]{20}|A(?:KIA|SIA|GPA|IDA|ROA)[A-Z0-9]{12}|gsk_\w{20}|xai-[\w-]{16}|GOCSPX-[\w-]{10}|do[opr]_v1_\w{16}|SG\.[\w-]{16})/u;

/** In this order: a form that is part of another comes behind it. */
export const SECRET_FORMS: readonly SecretForm[] = [
  ...signed(/---- ?(?:BEGIN|END) |^[ \t]*[A-Za-z0-9+/]{60}/mu, [
    {
      kind: 'private key',
      form: /-{4,5} ?BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)? ?-{4,5}[\s\S]*?(?:-{4,5} ?END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)? ?-{4,5}|$)/gu,
    },
    // One whose beginning is not there any more, and certificates: they name people and machines.
    {
      kind: 'private key',
      form: /(?:^[ \t]*[A-Za-z0-9+/]{1,76}={0,2}\r?\n)+[ \t]*-{4,5} ?END [A-Z0-9 ]*-{4,5}/gmu,
    },
    {
      kind: 'key',
      form: /-----BEGIN [A-Z0-9 ]+-----[A-Za-z0-9+/=\s\\:.,()-]*?(?:-----END [A-Z0-9 ]+-----|$)/gu,
    },
    { kind: 'key', form: /(?<before>^[ \t]*)[A-Za-z0-9+/]{60,76}={0,2}(?<after>[ \t]*$)/gmu },
  ]),
  ...signed(/:\/\/[^\s/"']+@/u, [
    // `scheme://user:password@host/path?query`: of an address only scheme and host stay.
    { kind: 'login', form: /(?<before>\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"']+(?<after>@)/giu },
  ]),
  ...signed(/:\/\/|hooks\.slack\.com\//iu, [
    {
      kind: 'path',
      form: /(?<before>\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#"'<>]*(?:\/|(?=[?#])))(?!\[path\](?:[\s"'<>]|$))[^\s"'<>]+/giu,
    },
    { kind: 'path', form: /(?<before>\bhooks\.slack\.com\/)(?!\[path\])[^\s"'<>]+/giu },
  ]),
  ...signed(ASSIGNED_SIGN, [
    // Headers whose whole line is one secret.
    {
      kind: 'secret',
      form: /(?<before>\b(?:set-cookie|cookie|proxy-authorization|authorization|x-api-key)(?::|=(?!>))(?!\s*["'])[ \t]*)[^\r\n]+/giu,
    },
    ...ASSIGNED,
  ]),
  ...signed(OPTION_SIGN, [
    // `"--api-key", "VALUE"`, as lists of words have it, also where they are quoted themselves.
    {
      kind: 'secret',
      form: new RegExp(
        String.raw`(?<before>\\*["'\x60]--?(?:[A-Za-z0-9_.-]*(?:${CLEAR_WORDS}|${SHORT_WORDS}))\\*["'\x60]\s*,?\s*)(?:${QUOTED})`,
        'gimu',
      ),
    },
    // `--api-key VALUE`; also where the value stands in the next row, and is no word.
    {
      kind: 'secret',
      form: new RegExp(
        String.raw`(?<before>(?<=^|[\s"'\x60([{=,;|&])--?(?:[A-Za-z0-9_.-]*(?:${CLEAR_WORDS}|${SHORT_WORDS}))(?:${ROW_END}(?=\S*\d)|[ \t]+(?![\u2502|]?[ \t]*\r?$)))(?!-)(?:(?:${QUOTED})|${REDACTED}\S+)`,
        'gimu',
      ),
    },
  ]),
  ...signed(/(?<=^|\s)(?:-u|-U|--user|--proxy-user)[^\r\n]*:/mu, [
    // `-u user:password`, as curl has it.
    {
      kind: 'login',
      form: /(?<before>(?<=^|\s)(?:-u|-U|--user|--proxy-user)(?:[ \t]+|=)?)(?:"[^"\r\n]+:[^"\r\n]*"?|'[^'\r\n]+:[^'\r\n]*'?|[^\s:"'=-][^\s:"']*:(?:"[^"\r\n]*"?|'[^'\r\n]*'?|[^\s"']+))/gmu,
    },
  ]),
  ...signed(/:[^\s@/:"'[\]]{3,}@[\w-]/u, [
    // The same without a scheme, as proxies are written.
    {
      kind: 'login',
      form: /(?<![\w/@:.[-])[\w.+-]+:[^\s@/:"'[\]]{3,}(?<after>@[\w-]+(?:\.[\w-]+)*)/gu,
    },
  ]),
  ...signed(LETTERS_SIGN, LETTERS),
  ...signed(IN_WORDS_SIGN, IN_WORDS),
  ...signed(NAMED_KEYS_SIGN, NAMED_KEYS),
  ...signed(TOKEN_SIGN, [
    // JSON Web Tokens, signed, sealed or cut: parts in base64url, the first of them JSON.
    { kind: 'token', form: /\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/gu },
    { kind: 'key', form: /\bsk-(?:ant-|proj-|or-|svcacct-|live-|test-)?[\w-]{16,}/gu },
    { kind: 'key', form: /\b[rsp]k_(?:live|test)_\w{10,}/gu },
    { kind: 'token', form: /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,})/gu },
    { kind: 'token', form: /\bglpat-[\w-]{16,}/gu },
    { kind: 'token', form: /\bnpm_\w{20,}/gu },
    { kind: 'token', form: /\bpypi-[\w-]{20,}/gu },
    { kind: 'token', form: /\bhf_\w{20,}/gu },
    { kind: 'token', form: /\bxox[abeoprs]-[\w-]{10,}/gu },
    { kind: 'key', form: /\bAIza[\w-]{30,}/gu },
    { kind: 'token', form: /\bya29\.[\w-]{20,}/gu },
    { kind: 'key', form: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b/gu },
    { kind: 'key', form: /\bgsk_\w{20,}/gu },
    { kind: 'key', form: /\bxai-[\w-]{16,}/gu },
    { kind: 'secret', form: /\bGOCSPX-[\w-]{10,}/gu },
    { kind: 'token', form: /\bdo[opr]_v1_\w{16,}/gu },
    { kind: 'key', form: /\bSG\.[\w-]{16,}\.[\w-]{16,}/gu },
  ]),
  ...signed(/\b(?:Bearer|Basic|Token)\s+[\w.~+/=-]{8}/u, [
    { kind: 'token', form: /(?<before>\b(?:Bearer|Basic|Token)\s+)[\w.~+/=-]{8,}/gu },
  ]),
  ...signed(/@/u, [{ kind: 'address', form: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu }]),
  ...signed(/(?<![\w-])[\w-]{32}/u, [
    // Random-looking: long, of several digits and both cases, as no name is; or long hexadecimal.
    { kind: 'key', form: /\b(?=(?:[\w-]*?\d){4})(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,}\b/gu },
  ]),
  ...signed(/[0-9a-f]{32}/iu, [
    { kind: 'hash', form: /(?<![0-9A-Za-z])[0-9a-f]{32,}(?![0-9A-Za-z])/giu },
  ]),
];

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
}

/** These words say it wherever they stand in a name: `passwordHash`, `API_KEYS`. */
const CLEAR_WORDS =
  '(?:password|passwd|passphrase|passcode|secret|credential|authorization|session[_-]?id|(?:api|access|private|signing)[_-]?key)[A-Za-z0-9_-]*';
/** These where a part of a name ends with them: `DB_PASS`, `ENCRYPTION_KEY`, `token_value`, but not `keys`. */
const SHORT_WORDS = '(?:pass|pwd|key|auth|token|cookie)(?:[_-][A-Za-z0-9]+)*';
const NAME = `(?<![A-Za-z0-9_.-])[A-Za-z0-9_.-]*(?:${CLEAR_WORDS}|${SHORT_WORDS})`;

/** What has been taken out already stays as it is. */
const REDACTED = String.raw`(?!\[(?:private key|secret|key|token|login|path|address|hash)\](?:[\s"',;&)}\]]|$))`;

/** In quotes, also where these are escaped, or cut off by the end of the line. */
const QUOTED = String.raw`"(?:\\.|[^"\\\r\n])*(?:"|\\?$)(?:["'\w]\S*)?|'(?:\\.|[^'\\\r\n])*(?:'|\\?$)(?:["'\w]\S*)?|\\+["'][^\r\n]*?(?:\\+["']|$)`;
const NAME_END = String.raw`(?:\\*["'])?`;

/** `name=value`: to the next blank. `name: value`, `name = value`, `name => value`: to the end of the line. */
const ASSIGNED: readonly SecretForm[] = [
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

/** In this order: a form that is part of another comes behind it. */
export const SECRET_FORMS: readonly SecretForm[] = [
  {
    kind: 'private key',
    form: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
  },
  // `scheme://user:password@host/path?query`: of an address only scheme and host stay.
  { kind: 'login', form: /(?<before>\b[a-z][a-z0-9+.-]*:\/\/)[^\s/"']+(?<after>@)/giu },
  {
    kind: 'path',
    form: /(?<before>\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#"'<>]*(?:\/|(?=[?#])))(?!\[path\](?:[\s"'<>]|$))[^\s"'<>]+/giu,
  },
  { kind: 'path', form: /(?<before>\bhooks\.slack\.com\/)(?!\[path\])[^\s"'<>]+/giu },
  // Headers whose whole line is one secret.
  {
    kind: 'secret',
    form: /(?<before>\b(?:set-cookie|cookie|proxy-authorization|authorization|x-api-key):(?!\s*["'])[ \t]*)[^\r\n]+/giu,
  },
  ...ASSIGNED,
  // `--api-key VALUE`.
  {
    kind: 'secret',
    form: new RegExp(
      String.raw`(?<before>(?<=^|\s)--?(?:[A-Za-z0-9_.-]*(?:${CLEAR_WORDS}|${SHORT_WORDS}))[ \t]+)(?!-)(?:(?:${QUOTED})|${REDACTED}\S+)`,
      'gimu',
    ),
  },
  // `-u user:password`, as curl has it.
  {
    kind: 'login',
    form: /(?<before>(?<=^|\s)(?:-u|-U|--user|--proxy-user)(?:[ \t]+|=)?)(?:"[^"\r\n]+:[^"\r\n]*"?|'[^'\r\n]+:[^'\r\n]*'?|[^\s:"'=-][^\s:"']*:(?:"[^"\r\n]*"?|'[^'\r\n]*'?|[^\s"']+))/gmu,
  },
  // JSON Web Tokens: three parts in base64url, the first two of JSON.
  { kind: 'token', form: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/gu },
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
  { kind: 'token', form: /(?<before>\b(?:Bearer|Basic|Token)\s+)[\w.~+/=-]{8,}/gu },
  { kind: 'address', form: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu },
  // Random-looking: long, of several digits and both cases, as no name is; or long hexadecimal.
  { kind: 'key', form: /\b(?=(?:[\w-]*?\d){4})(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,}\b/gu },
  { kind: 'hash', form: /(?<![0-9A-Za-z])[0-9a-f]{32,}(?![0-9A-Za-z])/giu },
];

// The forms of secrets: what services put in front of their tokens, and the names that secrets stand
// behind. A form is as narrow as its service lets it be, so that ordinary text stays readable.

/** Names of settings, variables and headers whose values are never shown. */
export const SECRET_NAME =
  /(?:^|[_\-.])(?:api[_-]?key|key|token|secret|password|passwd|passphrase|pass|pwd|credentials?|authorization|auth|cookie|session[_-]?id|private)(?:$|[_\-.])|(?:apikey|accesskey|secretkey|token|secret|password)$/iu;

export interface SecretForm {
  /** What is written in its place, in square brackets. */
  readonly kind: string;
  /** With the groups `before` and `after` for what stays. */
  readonly form: RegExp;
}

/** What secrets are called, also as a part of a longer name: OPENAI_API_KEY, db.password. */
const NAME =
  '(?:[A-Za-z0-9]+[_.-])*(?:api[_-]?key|apikey|access[_-]?key|secret(?:[_-]?key)?|token|password|passwd|passphrase|pwd|credentials?|private[_-]?key)(?:[_-][A-Za-z0-9]+)*';

/** What has been taken out already stays as it is. */
const REDACTED = String.raw`(?!\[[a-z ]+\])`;

/** `name = value`, `name: "value"`: what stands behind, in its quotes or up to where a value ends. */
function assigned(between: string): RegExp {
  const value = String.raw`(?:"[^"\r\n]*"|'[^'\r\n]*'|${REDACTED}[^\s"',;&]{4,})`;
  return new RegExp(`(?<before>(?<![A-Za-z0-9])${NAME}${between})${value}`, 'giu');
}

/** In this order: a form that is part of another comes behind it. */
export const SECRET_FORMS: readonly SecretForm[] = [
  {
    kind: 'private key',
    form: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
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
  { kind: 'key', form: /\bSG\.[\w-]{16,}\.[\w-]{16,}/gu },
  // `scheme://user:password@host`, the user's name as well.
  { kind: 'login', form: /(?<before>\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+(?<after>@)/giu },
  { kind: 'token', form: /(?<before>\b(?:Bearer|Basic|Token)\s+)[\w.~+/=-]{8,}/gu },
  // Headers whose whole line is one secret.
  {
    kind: 'secret',
    form: /(?<before>\b(?:set-cookie|cookie|proxy-authorization|authorization|x-api-key)["']?\s*:\s*)[^\r\n]+/giu,
  },
  { kind: 'secret', form: assigned(String.raw`["']?\s*[:=]\s*`) },
  { kind: 'secret', form: assigned(String.raw`["']?\s*=>\s*`) },
  // `--api-key VALUE`.
  {
    kind: 'secret',
    form: new RegExp(String.raw`(?<before>(?<=^|\s)--?${NAME}\s+)(?!-)${REDACTED}\S{4,}`, 'gimu'),
  },
  { kind: 'address', form: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu },
  // Random-looking: long, of several digits and both cases, as no name is; or long hexadecimal.
  { kind: 'key', form: /\b(?=(?:[\w-]*?\d){4})(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,}\b/gu },
  { kind: 'hash', form: /\b[0-9a-f]{40,}\b/giu },
];

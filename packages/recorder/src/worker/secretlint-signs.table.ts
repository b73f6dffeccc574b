// What is in every text in which a rule of secretlint's recommended ones finds anything: to be looked for in one go,
// before all of them are asked. Taken from the rules' own expressions; where they change, this has to follow.

/** The version that they were taken from; a test holds it against the one installed. */
export const SIGNS_ARE_OF = '13.1.0';

/** By the rule's name. A rule without any is one that never finds a thing in a text. */
export const SECRETLINT_SIGNS: Readonly<Record<string, readonly string[]>> = {
  // Its others are asked for by an option.
  aws: ['(?:SECRET|[sS]ecret)_?(?:ACCESS|[aA]ccess)_?(?:KEY|[kK]ey)'],
  // Only in files of its own.
  gcp: [],
  privatekey: ['-----BEGIN ?(?:(?:RSA|DSA|EC|OPENSSH|PGP) )?PRIVATE KEY'],
  // The others of it only in files of their own.
  npm: [String.raw`npm_\w{36}`],
  basicauth: [String.raw`(?:https?|ftps?):\/\/[-\w]{1,256}:[-\w]{1,256}@`],
  slack: ['(?:xox[bpaor]|xapp)-[a-zA-Z0-9]'],
  sendgrid: [String.raw`SG\.\w{1,128}\.\w`],
  shopify: ['shp(?:pa|ca|at|ss)_[a-zA-Z0-9]{32}'],
  stripe: ['[sr]k_(?:live|test)_[a-zA-Z0-9]{24}'],
  github: ['gh[pousr]_[a-zA-Z0-9]', 'github_pat_'],
  gitlab: [String.raw`glpat-[\w-]{20}`],
  grafana: ['glc_[A-Za-z0-9+/]{32}', 'glsa_[A-Za-z0-9]{32}'],
  openai: ['T3BlbkFJ'],
  anthropic: ['sk-ant-api0'],
  groq: ['gsk_[a-zA-Z0-9]{52}'],
  huggingface: ['hf_[a-zA-Z]{34}'],
  linear: [String.raw`lin_api_\w{32}`],
  notion: [String.raw`ntn_\d{11}`],
  '1password': ['ops_ey'],
  'database-connection-string': [],
  'hashicorp-vault': [String.raw`hv[sbr]\.[\w-]{90}`],
  vercel: ['vc[piark]_[A-Za-z0-9]{20}'],
  databricks: ['dapi[A-Fa-f0-9]{32}'],
  docker: [String.raw`dckr_pat_[\w-]{27}`],
  figma: [String.raw`figd_[\w-]{40}`],
  cloudflare: ['cf(?:k|ut|at)_[A-Za-z0-9]{40}'],
  tailscale: ['tskey-'],
  // It finds nothing, but silences others.
  'filter-comments': [],
};

/** Of the rules that take small and capital letters for the same. */
export const SECRETLINT_SIGNS_OF_ANY_CASE: Readonly<Record<string, readonly string[]>> = {
  slack: [String.raw`hooks\.slack\.com\/services\/T`],
  'database-connection-string': [
    String.raw`(?:mongodb(?:\+srv)?|mysqlx?|postgres(?:ql)?):\/\/[^:/\s]{1,100}:[^@/\s]{1,200}@`,
  ],
};

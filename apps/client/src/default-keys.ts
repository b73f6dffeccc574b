// The keys that talk and lead where nobody has chosen others: alone, so that help loads no settings.
export const DEFAULT_KEYS = { talk: 'F2', leader: 'Ctrl-\\' } as const;

// What a role can say, and how wide each permission is beside the others of its kind.

export const ROLE_AGENTS = ['codex', 'claude', 'gemini', 'opencode'] as const;
export type RoleAgent = (typeof ROLE_AGENTS)[number];

export const EFFORTS = ['low', 'medium', 'high', 'xhigh'] as const;
export type Effort = (typeof EFFORTS)[number];

/** The narrowest first. */
export const SANDBOXES = ['read-only', 'workspace-write', 'danger-full-access'] as const;
export type Sandbox = (typeof SANDBOXES)[number];

/** The narrowest first: it asks for everything, not for edits, for nothing. */
export const APPROVALS = ['ask', 'edits', 'never'] as const;
export type Approval = (typeof APPROVALS)[number];

export interface RoleFields {
  readonly description?: string;
  /** Started where none is named. */
  readonly agent?: RoleAgent;
  /** One for every agent, or one for each. */
  readonly model?: string | Readonly<Partial<Record<RoleAgent, string>>>;
  readonly effort?: Effort;
  readonly sandbox?: Sandbox;
  readonly approval?: Approval;
  readonly preamble?: string;
}

/** In the order in which they are shown. */
export const ROLE_FIELDS = [
  'description',
  'agent',
  'model',
  'effort',
  'sandbox',
  'approval',
  'preamble',
] as const satisfies readonly (keyof RoleFields)[];
export type RoleField = (typeof ROLE_FIELDS)[number];

/** The wider ones later. */
export const LAYERS = ['built-in', 'user', 'project'] as const;
export type RoleLayer = (typeof LAYERS)[number];

/** Of one layer, by name. */
export type RoleTable = Readonly<Record<string, RoleFields>>;

/** What a project's file would allow beyond what the person's own role does. */
export interface Widening {
  readonly field: 'sandbox' | 'approval';
  readonly to: string;
  /** The person's own; absent: it says nothing. */
  readonly beyond?: string;
}

export interface Role {
  readonly name: string;
  readonly fields: RoleFields;
  /** Which layer each field that is said comes from. */
  readonly from: Readonly<Partial<Record<RoleField, RoleLayer>>>;
  readonly widens: readonly Widening[];
}

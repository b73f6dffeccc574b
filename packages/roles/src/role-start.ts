// What a role becomes for one agent: arguments before the person's own, a text that is composed, and
// what is left, with the reason. Starting and composing are the caller's.
import {
  AGENT_WAYS,
  type AgentWays,
  COMPOSED,
  OTHER_WAYS,
  type StartField,
} from './agent-ways.table.ts';
import { ownSetting } from './own-arguments.ts';
import type { RoleAgent, RoleFields } from './role.ts';

export type RoleStartAgent = RoleAgent | 'plain';

export interface RoleStart {
  /** The agent's name as its makers have it. */
  readonly agentName: string;
  /** They stand before the person's own. */
  readonly args: readonly string[];
  /** To be put into the composer first of all. */
  readonly composed?: string;
  readonly set: readonly RoleSetting[];
  readonly left: readonly RoleRemainder[];
}

/** A field the agent takes on its command line. */
export interface RoleSetting {
  readonly field: StartField;
  readonly args: readonly string[];
  readonly note?: string;
}

/** A field the agent does not get. */
export interface RoleRemainder {
  readonly field: StartField;
  readonly why: string;
}

const FIELDS: readonly StartField[] = ['model', 'effort', 'sandbox', 'approval', 'preamble'];

/** `own`: what the person wrote behind the agent's name. */
export function roleStart(
  fields: RoleFields,
  agent: RoleStartAgent,
  own: readonly string[] = [],
): RoleStart {
  const { name, ways } = waysOf(agent);
  const said = fieldsFor(fields, agent);
  const set: RoleSetting[] = [];
  const left: RoleRemainder[] = [];
  let composed: string | undefined;
  if (fields.model !== undefined && said.model === undefined) {
    left.push({ field: 'model', why: `the role names none for ${name}` });
  }
  for (const field of FIELDS) {
    const { take, own: spellings } = ways[field];
    const taken = take(said);
    if (taken === undefined) continue;
    const already = ownSetting(own, spellings);
    if (taken.kind === 'left' && taken.why === COMPOSED) composed = said.preamble;
    else if (taken.kind === 'left') left.push({ field, why: taken.why });
    else if (already !== undefined) left.push({ field, why: `${already} is yours already` });
    else {
      const { args, note } = taken;
      set.push({ field, args, ...(note === undefined ? {} : { note }) });
    }
  }
  return {
    agentName: name,
    args: set.flatMap(({ args }) => args),
    ...(composed === undefined ? {} : { composed }),
    set,
    left,
  };
}

function waysOf(agent: RoleStartAgent): AgentWays {
  return agent === 'plain' ? OTHER_WAYS : AGENT_WAYS[agent];
}

/** With the one model that is this agent's, and a preamble that gives no orders to a terminal. */
function fieldsFor(
  fields: RoleFields,
  agent: RoleStartAgent,
): RoleFields & { readonly model?: string } {
  const { model: models, preamble: written, ...others } = fields;
  const model =
    typeof models === 'string' ? models : agent === 'plain' ? undefined : models?.[agent];
  const preamble = written?.replaceAll(/\r\n?/gu, '\n').replaceAll(CONTROL, '').trim();
  return {
    ...others,
    ...(model === undefined ? {} : { model }),
    ...(preamble === undefined || preamble === '' ? {} : { preamble }),
  };
}

const CONTROL = /[\p{Cc}--[\n\t]]/gv;

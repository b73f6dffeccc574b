// One role from its layers: which field counts, where it comes from, and what a project's file would
// allow beyond the person's own.
import {
  APPROVALS,
  LAYERS,
  ROLE_FIELDS,
  type Role,
  type RoleField,
  type RoleFields,
  type RoleLayer,
  type RoleTable,
  SANDBOXES,
  type Widening,
} from './role.ts';

export type RoleLayers = Readonly<Record<RoleLayer, RoleTable>>;

/** Names of all roles, sorted. */
export function roleNames(layers: RoleLayers): readonly string[] {
  return [...new Set(LAYERS.flatMap((layer) => Object.keys(layers[layer])))].toSorted();
}

/** The role of that name; undefined where no layer has it. */
export function layeredRole(name: string, layers: RoleLayers): Role | undefined {
  const having = LAYERS.filter((layer) => Object.hasOwn(layers[layer], name));
  if (having.length === 0) return undefined;
  const from: Partial<Record<RoleField, RoleLayer>> = {};
  let fields: RoleFields = {};
  let person: RoleFields = {};
  for (const layer of having) {
    const said = layers[layer][name] ?? {};
    if (layer === 'project') person = fields;
    fields = { ...fields, ...said };
    for (const field of ROLE_FIELDS) if (said[field] !== undefined) from[field] = layer;
  }
  const project = having.includes('project') ? layers.project[name] : undefined;
  return {
    name,
    fields,
    from,
    widens: project === undefined ? [] : wideningsOf(project, person),
  };
}

/** Whether anything of it was written by whoever wrote the project. */
export function isOfProject({ from }: Role): boolean {
  return Object.values(from).includes('project');
}

function wideningsOf(project: RoleFields, person: RoleFields): readonly Widening[] {
  return [
    ...widening('sandbox', SANDBOXES, project.sandbox, person.sandbox),
    ...widening('approval', APPROVALS, project.approval, person.approval),
  ];
}

function widening<Value extends string>(
  field: Widening['field'],
  widths: readonly Value[],
  to: Value | undefined,
  own: Value | undefined,
): readonly Widening[] {
  if (to === undefined) return [];
  // What the agent itself allows is not known here: only the narrowest can't go beyond it.
  const limit = own === undefined ? 0 : widths.indexOf(own);
  if (widths.indexOf(to) <= limit) return [];
  return [{ field, to, ...(own === undefined ? {} : { beyond: own }) }];
}

export { BUILT_IN_ROLES } from './built-in-roles.ts';
export { isOfProject, layeredRole, type RoleLayers, roleNames } from './layered-roles.ts';
export {
  APPROVALS,
  EFFORTS,
  ROLE_AGENTS,
  ROLE_FIELDS,
  type Role,
  type RoleAgent,
  type RoleField,
  type RoleFields,
  type RoleLayer,
  type RoleTable,
  SANDBOXES,
  type Widening,
} from './role.ts';
export { type RoleStart, type RoleStartAgent, roleStart } from './role-start.ts';

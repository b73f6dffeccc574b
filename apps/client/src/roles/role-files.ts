// The roles of a person and of a project: `prompts.toml` beside the config file, and
// `.codex-voice/prompts.toml`, the nearest up to the root of the repository. A wrong file of the person's
// is refused; one that came with a project is told and left aside.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  APPROVALS,
  BUILT_IN_ROLES,
  EFFORTS,
  layeredRole,
  ROLE_AGENTS,
  ROLE_FIELDS,
  type Role,
  type RoleLayers,
  type RoleTable,
  roleNames,
  SANDBOXES,
} from '@codex-voice/roles';
import * as v from 'valibot';
import { parseTables } from '../config.ts';
import { ConfigFile } from '../config-file.ts';
import { nearest } from '../nearest.ts';
import { places } from '../places.ts';
import { projectFolders } from '../project-config.ts';
import { UserError, visible } from '../user-error.ts';

const ROLES_FILE = 'prompts.toml';
const PROJECT_FOLDER = '.codex-voice';

/** A longer one is none that a person wrote, in bytes. */
const LONGEST_FILE_BYTES = 64 * 1024;
/** A system limits one argument to twice this, in UTF-16 units, also where each takes four bytes. */
const LONGEST_PREAMBLE_UNITS = 16 * 1024;
const LONGEST_NAME = 40;

const modelName = v.pipe(v.string(), v.regex(/^[^-\s]\S{0,199}$/u, 'the name of a model'));

const fieldEntries = {
  description: v.exactOptional(v.pipe(v.string(), v.regex(/^.{1,200}$/u, 'one line'))),
  agent: v.exactOptional(v.picklist(ROLE_AGENTS)),
  model: v.exactOptional(
    v.union([
      modelName,
      v.strictObject({
        codex: v.exactOptional(modelName),
        claude: v.exactOptional(modelName),
        gemini: v.exactOptional(modelName),
        opencode: v.exactOptional(modelName),
      }),
    ]),
  ),
  effort: v.exactOptional(v.picklist(EFFORTS)),
  sandbox: v.exactOptional(v.picklist(SANDBOXES)),
  approval: v.exactOptional(v.picklist(APPROVALS)),
  preamble: v.exactOptional(
    v.pipe(
      v.string(),
      v.check(
        (text) => text.trim() !== '' && text.length <= LONGEST_PREAMBLE_UNITS,
        `1 to ${LONGEST_PREAMBLE_UNITS} characters`,
      ),
    ),
  ),
};

const fileSchema = v.strictObject({
  roles: v.optional(v.record(v.string(), v.strictObject(fieldEntries)), {}),
});

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': ['roles'],
  roles: ROLE_FIELDS,
  'roles.*': ROLE_FIELDS,
  'roles.*.model': ROLE_AGENTS,
};

export interface FoundRoles {
  readonly layers: RoleLayers;
  /** What was wrong with the project's file, one line. */
  readonly problem?: string;
  /** Of the project, where there is one that can be used. */
  readonly projectFile?: string;
}

/** For an agent in `folder`. Throws `UserError` for a wrong file of the person's. */
export function findRoles(folder: string): FoundRoles {
  const user = tableOf(userRolesFile()) ?? {};
  const path = projectFolders(folder)
    .map((each) => join(each, PROJECT_FOLDER, ROLES_FILE))
    .find((each) => existsSync(each));
  const layers = { 'built-in': BUILT_IN_ROLES, user, project: {} };
  if (path === undefined) return { layers };
  try {
    return { layers: { ...layers, project: tableOf(path) ?? {} }, projectFile: path };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { layers, problem: `${error.message} (the project’s roles are left aside)` };
  }
}

export function userRolesFile(): string {
  return join(dirname(places(process.env, process.platform).configFile), ROLES_FILE);
}

/** Throws `UserError`, with the nearest name. */
export function roleNamed(name: string, { layers }: FoundRoles): Role {
  const role = layeredRole(name, layers);
  if (role !== undefined) return role;
  const names = roleNames(layers);
  const guess = nearest(name.replaceAll('-', '_'), names);
  const hint = guess === undefined ? `there is ${names.join(', ')}` : `did you mean ${guess}?`;
  throw new UserError(`there is no role ${visible(name)}: ${hint}`);
}

/** Undefined where there is no such file. */
function tableOf(path: string): RoleTable | undefined {
  let text: string;
  try {
    const found = statSync(path);
    // A pipe would be waited for, for ever.
    if (!found.isFile()) throw new UserError(`${path}: this is no file: put one there`);
    if (found.size > LONGEST_FILE_BYTES)
      throw new UserError(`${path}: longer than ${LONGEST_FILE_BYTES} bytes: shorten it`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : String(error);
    if (code === 'ENOENT') return undefined;
    throw new UserError(`${path} can't be read (${String(code)}): check its rights`);
  }
  return parseRoles(new ConfigFile(path, text));
}

/** Throws `UserError` with file and line. */
export function parseRoles(file: ConfigFile): RoleTable {
  const { roles } = parseTables(file, fileSchema, KNOWN);
  checkNames(Object.keys(roles), file);
  return roles;
}

function checkNames(names: readonly string[], file: ConfigFile): void {
  const wrong = names.find(
    (name) => !/^[a-z][a-z0-9_-]*$/u.test(name) || name.length > LONGEST_NAME,
  );
  if (wrong === undefined) return;
  throw new UserError(
    `${file.place(['roles', wrong, ''])}: ${visible(wrong)} is no name of a role: small letters, digits, _ and -, at most ${LONGEST_NAME}`,
  );
}

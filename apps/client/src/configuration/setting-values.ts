// Values of settings as text and back: how they are written in TOML, and what a word of a command line or
// of the environment means for a setting of a given form.
import { parse as parseToml, stringify } from 'smol-toml';
import * as v from 'valibot';
import type { SchemaNode } from './setting-rows.ts';

/** As it stands behind `=` in TOML, on one line. */
export function tomlValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const inside = Object.entries(value).map(
      ([name, each]) => `${tomlKey(name)} = ${tomlValue(each)}`,
    );
    return inside.length === 0 ? '{}' : `{ ${inside.join(', ')} }`;
  }
  return stringify({ value })
    .trimEnd()
    .replace(/^value = /u, '');
}

/** A key as it stands in TOML. */
export function tomlKey(name: string): string {
  return /^[\w-]+$/u.test(name) ? name : JSON.stringify(name);
}

/**
 * What `text` means for a setting: a TOML value where that is allowed, else the text itself where that is.
 * Where neither is, the TOML value, to be refused by whoever reads it.
 */
export function meantValue(text: string, schema: SchemaNode): unknown {
  const toml = parsedValue(text);
  const candidates = toml === undefined ? [text] : [toml.value, text];
  // A schema that was looked at by its parts is a schema again.
  const form = schema as unknown as v.GenericSchema;
  return candidates.find((value) => v.is(form, value)) ?? candidates[0];
}

function parsedValue(text: string): { readonly value: unknown } | undefined {
  if (/[\r\n]/u.test(text)) return undefined;
  try {
    const { value, ...others } = parseToml(`value = ${text}`);
    return Object.keys(others).length > 0 ? undefined : { value };
  } catch {
    return undefined;
  }
}

import { describe, expect, test } from 'vitest';
import { isSecretName, redact } from './redaction.ts';
import { ORDINARY, SECRETS } from './secrets.test-support.ts';

describe('DOCTOR-40', () => {
  test.each(SECRETS)('nothing is left of the secret in %j', (line, secret) => {
    expect(line).toContain(secret);
    const clean = redact(`before it ${line}\nafter it`);
    expect(clean).not.toContain(secret);
    expect(clean).toMatch(/^before it[\s\S]*\[/u);
  });

  test.each(ORDINARY)('an ordinary line stays: %s', (line) => {
    expect(redact(line)).toBe(line);
  });

  test.each([
    'OPENAI_API_KEY',
    'token',
    'dbPassword',
    'client-secret',
    'authorization',
    'auth_cookie',
  ])('%s names a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(['model', 'keys', 'talk', 'language', 'monkey', 'url'])('%s names none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

test('DOCTOR-41 the home folder and names are taken out as whole words', () => {
  const home = ['', 'home', 'anna'].join('/');
  const identity = { home, user: 'anna', machine: 'Deskbox.local' };
  const text = `${home}/x belongs to anna on deskbox.local, not to hannah or annabel`;
  expect(redact(text, identity)).toBe(
    '~/x belongs to [user] on [machine], not to hannah or annabel',
  );
  const other = ['', 'Users', 'otto'].join('/');
  expect(redact(`${other}/y`, identity)).toBe(`${['', 'Users', ''].join('/')}[user]/y`);
  expect(redact('on my-desk', { machine: 'my-desk' })).toBe('on [machine]');
  expect(redact('as root in ab', { user: 'root', machine: 'ab' })).toBe('as root in ab');
});

test('DOCTOR-41 a home is taken out where it is whole, in any slashes, and is no part of another', () => {
  const bob = ['', 'home', 'bob'].join('/');
  const told = (text: string): string => redact(text, { home: bob });
  expect(told(`${bob}by/x`)).toBe(`${['', 'home', '[user]', 'x'].join('/')}`);
  expect(told(`${bob}.`)).toBe('~.');
  expect(told(`in ${bob}: ${bob}/x`)).toBe('in ~: ~/x');
  const windows = { home: ['C:', 'Users', 'Bob B'].join('\\') };
  expect(redact(`${windows.home}\\x`, windows)).toBe('~\\x');
  expect(redact(`${windows.home.replaceAll('\\', '\\\\')}\\\\x`, windows)).toBe('~\\\\x');
  const other = ['C:', '', 'Users', '', 'Otto', '', 'x'].join('\\');
  expect(redact(other, windows)).toBe(['C:', '', 'Users', '', '[user]', '', 'x'].join('\\'));
});

test('DOCTOR-40 of an address scheme and host stay', () => {
  expect(redact('at http://127.0.0.1:8080/inference it answers')).toBe(
    'at http://127.0.0.1:8080/[path] it answers',
  );
});

test('DOCTOR-42 what was redacted once stays as it is', () => {
  for (const [line] of SECRETS) expect(redact(redact(line))).toBe(redact(line));
});

// What is missing in a published schema of ACP, found through its references and alternatives.
import { expect, test } from 'vitest';
import { missingAcp } from './acp-uses.ts';

/** As the real one is written, with nothing in it. */
function schema($defs: Readonly<Record<string, unknown>>): unknown {
  return { title: 'Agent Client Protocol', anyOf: [], $defs };
}

test('a type, a member and a method that are gone are named', () => {
  const missing = missingAcp(
    schema({
      NewSessionResponse: {
        properties: {
          sessionId: { $ref: '#/$defs/SessionId' },
          modes: { anyOf: [{ $ref: '#/$defs/Modes' }, { type: 'null' }] },
        },
      },
      SessionId: { type: 'string', 'x-method': 'session/new' },
      Modes: { properties: { availableModes: { items: { allOf: [{ $ref: '#/$defs/Mode' }] } } } },
      Mode: { properties: { id: {} } },
      PromptResponse: { properties: { stopReason: {} } },
    }),
  );
  const of = (type: string) => missing.filter((line) => line.startsWith(type));
  expect(of('NewSessionResponse')).toEqual([
    'NewSessionResponse.modes.currentModeId is gone',
    'NewSessionResponse.modes.availableModes[].name is gone',
  ]);
  expect(of('PromptResponse')).toEqual([]);
  expect(of('InitializeResponse')).toEqual(['InitializeResponse is gone']);
  expect(of('session/')).not.toContain('session/new is gone');
  expect(of('session/')).toContain('session/cancel is gone');
});

test('what is no schema is refused', () => {
  expect(() => missingAcp({ title: 'something else' })).toThrow();
});

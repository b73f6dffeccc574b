// Whether a session is shown by the very terminal that we are started in: its keeper is above us. A multiplexer
// that was started in it hands its name on, and shows us elsewhere.
import { UNREACHED_SESSION } from '../host-link.ts';
import { sessionsDirectory } from '../places.ts';
import { ancestorsOf, parentsHere } from './asking-process.ts';
import { readSessionRecord } from './session-record.ts';

export function isAroundUs(sessionId: string): boolean {
  // One without a keeper ends with its terminal.
  if (sessionId === UNREACHED_SESSION) return true;
  const record = readSessionRecord(sessionsDirectory(), sessionId);
  if (record === undefined) return false;
  const above = ancestorsOf({ pid: process.pid, parentOf: parentsHere() });
  return above.has(record.keeperPid);
}

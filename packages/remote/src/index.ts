export { ClockOffset } from './clock-offset.ts';
export { type NextTry, Reconnection } from './reconnection.ts';
export {
  addressText,
  isRemote,
  machineText,
  type RemoteAddress,
  readAddress,
} from './remote-address.ts';
export { type SshRefusal, sshRefusal } from './ssh-refusal.ts';
export { isProgram, type RemoteCommand, sshWords } from './ssh-words.ts';
export { type Moment, type UnderwayUtterance, WordsUnderway } from './words-underway.ts';

// The tables that the reference for embedders is made of. They are no part of what a program needs.
export {
  CALL_FACTS,
  ERROR_FACTS,
  EVENT_FACTS,
  OPTION_FACTS,
} from './session/session-reference.table.ts';

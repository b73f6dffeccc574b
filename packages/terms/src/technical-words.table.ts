// Words by which one hears that code is talked of. Ordinary English that only may mean code (test,
// state, table, host) is left out: a repair that rests on it would be wrong too often.

/** Said in the same breath, they make a text technical. */
export const TECHNICAL_WORDS = `
  algorithm api apis app argument arguments array arrays async auth await backend bash binary boolean
  branch branches browser buffer bug bugs build builds callback cargo changelog checkout class cli
  cluster code codebase command commands commit commits compile compiled compiler component components
  config configuration container containers crash css csv cpu daemon database databases dataset debug
  debugger dependencies dependency deploy deployed deployment diff directory docker dockerfile
  endpoint endpoints enum env environment eslint exception exceptions export exports file files flag
  flags folder folders framework frontend function functions git github handler handlers hash hook hooks
  html http import imports index init install installed interface interfaces java javascript json
  kernel kubernetes lambda library linter linux local localhost lockfile log logs login loop main
  makefile markdown master merge merged method methods middleware migration migrations mock module
  modules monorepo mutex namespace nginx node npm null object objects package packages parameter
  parameters parse parser path patch payload pipeline plugin pnpm pod pods pointer port postgres
  process processes production promise promises prop props proxy pull push python queries query react
  rebase redis refactor regex release remote render repo repos repository request requests response
  return returns revert rollback route router routes runtime rust schema script scripts sdk server
  servers shell socket sql squash src staging stash stderr stdin stdout string strings struct
  stylesheet submodule subprocess syntax tag tags terminal terraform test tests thread threads timeout
  token tokens trace tsconfig tuple type types typescript ui unit url username uuid validator variable
  variables version vim vite vitest webhook websocket wildcard worker workers workflow workspace
  worktree wrapper yaml yarn`;

/** What a name can be the name of: beside the name, they say that a name is meant. */
export const KIND_WORDS = `
  argument arguments array attribute branch callback class classes command component components
  constant constructor context decorator directive endpoint entity enum event field fields file files
  fixture flag folder function functions generic getter handler handlers helper helpers hook hooks
  import instance interface interfaces library macro method methods middleware mixin mock model module
  modules mutation namespace object operator option package packages param parameter parameters plugin
  prop property props protocol provider query reducer script scripts selector service setter setting
  struct table test tests trait type types util variable variables worker workers workspace`;

/** They announce that a name follows. */
export const NAMING_WORDS = `
  called named calling calls import imports export exports rename renamed invoke invokes invoking
  inside extends implements instantiate`;

/** Articles and the like: a verb directly after one is the name of something. */
export const DETERMINERS = 'a an the this that our my each every another';

/** Verbs that begin names and cannot follow an article in prose. */
export const NAME_VERBS =
  'use is has parse render fetch create make handle compute resolve validate';

/** After one of them a verb is a verb, whatever follows. */
export const SUBJECT_WORDS =
  'i you we they he she it who that to can could will would should must might may do does did please not';

/** Words that hold prose together: a phrase with one of them is prose until it is called a name. */
export const FUNCTION_WORDS = `
  a about above after again all also am an and any are as at be been before being below but by can could
  did do does doing done down each even every few for from get gets go goes going gone got had has have
  having he her here him his how i if in into is it its just last let like made make many may me might
  more most much must my near new next no not now of off on once one only open or other our out over
  own put said same say see set she should so some still such take than that the their them then there
  these they this those through till to too two under until up upon us use used very want was way we
  well were what when where which while who why will with without would yes yet you your`;

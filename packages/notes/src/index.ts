// Notes in dated Markdown files. Where the folder lies, and what a person is told, is left to others.
export { type Note, noteEntry } from './note-entry.ts';
export {
  addNote,
  dateOf,
  isDate,
  type NoteDay,
  type NoteKept,
  noteDays,
  readDay,
} from './notes-folder.ts';

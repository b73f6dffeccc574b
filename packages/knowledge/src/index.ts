export { addNote, type NoteAdded } from './add-note.ts';
export { quoteSnippets, sourceOf } from './quote-snippets.ts';
export { type NotesFolder, type NotesRead, readNotes } from './read-notes.ts';
export { searchSnippets } from './search-snippets.ts';
export { type Snippet, titleOf } from './snippets.ts';

// Package convert transforms the text of documents: it creates new ones from a template,
// imports documents in other formats, and formats documents. It neither reads nor writes
// files, and it loses nothing that an author wrote.
package convert

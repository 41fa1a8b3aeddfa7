// Package convert changes documents as text: it makes new ones from a template,
// imports those of other forms, and formats. Text goes in and text comes out;
// it reads and writes no file, and nothing that an author wrote is lost.
package convert

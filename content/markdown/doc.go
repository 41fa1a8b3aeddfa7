// Package markdown parses one markdown file once and answers, with positions:
// its front matter as goldmark-meta reads it, its headings, tables, lists and
// prose as [Block]s, plain text, and safe HTML.
//
// It knows nothing of post mortems, reads no files and follows no links. Raw
// HTML in the source is never passed through: a comment disappears, a line
// break (<br>) stays, anything else is shown as text. Only http, https and
// mailto links and relative ones survive; an image from another host becomes
// a link to it, so that a page built from the HTML loads nothing from afar.
//
// Links to other files are left open in a [Fragment] until the caller says
// where they lead, so that one parse serves pages at any depth.
package markdown

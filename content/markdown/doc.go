// Package markdown parses a markdown file once and provides, with positions, its front matter as
// read by goldmark-meta, its headings, tables, lists and prose as [Block]s, plain text, and safe
// HTML.
//
// It knows nothing about post mortems, reads no files and follows no links. It never passes raw
// HTML through: comments disappear, a short list of harmless elements stays, everything else is
// shown as text. Only relative links and those with http, https, mailto and the schemes of
// [Options] are kept. An image on another host becomes a link
// to it, so that a page loads nothing from other hosts.
//
// A [Fragment] leaves links to other files open until the caller resolves them, so that a single
// parse serves pages at any depth.
package markdown

// Package content turns one markdown file into one typed [PostMortem], or says
// exactly where it is wrong. It reads no clock, knows no git, and does no I/O
// but through an [io/fs.FS].
//
// # One file
//
// Post mortems are the *.md files below a folder, content by default. Files
// and folders whose names begin with a dot or an underscore, and README.md, are
// none. A file is UTF-8, with or without byte order mark, with LF or CRLF, and
// at most 1 MiB long. A bundle is a folder that holds index.md and its
// attachments. The slug, the last part of a post mortem's address, is the file's
// name without extension, or the bundle's folder; two files with one slug,
// without regard to case, are an error.
//
// # Front matter
//
// A block of YAML between two lines of three dashes. [Keys] lists the keys with
// their meaning. Values of a vocabulary are matched without regard to case,
// hyphens, underscores and spaces; a site's config may add values and synonyms.
// Values are taken as they are written: 012 stays 012. Where a key takes
// several values, a text with commas is a list as well; in a list each item is
// one value. n/a and none stand for nothing where a key may be left out.
// Anchors, aliases and tags of YAML are refused, and so are duplicate keys and a
// line of dashes within the block. Keys
// that the format does not know are kept in Params; one that looks like a
// misspelt known key is a warning.
//
// # Body
//
// Sections are recognised by their headings, at any level, without regard to
// case or punctuation; the order is free, and sections of the author's own are
// kept where they stand.
//
//   - Reminders: the template's boilerplate, never shown.
//   - Summary: prose. A table Metadata | Information in it gives the keys that
//     the front matter lacks; where both give one, they have to agree.
//   - Timeline: a table Date | Time | Metadata | Notes, by the names of its
//     columns. Also read: one column Date/Time, a zone in the head as in
//     Time (UTC), Event and Description for the last two columns, and a list of
//     items such as "14:05 Outage detected: the alarm fires".
//   - Proximal and Root Causes, with Triggering Condition and Resolution. A list
//     item that begins with "Control:", and every item of a list headed
//     "Controls that failed", is a failed control.
//   - Review, Action Items: a table Action Item | Type | Owner | Tracking
//     information, and optionally Due and Status; or a list of check boxes, each
//     of which may end in "(type; owner; ticket; due 2026-05-01)".
//   - Lessons Learned: What went well, What went wrong, Where we got lucky, each a
//     list. An item that ends in "-> action-2" names the action item that makes
//     the luck unneeded.
//   - References, and Tags, which are added to those of the front matter.
//
// A blank date in the timeline repeats the one above. A time before the one
// above, with a blank date, is an error that asks for the date. After a date
// that cannot be read, blank ones are unknown. Times are those
// of the document's zone; one that the zone's clocks skip is an error, and one
// that they show twice is an error that asks for an offset: 01:30 EDT, or
// 01:30-04:00. An approximate time (~14:30, 14:??) is kept as written and is in
// no figure.
//
// What the template says and nobody has changed (an empty row, "item",
// "That Guy", a date of x) is no data. A draft may keep it; past draft it is
// reported. Sections of the template under which nothing stands are left out.
//
// # Problems
//
// Whatever is wrong is a [Problem] with a place and a level. Good files load
// beside bad ones; what stands in a document is never guessed.
package content

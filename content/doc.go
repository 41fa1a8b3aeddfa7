// Package content turns one markdown file into one typed [PostMortem], or says
// exactly where it is wrong. It does not read the clock, knows nothing about git,
// and does I/O only through an [io/fs.FS].
//
// # One file
//
// Post mortems are the *.md files below a folder, content by default, except
// README.md, template.md and files and folders whose names begin with a dot or an underscore.
// A file is UTF-8, with or without a byte order mark, with LF or CRLF, and at most
// 1 MiB long. A bundle is a folder that contains index.md and its attachments. The
// slug, the last part of a post mortem's address, is the file's name without
// extension, or the bundle's folder. Two files with the same slug, ignoring case,
// are an error.
//
// # Front matter
//
// Front matter is a block of YAML between two lines of three dashes. [Keys] lists
// the keys and their meaning. Vocabulary values are matched without regard to case,
// hyphens, underscores and spaces; a site's config may add values and synonyms.
// Values are taken as written: 012 stays 012. If a key takes several values,
// comma-separated text is also a list; in a YAML list, each item is one value. n/a
// and none mean "no value" for optional keys. YAML anchors, aliases and tags are
// refused, and so are duplicate keys and a line of dashes inside the block. Unknown
// keys are kept in Params; one that looks like a misspelled known key is a warning.
//
// # Body
//
// Sections are recognized by their headings, at any level, ignoring case and
// punctuation. They may come in any order, and the author's own sections stay
// where they are.
//
//   - Reminders: the template's boilerplate, never shown.
//   - Summary: prose. A table Metadata | Information in it provides keys that the
//     front matter lacks; if both set a key, the values must agree.
//   - Timeline: a table Date | Time | Metadata | Notes, with columns found by
//     name. Also accepted: a single column Date/Time, a time zone in the column
//     heading, as in Time (UTC), Event and Description for the last two columns, and a
//     list of items such as "14:05 Outage detected: the alarm fires". Rows of the events
//     in [SenseEvents] say how people made sense of the incident; no figure uses them.
//   - Proximal and Root Causes, with Triggering Condition and Resolution. A list
//     item that begins with "Control:", and every item of a list headed
//     "Controls that failed", is a control. The last clause of its first sentence
//     may say what became of it; see [Outcomes]. One that ends in "-> action-2" names the
//     action item that is to make it hold next time. An item of a list headed
//     "Contributing factors" that begins with a value of that vocabulary, up to a
//     punctuation mark, adds it to those of the front matter; see [ContributingFactors].
//   - Review, Action Items: a table Action Item | Type | Owner | Tracking
//     information, with optional columns Due, Status and Effect (how one will know that
//     the item works; it is verified if it ends with a date or a link); or a list of check boxes,
//     each of which may end in "(type; owner; ticket; due 2026-05-01)". If there are
//     none, "None: " and the reason.
//   - Lessons Learned: What went well, What went wrong, Where we got lucky, each a
//     list. A lesson about luck that ends in "-> action-2" names the action item that
//     makes the luck unnecessary next time: it is hedged once that item is done. What surprised us, What
//     made it hard, What helped, and what a config adds are lists of lessons of other
//     kinds, which nothing asks for; see [LessonKind].
//   - References, and Tags, which are added to those of the front matter.
//
// A blank date in the timeline repeats the one above. A time earlier than the one
// above, with a blank date, is an error that asks for the date. After a date that
// cannot be read, blank dates are unknown. Times are in the document's time zone: that
// of the front matter, else the one that a sentence (All times in UTC+1) or a heading
// (Timeline (ET)) states, else the site's.
// It is an error if the clocks there skip a time, or if they show it twice and the
// document does not give an offset: 01:30 EDT, or 01:30-04:00. An approximate time
// (~14:30, 14:??) is kept as written, but figures do not use it.
//
// Unchanged text of the template (an empty row, "item", "That Guy", a date of x)
// does not count as data. A draft may contain it; past draft, that is, in review or
// completed, it is reported. Empty sections of the template are left out.
//
// # Problems
//
// Everything wrong with a file is a [Problem] with a position and a level. Good files
// load even if others are bad, and nothing in a document is guessed.
package content

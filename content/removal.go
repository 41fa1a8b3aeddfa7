package content

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// A Removal says when a post mortem was removed, and why. The document in its place is a tombstone: it has only front
// matter, and keeps the id and the addresses, so that no other post mortem ever gets them.
type Removal struct {
	Date       Date
	Reason     string // on one line
	ReplacedBy string // id or slug of the post mortem to read instead; "" if there is none
}

// removalKeys are the keys of a tombstone, in their canonical order.
var removalKeys = []string{"removed", "reason", "replaced_by", "id", "aliases"}

// removalDocs describes the keys that only a tombstone has.
var removalDocs = map[string]string{
	"removed":     "the day on which the post mortem was removed, of which nothing else is published",
	"reason":      "why it was removed, for readers of old links, without names",
	"replaced_by": "the id, or the last part of the address, of the post mortem to read instead",
}

// readRemoval reads a tombstone. Of a document that somebody marked as removed but did not empty, it reads no more
// than of one that was emptied.
func readRemoval(name string, src []byte, fm frontMatter, opts Options, r *report) *PostMortem {
	pm := &PostMortem{Path: name, Slug: SlugOf(name), Zone: opts.Zone, Removal: &Removal{}}
	d := newDecoder(r, pm, opts.Vocabularies)
	d.setRemoval(fm)
	for _, key := range []string{"id", "aliases"} {
		if _, given := fm.fields[key]; given {
			d.set(keyByName[key], fm.fields[key])
		}
	}
	const hint = "delete all but removed, reason, replaced_by, id and aliases"
	for _, key := range fm.keys {
		if !slices.Contains(removalKeys, key) {
			d.warn("front-matter", fm.keyPos[key], hint, "`%s` of a removed post mortem is not published, but is still in this file", key)
		}
	}
	lines := strings.Split(string(markdown.Normalize(src)), "\n")
	for i, line := range lines[fm.end:] {
		if strings.TrimSpace(line) != "" {
			d.warn("front-matter", Pos{Line: fm.end + 1 + i, Column: 1}, hint, "the text of a removed post mortem is not published, but is still in this file")
			break
		}
	}
	return pm
}

// setRemoval reads when and why a post mortem was removed.
func (d *decoder) setRemoval(fm frontMatter) {
	removal, f := d.pm.Removal, fm.fields["removed"]
	if len(f.texts) == 1 {
		removal.Date, _ = ParseDate(f.texts[0])
	}
	if removal.Date.IsZero() {
		d.error("date", f.at, "write it as 2026-03-05", "`removed` is not the day on which the post mortem was removed")
	}
	if f = fm.fields["reason"]; len(f.texts) == 0 {
		d.error("missing-field", fm.keyPos["removed"], "add `reason:`, which readers of old links see", "`reason` is missing")
	} else {
		removal.Reason = oneLine(d.one("reason", f))
	}
	if f = fm.fields["replaced_by"]; len(f.texts) > 0 {
		removal.ReplacedBy = d.one("replaced_by", f)
	}
}

// RemovalToCome returns the warning for a post mortem whose day of removal is still to come. The text is the one that it
// was read from.
func (pm *PostMortem) RemovalToCome(src []byte) Problem {
	fm, _ := readFrontMatter(src, &report{})
	r := report{file: pm.Path}
	r.warn("date", fm.fields["removed"].at, "write the day on which the post mortem was removed", "`removed` is a day in the future")
	return r.problems[0]
}

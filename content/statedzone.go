package content

import (
	"errors"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

var (
	// zoneSentence matches a sentence such as the template's "All times in Eastern timezone
	// in 24-hour format"; the group is the zone.
	zoneSentence = lazyregexp.New(`(?i)\ball times\b[^|.;]{0,30}?\b(atlantic|eastern|central(?: european)?|mountain|pacific|[ECMP]T|(?-i:[A-Z]{2,4}T)(?: \((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?\))?|` +
		`(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?)(?: *$|[,.;)]| *\(| +(?:time|timezone|standard|daylight|in)\b)`)
	zoneHeading = lazyregexp.New(`(?i)^#+ .*?\btimeline\b[ (\[,:–—-]+(.+?)[)\]]?[ #]*$`)
	zoneIANA    = lazyregexp.New(`\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_/]+`)
)

// StatedZone returns the time zone that a line of a document says its times are in, as
// written, and its part of the line in bytes: a sentence such as "All times in Eastern
// (America/Toronto)", or a heading such as "## Timeline (ET)". It returns "" for other
// lines. Whether the name is that of a zone is for [ReadZone] to say.
func StatedZone(line string) (name string, from, to int) {
	if strings.HasPrefix(line, "#") {
		timeline := strings.Contains(line, "imeline") || strings.Contains(line, "IMELINE")
		if !timeline || strings.HasSuffix(line, "imeline") { // most lines can skip the expression
			return "", 0, 0
		}
		if m := zoneHeading().FindStringSubmatchIndex(line); m != nil && namesZone(line[m[2]:m[3]]) {
			return line[m[2]:m[3]], m[2], m[3]
		}
		return "", 0, 0
	}
	if !strings.Contains(line, "imes") && !strings.Contains(line, "IMES") { // most lines can skip the expression
		return "", 0, 0
	}
	m := zoneSentence().FindStringSubmatchIndex(line)
	if m == nil {
		return "", 0, 0
	}
	name = line[m[2]:m[3]]
	if iana := zoneIANA().FindString(line); iana != "" {
		name = iana
	}
	return name, m[0], m[3]
}

// namesZone reports whether a text is the name of a zone or an abbreviation.
func namesZone(text string) bool {
	_, err := ReadZone(text)
	var abbreviation *zoneError
	return err == nil || errors.As(err, &abbreviation) && len(meanings[text]) > 0
}

// templateZone is the template's sentence, which says nothing about the times of a document
// that still has it.
const templateZone = "All times in Eastern timezone in 24-hour format."

// readStatedZone sets the zone of a document that names none in its front matter to the
// first that its text states.
func (b *bodyReader) readStatedZone() {
	if b.pm.Zone != nil || b.failed["timezone"] {
		return
	}
	for _, block := range b.doc.Blocks {
		line := block.Text
		if block.Kind == markdown.Heading {
			line = "# " + line
		}
		if line == templateZone {
			continue
		}
		name, _, _ := StatedZone(line)
		if name == "" {
			continue
		}
		zone, err := ReadZone(name)
		var abbreviation *zoneError
		switch {
		case err == nil:
			b.pm.Zone = zone
			return
		case errors.As(err, &abbreviation) && len(meanings[name]) > 0:
			b.error("timezone", block.Pos, abbreviation.hint, "the text states the zone of its times: %v", err)
			return
		}
	}
}

package index

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// numbered returns the words with numbers in [from, to), of nine letters each, so that word n begins at byte
// 10·n.
func numbered(from, to int) string {
	var words []string
	for i := from; i < to; i++ {
		words = append(words, fmt.Sprintf("word%05d", i))
	}
	return strings.Join(words, " ")
}

// looksFor returns a matcher for each word, anywhere in the body.
func looksFor(words ...string) (out []matcher) {
	for _, word := range words {
		out = append(out, matcher{fields: []Field{Body}, words: []map[string]bool{{word: true}}})
	}
	return out
}

// cutOut returns the excerpt of a text for the words of a query.
func cutOut(text string, words ...string) string {
	var a Analyser
	return marked(a.excerpt(Summary, text, looksFor(words...)).fragment(fragmentLength).Spans)
}

// TestExcerptsAreCut checks where a text of 1000 bytes is cut: at the first space at least 45 bytes before
// the first mark, and at the last space within 180 bytes.
func TestExcerptsAreCut(t *testing.T) {
	text := numbered(0, 100)
	with := func(words string, of ...int) string { // marks the words of these numbers
		for _, n := range of {
			word := fmt.Sprintf("word%05d", n)
			words = strings.Replace(words, word, "["+word+"]", 1)
		}
		return words
	}
	for name, c := range map[string]struct{ got, want string }{
		// Byte 500 - 45 is within word 45, so word 46 is the first. The space 180 bytes later is after word
		// 63.
		"in the middle": {cutOut(text, "word00050"), "…" + with(numbered(46, 64), 50) + "…"},
		// Byte 20 - 45 is before the beginning. The space 180 bytes later is after word 17.
		"at the beginning": {cutOut(text, "word00002"), with(numbered(0, 18), 2) + "…"},
		// Byte 819, 180 bytes before the end, is the space before word 82.
		"at the end": {cutOut(text, "word00099"), "…" + with(numbered(82, 100), 99)},
		// There are three from 71 to 73, and two within 120 bytes from 10 to 19.
		"where the most marks are": {cutOut(text, "word00010", "word00019", "word00071", "word00072", "word00073"), "…" + with(numbered(67, 85), 71, 72, 73) + "…"},
		// From byte 100 to 219 are 119 bytes, to 229 are 129.
		"within two thirds": {cutOut(text, "word00010", "word00021", "word00050"), "…" + with(numbered(6, 24), 10, 21) + "…"},
		// From 500 to 619 are 119 bytes. A single one comes first.
		"two that are far apart": {cutOut(text, "word00010", "word00050", "word00061"), "…" + with(numbered(46, 64), 50, 61) + "…"},
		"of equal ones, first":   {cutOut(text, "word00010", "word00050", "word00051", "word00011"), "…" + with(numbered(6, 24), 10, 11) + "…"},
		"farther than that":      {cutOut(text, "word00010", "word00022", "word00050", "word00052"), "…" + with(numbered(46, 64), 50, 52) + "…"},
		"a text of 180 bytes":    {cutOut(numbered(0, 18)+" ", "word00000"), with(numbered(0, 18), 0) + " "},
		"a text of 181 bytes":    {cutOut(numbered(0, 18)+" x", "word00000"), with(numbered(0, 18), 0) + "…"},
		"nothing looked for":     {cutOut(text), numbered(0, 18) + "…"},
		"one long word":          {cutOut(strings.Repeat("x", 300)), strings.Repeat("x", 180) + "…"},
		"a blank early on":       {cutOut("one " + strings.Repeat("x", 300)), "one " + strings.Repeat("x", 176) + "…"},
		"no blank before a mark": {cutOut(strings.Repeat("-", 200)+"word00050 "+strings.Repeat("-", 200), "word00050"), "…" + strings.Repeat("-", 45) + "[word00050] " + strings.Repeat("-", 125) + "…"},
		// Bytes 22 to 202 would cut the letters at 21 and 201 in two.
		"between letters": {cutOut(strings.Repeat("é", 33)+"/word00050/"+strings.Repeat("é", 100), "word00050"), "…" + strings.Repeat("é", 22) + "/[word00050]/" + strings.Repeat("é", 63) + "…"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, c.got, c.want)
		}
	}
}

// TestMarks checks which parts of a text are marked: whole words, and phrases as one. Overlapping matches are
// merged, adjacent ones are not.
func TestMarks(t *testing.T) {
	phrase := func(words ...string) matcher {
		m := matcher{fields: []Field{Body}}
		for _, word := range words {
			if word == "" {
				m.words = append(m.words, nil)
			} else {
				m.words = append(m.words, map[string]bool{word: true})
			}
		}
		return m
	}
	var a Analyser
	for _, c := range []struct {
		text     string
		matchers []matcher
		want     string
		distinct int
	}{
		{"The zones of a zone", looksFor("zone"), "The [zones] of a [zone]", 1},
		{"zone transfer zone", []matcher{phrase("zone", "transfer")}, "[zone transfer] zone", 1},
		{"zone of transfer, zone transfer", []matcher{phrase("zone", "", "transfer")}, "[zone of transfer], zone transfer", 1},
		{"zone transfer failed", []matcher{phrase("transfer", "fail"), phrase("zone", "transfer")}, "[zone transfer failed]", 2},
		{"zone transfer failed", append(looksFor("transfer"), phrase("zone", "transfer", "fail")), "[zone transfer failed]", 2},
		{"障害", looksFor("障", "害"), "[障][害]", 2},
		{"zone", []matcher{phrase("zone", "transfer")}, "zone", 0},
		{"zone", []matcher{{fields: []Field{Causes}, words: phrase("zone").words}}, "zone", 0},
		{"zone", []matcher{{fields: []Field{Title, Summary}, words: phrase("zone").words}}, "[zone]", 1},
	} {
		e := a.excerpt(Summary, c.text, c.matchers)
		if got := marked(e.fragment(1000).Spans); got != c.want || e.distinct != c.distinct {
			t.Errorf("%q: got %s with matches of %d matchers, want %s, %d", c.text, got, e.distinct, c.want, c.distinct)
		}
	}
	if e := a.excerpt(Title, "zone", looksFor("zone")); e.distinct != 0 {
		t.Error("a word of the body field is marked in the title")
	}
}

// excerpted returns a collection with texts in every part of the page.
func excerpted() fstest.MapFS {
	const doc = `---
title: Apple pie
service: apple
impact: latency
severity: low
detection: other
date: 2026-01-02
status: completed
id: APPLE-7
---
## Summary
Nothing of it.

An apple fell.

## Causes
Apple and pear and plum.

Pear and apple.

## Lessons
The pear.
`
	return fstest.MapFS{"content/a.md": {Data: []byte(doc)}}
}

// TestWhichExcerpts checks how many excerpts a hit has, that those with more of the query's words are
// preferred, and that they are shown in reading order.
func TestWhichExcerpts(t *testing.T) {
	fsys := excerpted()
	ix := openIndex(t, t.TempDir(), fsys)
	for _, c := range []struct {
		query  string
		number int
		want   string
	}{
		{"apple", 0, "[Apple] pie; ids: [APPLE]-7; summary: An [apple] fell."},
		{"apple pear", 0, "[Apple] pie; causes: [Apple] and [pear] and plum.; causes: [Pear] and [apple]."},
		{"pear", 3, "Apple pie; causes: Apple and [pear] and plum.; causes: [Pear] and apple.; lessons: The [pear]."},
		{"apple plum", 1, "[Apple] pie; causes: [Apple] and pear and [plum]."},
		{"apple", -1, ""},
		{"severity:low", 0, "Apple pie; summary: Nothing of it."},
		{"", 1, "Apple pie; summary: Nothing of it."},
		{"apple -plums", 0, ""},
		{"pie -nothingelse", 0, "Apple [pie]; summary: Nothing of it."},
		{"apple NOT (grape -pear)", 5, "[Apple] pie; ids: [APPLE]-7; summary: An [apple] fell.; causes: [Apple] and [pear] and plum.; causes: [Pear] and [apple].; lessons: The [pear]."},
		{"causes:apple", 9, "Apple pie; causes: [Apple] and pear and plum.; causes: Pear and [apple]."},
		{"body:apple", 9, "Apple pie; summary: An [apple] fell.; causes: [Apple] and pear and plum.; causes: Pear and [apple]."},
		{"title:apple", 9, "[Apple] pie; summary: Nothing of it."},
		{"appl*", 1, "[Apple] pie; ids: [APPLE]-7"},
		{"aple~1", 1, "[Apple] pie; ids: [APPLE]-7"},
		{"7", 1, "Apple pie; ids: APPLE-[7]"},
	} {
		if got := shownHit(t, ix, c.query, c.number); got != c.want {
			t.Errorf("%s, %d excerpts:\n got %s\nwant %s", c.query, c.number, got, c.want)
		}
	}
	if got := (Fragment{Spans: []Span{{"An ", false}, {"apple", true}, {".", false}}}).String(); got != "An apple." {
		t.Errorf("the text of an excerpt is %q", got)
	}
}

func shownHit(t *testing.T, ix *Index, query string, fragments int) string {
	t.Helper()
	result, err := ix.Search(t.Context(), query, SearchOptions{Fragments: fragments})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var parts []string
	for _, hit := range result.Hits {
		if hit.TitleSpans != nil {
			parts = append(parts, marked(hit.TitleSpans))
		}
		for _, f := range hit.Fragments {
			parts = append(parts, string(f.Field)+": "+marked(f.Spans))
		}
	}
	return strings.Join(parts, "; ")
}

// TestExcerptsOfDifferentWords checks that a text with two of the words is preferred to one that has one of
// them three times.
func TestExcerptsOfDifferentWords(t *testing.T) {
	doc := written("Apple, apple and apple.\n\n## Causes\nApples and pears.", "completed")
	ix := openIndex(t, t.TempDir(), fstest.MapFS{"content/a.md": {Data: []byte(doc)}})
	if got := shownHit(t, ix, "apple pear", 1); got != "Outage; causes: [Apples] and [pears]." {
		t.Errorf("the best excerpt is %q", got)
	}
}

// TestTitlesAreShownWhole checks that even a long title is not cut.
func TestTitlesAreShownWhole(t *testing.T) {
	doc := strings.Replace(written("Text.", "completed"), "title: Outage", "title: Outage of "+numbered(0, 30), 1)
	ix := openIndex(t, t.TempDir(), fstest.MapFS{"content/a.md": {Data: []byte(doc)}})
	if got, want := shownHit(t, ix, "word00029", -1), ""; got != want {
		t.Errorf("without excerpts, the title is %q", got)
	}
	if got, want := shownHit(t, ix, "word00029", 1), "Outage of "+numbered(0, 29)+" [word00029]; summary: Text."; got != want {
		t.Errorf("a title of 300 letters is shown as\n%s\nwant\n%s", got, want)
	}
}

// TestNoExcerptOfWhatHasGone checks that a hit has no excerpts if its file was removed, damaged or made a
// draft since it was indexed.
func TestNoExcerptOfWhatHasGone(t *testing.T) {
	for name, change := range map[string]func(fstest.MapFS){
		"removed": func(fsys fstest.MapFS) { delete(fsys, "content/a.md") },
		"a draft": func(fsys fstest.MapFS) {
			fsys["content/a.md"] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys["content/a.md"].Data), "status: completed", "status: draft", 1))}
		},
		"empty": func(fsys fstest.MapFS) { fsys["content/a.md"] = &fstest.MapFile{} },
	} {
		fsys := excerpted()
		ix := openIndex(t, t.TempDir(), fsys)
		change(fsys)
		result, err := ix.Search(t.Context(), "apple", SearchOptions{})
		if err != nil || len(result.Hits) != 1 || result.Hits[0].Title != "Apple pie" {
			t.Errorf("%s: %v, %v", name, result, err)
		} else if hit := result.Hits[0]; hit.Fragments != nil || hit.TitleSpans != nil {
			t.Errorf("%s since it was indexed, but its text is shown: %v %v", name, hit.TitleSpans, hit.Fragments)
		}
	}
}

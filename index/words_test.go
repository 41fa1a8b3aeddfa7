package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// terms returns the terms of a text.
func terms(text string) string {
	var a Analyser
	var out []string
	for _, token := range a.Tokens(nil, text) {
		out = append(out, token.Term)
	}
	return strings.Join(out, " ")
}

// TestContractions checks that the part of a contraction after the apostrophe
// is not a word.
func TestContractions(t *testing.T) {
	if got := terms("dog's dog'd dog'll dog're dog've dog't dog'm dog'x"); got != "dog dog dog dog dog dog dog dog x" {
		t.Errorf("the words are %q; want only the parts before apostrophes", got)
	}
}

// TestWritingWithoutBlanks checks in which scripts each character is a word.
func TestWritingWithoutBlanks(t *testing.T) {
	for _, r := range "\u0e01\u0e44\u0e81\u1000\u1780\u3005\u3007\u3041\u309f\u30a1\u30ff\u31f0\u31ff\u3400\u4dbf\u4e00\u9fff\uf900\ufad9\uff66\uff9f\U00020000\U0003134a" {
		if folded := Fold(string(r)); terms("x"+string(r)+string(r)+"y") != "x "+folded+" "+folded+" y" {
			t.Errorf("%U is not a word by itself: the words of %q are %q", r, "x"+string(r)+string(r)+"y", terms("x"+string(r)+string(r)+"y"))
		}
	}
	for _, text := range []string{"가나", "अनुवाद", "〱〵", "ﾡﾢ", "ꀀꀁ"} {
		if got := terms(text); got != Fold(text) {
			t.Errorf("the words of %q are %q, want one", text, got)
		}
	}
}

// TestFold checks the form in which queries and documents are compared.
func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"DNS": "dns", "ÄRGER": "ärger", "A\u0308RGER": "ärger", "ΟΔΟΣ": "οδοσ", "Straße": "straße", "The running": "the running",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q has the spelling %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"Near Miss": "nearmiss", "near-miss": "nearmiss", "near_miss": "nearmiss", "near\u00a0\tmiss": "nearmiss", "a.b/c": "a.b/c", "-_ ": ""} {
		if got := FacetKey(text); got != want {
			t.Errorf("the value %q has the key %q, want %q", text, got, want)
		}
	}
}

// TestSpellings checks which words keep their spelling: those whose term other
// words may share.
func TestSpellings(t *testing.T) {
	var a Analyser
	var got []string
	for _, token := range a.Tokens(nil, "Running OK runs Größe INC0042 42 v1") {
		got = append(got, token.Term+"="+token.Spelling)
	}
	if want := "run=running ok=ok run=runs gross=größe inc0042= 42= 1=v1"; strings.Join(got, " ") != want {
		t.Errorf("terms and spellings are %s\nwant %s", strings.Join(got, " "), want)
	}
}

// TestBareWords checks what words have in common with their other spellings.
func TestBareWords(t *testing.T) {
	for text, want := range map[string]string{
		"Zürich café naïve": "zurich cafe naiv", "Łódź Ærøskøbing Đorđević": "lodz aeroskob dordev", "Hauptstraße œuvre þing": "hauptstrass oeuvr thing",
		"서버 서버가 서버는 서버들에서는": "서버 서버 서버 서버", "회의 회의가 가는": "회의 회의 가", "값에서": "값",
		"v1.2.3 1.2.3 V0": "1 2 3 1 2 3 0", "TLSv1.2 TLS 1.2 IPv6": "tl 1 2 tl 1 2 ip 6", "srv1 dev1 v": "srv1 dev1 v",
		"500ms 500 ms 16GB 30s": "500 ms 500 ms 16 gb 30", "5x 0x10 a5ms 12ab": "5x 0x10 a5ms 12ab", "ที่นี่": "ที่ นี่",
	} {
		if got := terms(text); got != want {
			t.Errorf("the words of %q are %q, want %q", text, got, want)
		}
	}
}

// TestNumberParts checks by which numbers an id is found in addition to itself.
func TestNumberParts(t *testing.T) {
	for id, want := range map[string]string{
		"INC0042": "inc0042/1 0042/1 42/1", "CHG4711": "chg4711/1 4711/1", "OPS-12": "op/1 12/2", "OPS-012": "op/1 012/2 12/2", "000": "000/1", "42": "42/1", "4711S": "4711/1", "4711X": "4711x/1",
		"A1B2": "a1b2/1 2/1",
	} {
		var a Analyser
		var got []string
		for _, token := range a.Analyse(&Document{Texts: map[Field][]string{IDs: {id}}})[IDs].Tokens {
			got = append(got, fmt.Sprintf("%s/%d", token.Term, token.Position))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s is found by %s, want %s", id, strings.Join(got, " "), want)
		}
	}
}

// TestAnalyse checks the positions of a document's words: ten positions or more separate
// two texts, and a part of the body is between two marks, which are not words. Texts and parts begin
// at positions that do not move if a word is added to the one before.
func TestAnalyse(t *testing.T) {
	var a Analyser
	analysed := a.Analyse(&Document{Texts: map[Field][]string{
		Title: {"DNS of zone"}, Labels: {"dns", "load balancer"}, Summary: {"One two", "three"}, Lessons: {"the of"}, Actions: {"four"}, Other: {},
	}})
	var got []string
	for _, weight := range DefaultFields {
		terms, ok := analysed[weight.Field]
		if !ok {
			continue
		}
		text := fmt.Sprintf("%s, %d words:", weight.Field, terms.Length)
		for _, token := range terms.Tokens {
			if token.Start != 0 || token.End != 0 {
				t.Errorf("%s has byte offsets: %d to %d", token.Term, token.Start, token.End)
			}
			text += fmt.Sprintf(" %s/%d", strings.ReplaceAll(token.Term, "\x01", "#"), token.Position)
		}
		got = append(got, text)
	}
	const want = `title, 2 words: dn/1 zone/3
labels, 3 words: dn/1 load/33 balanc/34
body, 4 words: #summary/1 on/2 two/3 three/33 #summary/64 #actions/1025 four/1026 #actions/1056`
	if strings.Join(got, "\n") != want {
		t.Errorf("the document is analysed as\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// TestAnalyseAgain analyses a second document: the analysis of the first one stays, unless the analyser may take its memory.
func TestAnalyseAgain(t *testing.T) {
	first, second := &Document{Texts: map[Field][]string{Summary: {"one two three"}}}, &Document{Texts: map[Field][]string{Lessons: {"four five six"}}}
	for _, a := range []*Analyser{{}, {passing: true}} {
		before := a.Analyse(first)[Body]
		if got, want := a.Analyse(second)[Body], (&Analyser{}).Analyse(second)[Body]; !slices.Equal(got.Tokens, want.Tokens) {
			t.Errorf("passing: %v: the second is %v, want %v", a.passing, got, want)
		}
		if want := (&Analyser{}).Analyse(first)[Body]; slices.Equal(before.Tokens, want.Tokens) == a.passing {
			t.Errorf("passing: %v: after the second, the first is %v", a.passing, before)
		}
	}
}

// TestPhrasesEndWithTheText checks that no phrase spans two texts or two parts
// of the page.
func TestPhrasesEndWithTheText(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	for query, want := range map[string]string{
		`"load balancer"`: "edge-certificate", `"tls load"`: "", `"gateway certificates"`: "", `"calls release"`: "", `"tls the of a an in the of a load"`: "",
		`title:"certificate expired"`: "edge-certificate", `"certificate * expired"`: "edge-certificate", `"certificate of the gateway"`: "edge-certificate", `"certificate gateway"`: "",
		`labels:tls`: "edge-certificate", "labels:certificate": "edge-certificate", "labels:zone": "dns-zone", "body:tls": "", "title:gateway": "", "body:gateway": "edge-certificate",
	} {
		if got := slugs(t, ix, query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

// TestDocumentSections checks to which field the texts of each section belong.
func TestDocumentSections(t *testing.T) {
	src := `---
title: Everything failed
service: [dns, edge]
impact: latency
severity: low
detection: manual
date: 2026-01-02
status: completed
id: PM-1
incident: [INC1, INC2]
change: CHG1
---
Before any heading.

## Summary
First sentence.

### Impact of it
Nested below the summary.

## Background
Of the author's own.

### Deeper
Even deeper.

## Timeline
Before the rows.

| Date | Time | Metadata | Notes |
|---|---|---|---|
| 2026-01-02 | 10:00 | Outage begins | Row one |
| | 10:10 | Coffee break | Row two |

## Proximal and Root Causes
Why.

### First cause
Because.

#### Detail
Deep below the causes.

## Failed Controls
Nobody looked.

## Triggering Condition
A trigger.

## Resolution
Solved.

## Action Items
Promises.

| Action Item | Type | Owner | Tracking information |
|---|---|---|---|
| Fix it | Preventative | team a | INC1 |
| Watch it | Detective | | TASK-9 |
| Test it | Preventative | | |

## Lessons Learned
Learned.

### What went well
- Well one

### What went wrong
- Wrong one

### Where we got lucky
- Lucky one

## References
A reference.
`
	pm, _ := content.Parse("content/2026/2026-01-02-all-failed.md", []byte(src), content.Options{})
	d := NewDocument(pm)
	var got []string
	for _, field := range append([]Field{Title, Labels, IDs}, BodyFields...) {
		got = append(got, fmt.Sprintf("%s: %s", field, strings.Join(d.Texts[field], " | ")))
	}
	const want = `title: Everything failed
labels: dns | edge | all-failed
ids: PM-1 | INC1 | INC2 | CHG1 | TASK-9
summary: First sentence. | Impact of it | Nested below the summary.
causes: Why. | First cause | Because. | Detail | Deep below the causes. | Nobody looked. | A trigger. | Solved.
timeline: Before the rows. | Row one | Coffee break | Row two
lessons: Learned. | Well one | Wrong one | Lucky one
actions: Promises. | Fix it | team a | Watch it | Test it
other: Before any heading. | Background | Of the author's own. | Deeper | Even deeper. | A reference.`
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("the texts are found in\n%s\nwant\n%s", text, want)
	}
	if d.ID != "2026-01-02-all-failed" || d.Path != "content/2026/2026-01-02-all-failed.md" || d.Date.String() != "2026-01-02" {
		t.Errorf("the document is %q of %q on %s", d.ID, d.Path, d.Date)
	}
	if got := fmt.Sprint(d.Facets["action_type"], d.Facets["service"], d.Facets["vendor"], d.Facets["tag"], len(d.Numbers)); got != "[Preventative Detective] [dns edge] [] [] 0" {
		t.Errorf("the facets are %s", got)
	}
}

// TestWordsOfTheFilesName checks that a file is found by its name without the
// date prefix.
func TestWordsOfTheFilesName(t *testing.T) {
	for slug, want := range map[string]string{
		"2026-01-05-dns-zone": "dns-zone", "2026-01-dns": "dns", "2026-01-05": "", "2026-01": "", "20260105-dns": "20260105-dns", "dns-2026-01-05-x": "dns-2026-01-05-x", "dns": "dns",
	} {
		if got := strings.Join(NewDocument(&content.PostMortem{Slug: slug}).Texts[Labels], "|"); got != want {
			t.Errorf("the words of the file name %q are %q, want %q", slug, got, want)
		}
	}
}

// TestDocumentsStop checks that the iterator of documents stops when told to.
func TestDocumentsStop(t *testing.T) {
	n := 0
	for d := range Documents([]*content.PostMortem{{Slug: "a"}, {Slug: "b"}}) {
		if n++; d.ID != "a" {
			t.Errorf("the first document is %s", d.ID)
		}
		break
	}
	if n != 1 || NewDocument(&content.PostMortem{}).Facets["year"] != nil {
		t.Errorf("%d documents; without a date there is no year", n)
	}
}

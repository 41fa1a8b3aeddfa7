package index

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/blevesearch/bleve/v2/search"
)

// many returns n post mortems with the same words, newest first. Each has a tag
// of its own, and those with even numbers share another.
func many(n int) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := range n {
		tags := fmt.Sprintf("tags: [own%03d]", i)
		if i%2 == 0 {
			tags = fmt.Sprintf("tags: [own%03d, even]", i)
		}
		date := fmt.Sprintf("%d-%02d-%02d", 2026-i/336, 12-i/28%12, 28-i%28)
		doc := strings.Replace(written("Same words.", "completed"), "date: 2026-01-02", "date: "+date+"\n"+tags, 1)
		fsys[fmt.Sprintf("content/p%03d.md", i)] = &fstest.MapFile{Data: []byte(doc)}
	}
	return fsys
}

// TestWhichHits checks limits and offsets, and that hits with equal scores come
// newest first.
func TestWhichHits(t *testing.T) {
	ix := openIndex(t, t.TempDir(), many(120))
	for _, query := range []string{"words", ""} {
		for _, c := range []struct{ from, limit, first, n int }{
			{0, 0, 0, 10}, {0, 3, 0, 3}, {5, 3, 5, 3}, {0, -1, 0, 0}, {115, 10, 115, 5}, {200, 10, 0, 0}, {0, 200, 0, 120}, {-5, 2, 0, 2}, {0, 99, 0, 99}, {10, 100, 10, 100}, {0, 110, 0, 110},
		} {
			result, err := ix.Search(t.Context(), query, SearchOptions{From: c.from, Limit: c.limit, Fragments: -1})
			if err != nil || result.Total != 120 || len(result.Hits) != c.n || result.Query != query {
				t.Errorf("%q from %d, limit %d: %d hits of %d, %v; want %d of 120", query, c.from, c.limit, len(result.Hits), result.Total, err, c.n)
				continue
			}
			for i, hit := range result.Hits {
				if want := fmt.Sprintf("p%03d", c.first+i); hit.Slug != want {
					t.Errorf("%q from %d, limit %d: hit %d is %s, want %s", query, c.from, c.limit, i, hit.Slug, want)
					break
				}
			}
		}
	}
}

// TestOneHit checks the fields of a hit.
func TestOneHit(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	result, err := ix.Search(t.Context(), "certificate", SearchOptions{Fragments: -1})
	if err != nil || len(result.Hits) != 1 || result.Facets != nil || result.DidYouMean != "" {
		t.Fatalf("%+v, %v", result, err)
	}
	hit := result.Hits[0]
	got := strings.Join([]string{hit.Slug, hit.Path, hit.Title, hit.URL, hit.Date.String()}, "|")
	if want := "edge-certificate|content/postmortems/edge-certificate.md|Edge certificate expired|postmortems/edge-certificate/|2026-03-05"; got != want || hit.Score <= 0 || hit.Fragments != nil || hit.TitleSpans != nil {
		t.Errorf("the hit is %s with a score of %v and excerpts %v %v, want %s without", got, hit.Score, hit.TitleSpans, hit.Fragments, want)
	}
	fsys := fstest.MapFS{"content/undated.md": {Data: []byte(strings.Replace(written("apple", "completed"), "date: 2026-01-02\n", "", 1))}}
	result, err = openIndex(t, t.TempDir(), fsys).Search(t.Context(), "apple", SearchOptions{})
	if err != nil || len(result.Hits) != 1 || !result.Hits[0].Date.IsZero() {
		t.Errorf("without a date: %+v, %v", result, err)
	}
}

// TestManyValues checks that the hundred most frequent values of a facet are
// counted, the most frequent first, and that the hits with other values are
// counted together.
func TestManyValues(t *testing.T) {
	ix := openIndex(t, t.TempDir(), many(120))
	for _, query := range []string{"words", ""} {
		result, err := ix.Search(t.Context(), query, SearchOptions{Facets: true, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, counts := range result.Facets {
			if !unnamed(counts.Facet.Name) {
				names = append(names, counts.Facet.Name)
			}
			if counts.Facet.Name != "tag" {
				continue
			}
			// 60 have "even"; each of the 120 has a tag of its own, of which 99
			// are shown.
			if v := counts.Values; len(v) != 100 || v[0] != (FacetCount{"even", 60}) || v[1] != (FacetCount{"own000", 1}) || v[99] != (FacetCount{"own098", 1}) || counts.Others != 21 {
				t.Errorf("%q: %d of 121 tags are counted, first %v, last %v, and %d others; want 100, even first with 60, and 21 others", query, len(v), v[:2], v[len(v)-1], counts.Others)
			}
		}
		if got := strings.Join(names, " "); got != "severity impact detection status service vendor tag action_type year" {
			t.Errorf("%q: facets are %s", query, got)
		}
	}
}

// TestFields checks which field finds words in which part of the page.
func TestFields(t *testing.T) {
	const doc = `---
title: Alpha
service: beta
impact: [latency, availability]
severity: low
detection: other
date: 2026-01-02
status: completed
id: GAMMA-7
---
## Summary
Delta.

## Timeline
| Date | Time | Metadata | Notes |
|---|---|---|---|
| 2026-01-02 | 10:00 | Outage begins | epsilon |
| | 10:30 | Outage detected | noticed |
| | 12:00 | Outage ends | |

## Proximal and Root Causes
Zeta.

## Lessons Learned
Theta.

## Action Items
| Action Item | Type | Owner |
|---|---|---|
| Iota | Preventative | kappa |

## My own
Lambda.
`
	ix := openIndex(t, t.TempDir(), fstest.MapFS{"content/mu.md": {Data: []byte(doc)}})
	words := strings.Fields("alpha beta gamma delta epsilon zeta theta iota kappa lambda mu")
	for field, want := range map[string]string{
		"title": "alpha", "labels": "beta mu", "label": "beta mu", "ids": "gamma", "id": "gamma", "ticket": "gamma", "incident": "gamma", "change": "gamma",
		"summary": "delta", "timeline": "epsilon", "causes": "zeta", "cause": "zeta", "lessons": "theta", "lesson": "theta", "actions": "iota kappa", "action": "iota kappa",
		"body": "delta epsilon zeta theta iota kappa lambda", "text": "delta epsilon zeta theta iota kappa lambda",
	} {
		var got []string
		for _, word := range words {
			if slugs(t, ix, field+":"+word) == "mu" {
				got = append(got, word)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: finds %v, want %s", field, got, want)
		}
	}
	for _, word := range words {
		if slugs(t, ix, word) != "mu" {
			t.Errorf("%s without a field is not found", word)
		}
	}
	// It begins at 10:00, is detected at 10:30, and ends at 12:00.
	for query, want := range map[string]bool{
		"duration:120": true, "duration:119": false, "duration:>119": true, "duration:>120": false, "duration:>=120": true, "duration:<120": false, "duration:<=120": true, "duration:100..120": true, "duration:120..": true,
		"duration:121..": false, "duration:..119": false, "detect:30": true, "ttd:30": true, "time_to_detect:29": false, "resolve:2h": true, "ttr:2h": true, "restore:1h": false,
		"date:2026-01-02": true, "date:2026-01-01": false, "date:2026-01-03": false, "date:>2026-01-01": true, "date:>2026-01-02": false, "date:>=2026-01-02": true, "date:<2026-01-02": false, "date:<=2026-01-02": true,
		"date:2026-01": true, "date:2025": false, "year:2026": true, "year:>2025": true, "year:<2026": false, "date:2026-01-02..2026-01-02": true, "date:..2026-01-01": false, "date:2026-01-03..": false,
		"impact:latency": true, "impact:lat": false, "impact:lat*": true, "detection:other": true, "severity:high": false, "action_type:preventative": true, "service:beta": true, "vendor:beta": false,
	} {
		if got := slugs(t, ix, query) == "mu"; got != want {
			t.Errorf("%s finds the outage of two hours on 2026-01-02: %v, want %v", query, got, want)
		}
	}
}

// TestBeginnings checks which words a prefix finds, including those whose stem
// is shorter than the prefix.
func TestBeginnings(t *testing.T) {
	fsys := fstest.MapFS{}
	for slug, text := range map[string]string{"a": "certification relational", "b": "running happily", "c": "CERT-7 runner", "d": "theories of générale", "e": "buz set vacu"} {
		fsys["content/"+slug+".md"] = &fstest.MapFile{Data: []byte(written(text, "completed"))}
	}
	ix := openIndex(t, t.TempDir(), fsys)
	for query, want := range map[string]string{
		"cert*": "a c", "certif*": "a", "certifi*": "a", "certific*": "a", "certificat*": "a", "certificatio*": "a", "certification*": "a", "certificationx*": "", "certix*": "",
		"relatio*": "a", "relationa*": "a", "run*": "b c", "runn*": "b c", "runni*": "b", "runnin*": "b", "runne*": "b c", "happil*": "b", "happ*": "b", "theori*": "d", "theorie*": "d", "théo*": "d",
		"génér*": "d", "GÉNÉR*": "d", "générales*": "d", "gener*": "d", "7*": "c", "cert-7*": "c", "cert-8*": "", "c*": "a c", "x*": "",
		"set*": "e", "sett*": "e", "setti*": "e", "buz*": "e", "buzz*": "", "vacu*": "e", "vacuu*": "",
	} {
		if got := sortWords(slugs(t, ix, query)); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

// TestAccents checks that words are found without their accents, and that those written as in the query come first.
func TestAccents(t *testing.T) {
	fsys := fstest.MapFS{}
	for slug, text := range map[string]string{"plain": "The resume of the cafe in Zurich.", "accents": "The résumé of the café in Zürich."} {
		fsys["content/"+slug+".md"] = &fstest.MapFile{Data: []byte(written(text, "completed"))}
	}
	ix := openIndex(t, t.TempDir(), fsys)
	for query, want := range map[string]string{
		"zurich": "plain accents", "Zürich": "accents plain", "cafe": "plain accents", "café": "accents plain", "\"café in Zürich\"": "accents plain", "züri*": "accents plain", "zuerich": "",
	} {
		if got := slugs(t, ix, query); got != want && (!strings.Contains(query, "*") || sortWords(got) != want) {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}

func sortWords(s string) string {
	words := strings.Fields(s)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// TestEveryBeginning checks that a word is found by each of its prefixes of at
// least three letters, though its stem may be shorter.
func TestEveryBeginning(t *testing.T) {
	words := strings.Fields(`readable notably national nationally resistance resistances climate climated climates validating validation
		operational validations operative weighted repeatedly replacement replacements preference preferences urgency reader readers
		taxes useful usefully usefulness possible duplicate duplicated duplicates duplicating duplication duplications electrical
		electrically batteries listening settings region regional regions mechanism locality localities active effectiveness
		organization organize organized organizes organizing slowly payment payments slowness dangerous dangerously rates
		stopped stopping running runnings dropped planned hopeful dubbed falling passed buzzing`)
	fsys := fstest.MapFS{}
	for i, word := range words {
		fsys[fmt.Sprintf("content/x%d.md", i)] = &fstest.MapFile{Data: []byte(written(word, "completed"))}
	}
	ix := openIndex(t, t.TempDir(), fsys)
	for i, word := range words {
		for n := 3; n <= len(word); n++ {
			result, err := ix.Search(t.Context(), word[:n]+"*", SearchOptions{Limit: 100, Fragments: -1})
			if err != nil || !slices.ContainsFunc(result.Hits, func(h Hit) bool { return h.Slug == fmt.Sprint("x", i) }) {
				t.Errorf("%s is not found by %s*: %v", word, word[:n], err)
			}
		}
	}
}

// TestHitsThatScoreTheSame checks that scores that differ only because of the
// order of summation are equal, so that hits are sorted by date, newest first,
// then by slug.
func TestHitsThatScoreTheSame(t *testing.T) {
	old, young := Hit{Slug: "a", Score: 1 + 1e-12, Date: day(1)}, Hit{Slug: "b", Score: 1, Date: day(2)}
	better, same := Hit{Slug: "z", Score: 1.001, Date: day(1)}, Hit{Slug: "c", Score: 1 - 1e-12, Date: day(2)}
	hits := []Hit{old, same, young, better}
	slices.SortFunc(hits, compareHits)
	var got []string
	for _, hit := range hits {
		got = append(got, hit.Slug)
	}
	if strings.Join(got, " ") != "z b c a" {
		t.Errorf("the order of hits is %v, want z, which has the highest score, then b and c of the newer day, then a", got)
	}
	value := func(score float64) string {
		return (&scoreOrder{}).Value(&search.DocumentMatch{Score: score})
	}
	if value(1) != value(1+1e-12) || value(1) >= value(1.001) {
		t.Error("scores that are equal have different sort values")
	}
}

// TestAsManyWordsAsThereMayBe checks that a prefix may match a thousand words,
// and the error if it matches more.
func TestAsManyWordsAsThereMayBe(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "few%d ", i)
	}
	for i := range 1001 {
		fmt.Fprintf(&text, "lots%d ", i)
	}
	ix := openIndex(t, t.TempDir(), fstest.MapFS{"content/a.md": {Data: []byte(written(text.String(), "completed"))}})
	if got := slugs(t, ix, "few*"); got != "a" {
		t.Errorf("with a thousand words with the prefix: %q", got)
	}
	_, err := ix.Search(t.Context(), "few1 body:lots*", SearchOptions{})
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Message != "lots* matches more than 1000 words" || syntax.Hint != "write more of the word" || syntax.Caret() != "few1 body:lots*\n          ^^^^^" {
		t.Errorf("with a thousand and one words with the prefix: %v", err)
	}
}

package index

import (
	"math"
	"testing"
	"testing/fstest"
)

// scored returns four documents. Comments give the lengths of their fields.
func scored() fstest.MapFS {
	doc := func(title, id, summary string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nid: " + id + "\nservice: web\nimpact: latency\nseverity: low\ndetection: other\ndate: 2026-01-02\nstatus: completed\n---\n## Summary\n" + summary + "\n")}
	}
	return fstest.MapFS{
		"content/one.md":   doc("Apple", "x1", "pear plum lima melon"), // title 1, labels 2 (web, one), ids 2 (x1, 1), body 4
		"content/two.md":   doc("Fruit", "x2", "apple apple grape melon"),
		"content/three.md": doc("Fruit", "x3", "relational theory of grape"), // body 3, without "of"
		"content/four.md":  doc("Fruit", "apple", "relation theory lemon lime"),
	}
}

// TestScores checks scores that were calculated by hand. The score of a word in a field is
//
//	sqrt(occurrences) / sqrt(words in the field) * idf * boost * idf * norm
//
// where idf = 1 + ln(documents / (documents with the word in the field + 1)) and norm = 1 / sqrt(sum of
// (boost * idf)² over all clauses). A word without a field is searched for in four fields, with a boost of
// 1.5 for the title, 1 for labels, 2 for ids and 2 for the body. Its scores are added up and multiplied by
// the share of fields that match. A word with another spelling has half the score. A word with edit distance
// one counts half, with two a quarter.
func TestScores(t *testing.T) {
	ix := openIndex(t, t.TempDir(), scored())
	for query, want := range map[string]map[string]float64{
		// In title, ids and body one document has it: idf 1 + ln(4/2) = 1.693147; in labels none: 1 + ln(4/1) = 2.386294.
		// norm = 1 / sqrt((1.5·1.693147)² + 2.386294² + 2·(2·1.693147)²) = 1 / sqrt(6.450384 + 5.694400 + 22.934700) = 0.168841
		// One field of four: title 1/4 · 1.5 · 1.693147² · 0.168841 = 0.181510; ids the same with 2 for 1.5 = 0.242013;
		// body 1/4 · sqrt(2)/sqrt(4) · 2 · 1.693147² · 0.168841 = 0.171129.
		"apple": {"one": 0.181510, "four": 0.242013, "two": 0.171129},
		// A single field: idf · boost 1, since norm is 1 / idf: 1.693147 / sqrt(1).
		"title:apple": {"one": 1.693147},
		// Two documents have it: idf 1 + ln(4/3) = 1.287682; the body has three and four words.
		"body:theory": {"three": 1.287682 / math.Sqrt(3), "four": 1.287682 / 2},
		// A part has the score of the whole body, with the mark as a second term: the weights are 1.287682
		// and (four documents have the mark) 1 + ln(4/5) = 0.776856. Both documents have "relation", but only
		// one has this spelling.
		"body:relational": {"three": 1.287682 / math.Sqrt(3), "four": 0.5 * 1.287682 / 2},
		"body:relation":   {"three": 0.5 * 1.287682 / math.Sqrt(3), "four": 1.287682 / 2},
		// One document has lime, another lima, which counts half: norm = 1 / sqrt(1.693147² + (1.693147/2)²) = 0.528263, each one word of two and of four.
		"body:lime~1": {"four": 0.378599, "one": 0.378599 / 2},
		// One has lemon, two have melon, two letters off, which counts a quarter: norm = 1 / sqrt(1.693147² + (1.287682/4)²) = 0.580222.
		"body:lemon~2": {"four": 0.415837, "one": 0.060130, "two": 0.060130},
		// A field that is named has a boost of 1 beside the four of a word without one: norm = 1 / sqrt(1.693147² + (1.5² + 1 + 2²) · 2.386294² + (2·1.693147)²) = 0.134089;
		// each document has one of the two: 1/2 · 1.693147² · norm in the title, 1/2 · 1/4 · 2 · 1.693147² · norm / sqrt(4) in the body.
		"title:apple lemon": {"one": 0.192199, "four": 0.048050},
		"severity:low":      {"one": 0, "two": 0, "three": 0, "four": 0},
	} {
		result, err := ix.Search(t.Context(), query, SearchOptions{})
		if err != nil || result.Total != len(want) {
			t.Errorf("%s finds %d, %v; want %d", query, result.Total, err, len(want))
			continue
		}
		for _, hit := range result.Hits {
			if math.Abs(hit.Score-want[hit.Slug]) > 2e-6 {
				t.Errorf("%s: %s scores %f, want %f", query, hit.Slug, hit.Score, want[hit.Slug])
			}
		}
	}
}

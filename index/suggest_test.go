package index

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestBetterWords checks the suggested query if a word does not occur: the word
// with the smallest edit distance, at most two and a third of its letters; of
// equally close words the most frequent one, as a post mortem spells it.
func TestBetterWords(t *testing.T) {
	fsys := fstest.MapFS{}
	for slug, text := range map[string]string{
		"a": "Replicas of clusters. Rate mate.", "b": "Replicas, rack. Mate.", "c": "Störungen of RACK", "d": "Clusters of Abcdef and abcxyzghi",
	} {
		doc := strings.Replace(written(text, "completed"), "service: dns", "service: edge gateway\ntags: [load balancer, tls]\nvendor: R&D (north)", 1)
		fsys["content/"+slug+".md"] = &fstest.MapFile{Data: []byte(doc)}
	}
	ix := openIndex(t, t.TempDir(), fsys)
	for query, want := range map[string]string{
		"replicsa":                     "replicas",
		"REPLICSA":                     "replicas",
		"rackk":                        "rack", // distance one
		"rackkk":                       "rack", // distance two, six letters
		"abcxyzg":                      "abcxyzghi",
		"abcxyz":                       "",       // distance three
		"qabcdefg":                     "abcdef", // distance two
		"qabcdefgh":                    "",       // distance three
		"rk":                           "",       // two letters: no distance allowed
		"rac":                          "rack",
		"qate":                         "mate", // rate is as close, but mate is more frequent
		"+replicsa +clustesr":          "+replicas +clusters",
		"clustesr replicsa clustesr":   "clusters replicas clusters",
		"title:replicsa":               "title:replicas",
		"\"replicsa\"":                 "\"replicas\"",
		"\"replicsa of clusters\"":     "",
		"replicsa -rackk":              "replicas -rackk", // an excluded word is not replaced
		"clustesr*":                    "clusters*",
		"replicsa severity:low":        "replicas severity:low",
		"störunegn":                    "störungen",
		"severity:lwo":                 "severity:low",
		"severity:critical":            "",
		"severity:xx":                  "", // two letters: no distance allowed
		"severity:lox":                 "severity:low",
		"tag:tsl":                      "tag:tls", // two letters swapped are distance one
		"tag:tsx":                      "",        // distance two, three letters
		"tag:tlxx":                     "",        // distance two, four letters
		"tag:loadbalancre":             `tag:"load balancer"`,
		`tag:"load balancre"`:          `tag:"load balancer"`,
		`vendor:"r&d (nort)"`:          `vendor:"R&D (north)"`,
		"service:edge-gatewya":         `service:"edge gateway"`,
		"status:completed":             "",
		"replicas":                     "",
		"+replicas +replicsa":          "+replicas +replicas",
		"replicas clustesr":            "", // it finds something
		"nothinglikethis +replicsa":    "nothinglikethis +replicas",
		"nothinglikethis AND replicas": "",
	} {
		result, err := ix.Search(t.Context(), query, SearchOptions{})
		if err != nil {
			t.Errorf("%s: %v", query, err)
		} else if result.DidYouMean != want {
			t.Errorf("%s finds %d and suggests %q, want %q", query, result.Total, result.DidYouMean, want)
		}
	}
}

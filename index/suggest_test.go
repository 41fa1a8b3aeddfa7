package index

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestBetterWords holds which query is offered where a word occurs nowhere: the
// word that is least off, by a third of its letters and two at most, of those
// equally far off the one that most have, as a post mortem spells it.
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
		"rackk":                        "rack", // one off
		"rackkk":                       "rack", // two off, of six letters
		"abcxyzg":                      "abcxyzghi",
		"abcxyz":                       "",       // three off
		"qabcdefg":                     "abcdef", // two off
		"qabcdefgh":                    "",       // three off
		"rk":                           "",       // two letters: none may be off
		"rac":                          "rack",
		"qate":                         "mate", // rate is as near, more have mate
		"+replicsa +clustesr":          "+replicas +clusters",
		"clustesr replicsa clustesr":   "clusters replicas clusters",
		"title:replicsa":               "title:replicas",
		"\"replicsa\"":                 "\"replicas\"",
		"\"replicsa of clusters\"":     "",
		"replicsa -rackk":              "replicas -rackk", // what must not be there is not missed
		"clustesr*":                    "clusters*",
		"replicsa severity:low":        "replicas severity:low",
		"störunegn":                    "störungen",
		"severity:lwo":                 "severity:low",
		"severity:critical":            "",
		"severity:xx":                  "", // two letters: none may be off
		"severity:lox":                 "severity:low",
		"tag:tsl":                      "tag:tls", // two letters swapped are one off
		"tag:tsx":                      "",        // two off, of three letters
		"tag:tlxx":                     "",        // two off, of four letters
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
			t.Errorf("%s finds %d; offered is %q, want %q", query, result.Total, result.DidYouMean, want)
		}
	}
}

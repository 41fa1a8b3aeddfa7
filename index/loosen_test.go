package index

import "testing"

// looseQueries are queries with what they are loosened to.
var looseQueries = map[string]string{
	"http://node-3.example.org:8080/":    "http node 3 example org 8080",
	"com.example.Cart.add(Cart.java:42)": "com example cart add cart java 42",
	"exit code -1":                       "exit code 1",
	"500 ms":                             "500 ms 500ms",
	"after 500ms":                        "after 500ms 500 ms",
	"1.2.3":                              "1 2 3 v1",
	"status=503 Zürich":                  "status 503 zürich",
	`"zone transfer"`:                    "zone transfer",
	`HTTP 404 NOT FOUND`:                 "",
	`ROLE "app" IS NOT PERMITTED`:        "role app is not permitted",
	"dns timeout":                        "",
	"dns -timeout":                       "",
	"dns-1 -timeout":                     "",
	"edge-gw-03 severity:high":           "",
	"title:edge-gw-03":                   "",
	"a-b AND c":                          "",
	"a-b c*":                             "",
	"a-b c~1":                            "",
	"障害 a-b":                             "障 害 a b",
	"":                                   "",
}

func TestLoosened(t *testing.T) {
	for text, want := range looseQueries {
		q, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Loosened(); got != want {
			t.Errorf("%s is loosened to %q, want %q", text, got, want)
		}
	}
}

// TestScriptLoosens compares what the script in the browser makes of queries.
func TestScriptLoosens(t *testing.T) {
	t.Parallel()
	s := startScript(t, loadPosts(t, searchedFS(), "content"))
	var texts []string
	for text := range looseQueries {
		texts = append(texts, text)
	}
	answer := s.askAll("loosen", texts)
	for i, text := range texts {
		var got string
		if answer(i, &got); got != looseQueries[text] {
			t.Errorf("in the browser, %s is loosened to %q, want %q", text, got, looseQueries[text])
		}
	}
}

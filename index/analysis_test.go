package index

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/collection"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"The certificates were renewed":  "certif/2 renew/4",
		"Don't restart it, we'll wait":   "don/1 restart/3 wait/7",
		"INC0042 and CHG-4711s":          "inc0042/1 chg/3 4711/4",
		"edge-gw-03.prod.example.org":    "edg/1 gw/2 03/3 prod/4 exampl/5 org/6",
		"v1.2.3":                         "1/1 2/2 3/3",
		"Größe STÖRUNG Sto\u0308rungen":  "gross/1 storung/2 storungen/3",
		"ΟΔΟΣ":                           "οδοσ/1",
		"Zürich café naïve Đà Nẵng":      "zurich/1 cafe/2 naiv/3 da/4 nang/5",
		"Ёлка и̂ हिन्दी パ":               "ёлка/1 и̂/2 हिन्दी/3 パ/4",
		"データ障害 error":                    "デ/1 ー/2 タ/3 障/4 害/5 error/6",
		"a\xffb":                         "b/2",
		"":                               "",
		"— … !":                          "",
		"snake_case camelCase":           "snake/1 case/2 camelcas/3",
		"running runs ran queries query": "run/1 run/2 ran/3 queri/4 queri/5",
	} {
		var a Analyser
		var got []string
		for range 2 { // the second time from the cache
			got = nil
			for _, token := range a.Tokens(nil, text) {
				got = append(got, fmt.Sprintf("%s/%d", token.Term, token.Position))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q\n got %s\nwant %s", text, strings.Join(got, " "), want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("The certificates of edge-gw-03, データ障害 INC0042\xff")
	f.Fuzz(func(t *testing.T, text string) {
		var a Analyser
		end, position := 0, 0
		for _, token := range a.Tokens(nil, text) {
			if token.Start < end || token.End <= token.Start || token.End > len(text) || token.Position <= position || token.Term == "" {
				t.Fatalf("%q: %+v", text, token)
			}
			if utf8.ValidString(text) && !utf8.ValidString(token.Term) {
				t.Fatalf("%q: the term %q is not valid", text, token.Term)
			}
			end, position = token.End, token.Position
		}
	})
}

func TestDocument(t *testing.T) {
	c, err := collection.Load(t.Context(), searchedFS(), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for d := range Documents(c.PostMortems) {
		if d.ID != "edge-certificate" {
			continue
		}
		for _, field := range append([]Field{Title, Labels, IDs}, BodyFields...) {
			fmt.Fprintf(&got, "%s: %s\n", field, strings.Join(d.Texts[field], " | "))
		}
		for _, facet := range Facets {
			if values := d.Facets[facet.Name]; len(values) > 0 {
				fmt.Fprintf(&got, "%s = %s\n", facet.Name, strings.Join(values, ", "))
			}
		}
		for _, number := range Numbers {
			fmt.Fprintf(&got, "%s = %v\n", number.Name, d.Numbers[number.Name])
		}
		var a Analyser
		for _, token := range a.Analyse(d)[IDs].Tokens {
			fmt.Fprintf(&got, "%s/%d ", token.Term, token.Position)
		}
	}
	const want = `title: Edge certificate expired
labels: edge-gateway | Northwind DNS | tls | load balancer | edge-certificate
ids: PM-2026-0007 | INC0042 | CHG4711
summary: Nobody renewed the certificate of the gateway.
causes: The certificates were renewed by hand. The zone transfer was not involved. | Control: Expiry alarm
timeline: edge-gw-03.prod.example.org refuses handshakes | A customer calls | Release v1.2.3 rolled out
lessons: The runbook was right about dns
actions: Renew by machine | platform team
other: 
severity = critical
impact = availability
detection = manual
status = completed
service = edge-gateway
vendor = Northwind DNS
tag = tls, load balancer
action_type = Preventative
kind = went-well
year = 2026
duration = 120
detect = 30
resolve = 120
pm/1 2026/2 0007/3 7/3 inc0042/33 0042/33 42/33 chg4711/65 4711/65 `
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// FuzzSearch searches a small index with whatever parses.
func FuzzSearch(f *testing.F) {
	ix, err := Open(f.Context(), Options{Dir: f.TempDir(), FS: fstest.MapFS(searchedFS())})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = ix.Close() })
	for _, query := range []string{
		`dns timeout`, `+timeout -database`, `"the zone transfer"`, `certifica* certifcate~2`, `causes:(zone "a b") OR NOT tag:"x y"`,
		`date:2026-01..2026-03 duration:>= 2h`, `severity:(high OR low) AND timeout`, "障害 OR (NOT dns)", `(-zone) zone`, `severity:high OR -dns`, `edge-gw*`,
		`+timeout (gateway +zone) -edge-gw-03`,
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := Parse(query); err != nil {
			return
		}
		result, err := ix.Search(t.Context(), query, SearchOptions{Facets: true, Limit: 10})
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		if len(result.Hits) != result.Total {
			t.Fatalf("%q: %d hits of %d", query, len(result.Hits), result.Total)
		}
		for i, hit := range result.Hits {
			if !(hit.Score >= 0) || i > 0 && hit.Score > result.Hits[i-1].Score {
				t.Fatalf("%q: score %v", query, hit.Score)
			}
		}
	})
}

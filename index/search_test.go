package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// searched is a small collection: files by slug.
var searched = map[string]string{
	"edge-certificate": `---
title: Edge certificate expired
id: PM-2026-0007
service: edge-gateway
impact: availability
severity: critical
detection: manual
incident: INC0042
date: 2026-03-05
status: completed
tags: [tls, load balancer]
vendor: Northwind DNS
summary: Nobody renewed the certificate of the gateway.
---
## Timeline
| Date | Time | Metadata | Notes |
|---|---|---|---|
| 2026-03-05 | 10:00 | Outage begins | edge-gw-03.prod.example.org refuses handshakes |
| | 10:30 | Outage detected | A customer calls |
| | 12:00 | Outage ends | Release v1.2.3 rolled out |

## Proximal and Root Causes
The certificates were renewed by hand. The zone transfer was not involved.

- Control: Expiry alarm

## Action Items
| Action Item | Type | Owner | Tracking information |
|---|---|---|---|
| Renew by machine | Preventative | platform team | CHG4711 |

## Lessons Learned
### What went well
- The runbook was right about dns
`,
	"dns-zone": `---
title: DNS zone expired
service: dns
impact: [availability, latency]
severity: high
detection: configured alarm
date: 2026-01-10
status: completed
tags: [dns]
---
## Summary
The secondaries lost the zone. A transfer timed out, and <script>alert(1)</script> was not run.

## Timeline
| Date | Time | Metadata | Notes |
|---|---|---|---|
| 2026-01-10 | 10:00 | Outage begins | |
| | 10:20 | Outage ends | Timeout raised |
`,
	"pool": `---
title: Connection pool exhausted
service: payments
impact: latency
severity: high
detection: configured alarm
date: 2025-06-01
status: review
tags: [database]
factors: [tight coupling, latent defect]
---
## Summary
A timeout of the database held connections. Störung in データベース障害.

## Causes
Retries without a limit. See v1.2.4 and relational theory.

## What surprised us
- It was idle
`,
	"clock": `---
title: Clock drift
service: payments
impact: latency
severity: near miss
detection: other
date: 2025-06-01
status: completed
---
## Summary
A timeout.
`,
	"draft": `---
title: A secret timeout
service: payments
impact: latency
severity: low
detection: other
date: 2025-07-01
status: draft
---
## Summary
Canary timeout.
`,
}

func searchedFS() fstest.MapFS {
	out := fstest.MapFS{}
	for slug, text := range searched {
		out["content/postmortems/"+slug+".md"] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func openIndex(t testing.TB, dir string, fsys fs.FS) *Index {
	t.Helper()
	ix, err := Open(t.Context(), Options{Dir: dir, FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ix.Close() })
	return ix
}

func slugs(t *testing.T, ix *Index, query string) string {
	t.Helper()
	result, err := ix.Search(t.Context(), query, SearchOptions{Limit: 100})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for _, hit := range result.Hits {
		out = append(out, hit.Slug)
	}
	if len(out) != result.Total {
		t.Errorf("%s: total %d, but %d hits", query, result.Total, len(out))
	}
	return strings.Join(out, " ")
}

func TestSearch(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	for query, want := range map[string]string{
		"":                       "edge-certificate dns-zone clock pool", // newest first, then by slug
		"zone":                   "dns-zone edge-certificate",
		"dns":                    "dns-zone edge-certificate",
		"dns timeout":            "dns-zone edge-certificate clock pool",
		"timeout":                "clock dns-zone pool",
		"TIMEOUTS":               "clock dns-zone pool",
		"+timeout +database":     "pool",
		"timeout AND database":   "pool",
		"timeout -database":      "clock dns-zone",
		"timeout NOT database":   "clock dns-zone",
		"-timeout":               "edge-certificate",
		"NOT (timeout dns)":      "",
		"certificate OR pool":    "edge-certificate pool",
		`"zone transfer"`:        "edge-certificate",
		`"transfer zone"`:        "",
		`"the zone transfer"`:    "edge-certificate",
		"certif*":                "edge-certificate",
		"certifica*":             "edge-certificate",
		"certificate*":           "edge-certificate",
		"relatio*":               "pool",
		"certifcate~1":           "edge-certificate",
		"certifcat":              "",
		"title:zone":             "dns-zone",
		"title:(zone pool)":      "dns-zone pool",
		"causes:zone":            "edge-certificate",
		"summary:zone":           "dns-zone",
		`causes:"zone transfer"`: "edge-certificate",
		"causes:zon*":            "edge-certificate",
		"lessons:dns":            "edge-certificate",
		"lessons:zone":           "",
		"actions:renew":          "edge-certificate",
		"timeline:timeout":       "dns-zone",
		"timeline:outage":        "", // names of events are not searched
		"-causes:zone zone":      "dns-zone",

		"INC0042":                     "edge-certificate",
		"inc0042":                     "edge-certificate",
		"0042":                        "edge-certificate",
		"42":                          "edge-certificate",
		"4711":                        "edge-certificate",
		"INC00*":                      "edge-certificate",
		"PM-2026-0007":                "edge-certificate",
		"id:7":                        "edge-certificate",
		"edge-gw-03.prod.example.org": "edge-certificate",
		"edge-gw-03":                  "edge-certificate",
		"edge-gw-04":                  "",
		"edge-gw*":                    "edge-certificate",
		"v1.2.3":                      "edge-certificate",
		"v1.2":                        "pool edge-certificate",
		"störung":                     "pool",
		"Sto\u0308rung":               "pool",
		"障害":                          "pool",
		"データ*":                        "pool",
		"害障":                          "",

		"severity:critical":                        "edge-certificate",
		"severity:near-miss":                       "clock",
		`severity:"Near Miss"`:                     "clock",
		"severity:high severity:critical":          "edge-certificate dns-zone pool",
		"severity:(high OR critical) timeout":      "dns-zone pool",
		"severity:high severity:near-miss timeout": "clock dns-zone pool",
		"severity:low severity:near-miss timeout":  "clock",
		"severity:high tag:dns tag:database zone":  "dns-zone",
		"-severity:high":                           "edge-certificate clock",
		"timeout -severity:high":                   "clock",
		"tag:load-balancer":                        "edge-certificate",
		`tag:"LOAD balancer"`:                      "edge-certificate",
		"service:pay*":                             "clock pool",
		"service:pay":                              "",
		"impact:latency impact:availability":       "edge-certificate dns-zone clock pool",
		"+impact:latency +impact:availability":     "dns-zone",
		"impact:latency AND impact:availability":   "dns-zone",
		"severity:critical OR database":            "pool edge-certificate",
		"action_type:preventative":                 "edge-certificate",
		"status:review":                            "pool",
		"vendor:northwind-dns":                     "edge-certificate",
		"year:2025":                                "clock pool",
		"date:2026-01":                             "dns-zone",
		"date:>=2026-01-11":                        "edge-certificate",
		"date:2025-06..2026-01":                    "dns-zone clock pool",
		"date:<2026":                               "clock pool",
		"duration:>60":                             "edge-certificate",
		"duration:20":                              "dns-zone",
		"duration:<2h":                             "dns-zone",
		"duration:<=2h":                            "edge-certificate dns-zone",
		"detect:30":                                "edge-certificate",
		"timeout date:2025":                        "clock pool",
		"canary":                                   "",
		"secret":                                   "",
		"the of":                                   "edge-certificate dns-zone clock pool",
		"nosuchword +timeout":                      "clock dns-zone pool",
		"+nosuchword timeout":                      "",
		"nosuchprefix* AND timeout":                "",
		"timeout NOT nosuchprefix*":                "clock dns-zone pool",
		"script":                                   "dns-zone",
	} {
		if got := slugs(t, ix, query); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}

func TestFiltersDoNotScore(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	score := func(query string) float64 {
		result, err := ix.Search(t.Context(), query, SearchOptions{})
		if err != nil || len(result.Hits) == 0 {
			t.Fatalf("%s: %v, %v", query, result, err)
		}
		return result.Hits[0].Score
	}
	if a, b := score("pool"), score("pool severity:high date:2025 -tag:tls"); a != b || a == 0 {
		t.Errorf("score %v, with filters %v", a, b)
	}
	if s := score("severity:high"); s != 0 {
		t.Errorf("filters alone score %v", s)
	}
}

// TestSpelling checks that exact words rank first, and that a name with a number
// is found only with its exact spelling.
func TestSpelling(t *testing.T) {
	fsys := fstest.MapFS{}
	for slug, title := range map[string]string{
		"a": "Relation theory", "b": "Relational theory", "c": "The theory of OPS-12", "d": "The theory of OP-12", "e": "Relates",
	} {
		fsys["content/"+slug+".md"] = &fstest.MapFile{Data: []byte(strings.Replace(written("Nothing.", "completed"), "title: Outage", "title: "+title, 1))}
	}
	ix := openIndex(t, t.TempDir(), fsys)
	for query, want := range map[string]string{
		"relation":              "a b",
		"relational":            "b a",
		"RELATIONAL theory":     "b a c d",
		`"relational theories"`: "a b", // no document has both spellings
		`"relational theory"`:   "b a",
		"title:relational":      "b a",
		"relational -op":        "b a",
		"OPS-12":                "c",
		"op-12":                 "d",
		"12":                    "c d",
		"ops":                   "c d",
		`"OPS 12"`:              "c d",
		"theory -OPS-12":        "a b d",
		"OPS-13":                "",
		"oping-12":              "", // same stem as op-12, but no document has this spelling
	} {
		if got := strings.ReplaceAll(slugs(t, ix, query), " e", ""); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}

// TestBonusIsKept checks that documents with the same words have the same score:
// matches of optional clauses inside optional clauses must not be lost.
func TestBonusIsKept(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 300 {
		text := "filler"
		for word, every := range map[string]int{"alpha": 3, "beta": 10, "gamma": 2} {
			if i*7919%every == 0 {
				text += " " + word
			}
		}
		words := strings.Fields(text)
		slices.Sort(words)
		fsys[fmt.Sprintf("content/%03d.md", i)] = &fstest.MapFile{Data: []byte(written(strings.Join(words, " "), "completed"))}
	}
	ix := openIndex(t, t.TempDir(), fsys)
	result, err := ix.Search(t.Context(), "+alpha (beta +gamma)", SearchOptions{Limit: 300})
	if err != nil || result.Total != 100 {
		t.Fatalf("%d hits, %v", result.Total, err)
	}
	scores := map[string]float64{}
	for _, hit := range result.Hits {
		text := hit.Fragments[0].String()
		if score, seen := scores[text]; seen && score != hit.Score {
			t.Errorf("%s, %q: score %v, want %v as for the others", hit.Slug, text, hit.Score, score)
		}
		scores[text] = hit.Score
	}
	if len(scores) != 3 {
		t.Errorf("scores %v", scores)
	}
}

func TestFragments(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	for query, want := range map[string]string{
		"certificates":      "title: Edge [certificate] expired | summary: Nobody renewed the [certificate] of the gateway. | causes: The [certificates] were renewed by hand. The zone transfer was not involved.",
		`"zone transfer"`:   "title: Edge certificate expired | causes: The certificates were renewed by hand. The [zone transfer] was not involved.",
		"edge-gw-03":        "title: Edge certificate expired | timeline: [edge-gw-03].prod.example.org refuses handshakes",
		"42":                "title: Edge certificate expired | ids: [INC0042]",
		"severity:critical": "title: Edge certificate expired | summary: Nobody renewed the certificate of the gateway.",
		"障害":                "title: Connection pool exhausted | summary: A timeout of the database held connections. Störung in データベース[障害].",
	} {
		result, err := ix.Search(t.Context(), query, SearchOptions{Limit: 1})
		if err != nil || len(result.Hits) == 0 {
			t.Fatalf("%s: %v, %v", query, result, err)
		}
		hit := result.Hits[0]
		parts := []string{"title: " + marked(hit.TitleSpans)}
		for _, f := range hit.Fragments {
			parts = append(parts, string(f.Field)+": "+marked(f.Spans))
		}
		if got := strings.Join(parts, " | "); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
}

func marked(spans []Span) string {
	var b strings.Builder
	for _, span := range spans {
		if span.Mark {
			b.WriteString("[" + span.Text + "]")
		} else {
			b.WriteString(span.Text)
		}
	}
	return b.String()
}

func TestFragmentIsCutBetweenWords(t *testing.T) {
	text := strings.Repeat("lorem ipsum dolor ", 40) + "certificate expired " + strings.Repeat("größe ", 60)
	var a Analyser
	e := a.excerpt(Other, text, []matcher{{fields: []Field{Body}, words: []map[string]bool{{"certif": true}}}})
	f := e.fragment(fragmentLength)
	if s := f.String(); len(s) > fragmentLength+10 || !strings.HasPrefix(s, "…") || !strings.HasSuffix(s, "…") || !strings.Contains(marked(f.Spans), "[certificate]") {
		t.Errorf("got %q", marked(f.Spans))
	}
}

func TestFacets(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	result, err := ix.Search(t.Context(), "timeout", SearchOptions{Facets: true, Limit: -1})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, counts := range result.Facets {
		for _, v := range counts.Values {
			got = append(got, fmt.Sprintf("%s:%s=%d", counts.Facet.Name, v.Value, v.Count))
		}
	}
	const want = "severity:high=2 severity:near miss=1 impact:latency=3 impact:availability=1 detection:configured alarm=2 detection:other=1 " +
		"status:review=1 status:completed=2 service:payments=2 service:dns=1 factor:latent defect=1 factor:tight coupling=1 tag:database=1 tag:dns=1 kind:surprise=1 year:2026=1 year:2025=2"
	if strings.Join(got, " ") != want || len(result.Hits) != 0 || result.Total != 3 {
		t.Errorf("got %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestDidYouMean(t *testing.T) {
	ix := openIndex(t, t.TempDir(), searchedFS())
	for query, want := range map[string]string{
		"certifcate":          "certificate",
		"+certifcate gatway":  "+certificate gateway",
		"title:certifcate":    "title:certificate",
		"severity:critcal":    "severity:critical",
		"tag:loadbalancr":     `tag:"load balancer"`,
		"qqqqqqqqqq":          "",
		"service:nothinglike": "",
	} {
		result, err := ix.Search(t.Context(), query, SearchOptions{})
		if err != nil || result.Total > 0 && query != "+certifcate gatway" || result.DidYouMean != want {
			t.Errorf("%s: got %d hits, %q, %v; want %q", query, result.Total, result.DidYouMean, err, want)
		}
	}
}

func TestTooManyWords(t *testing.T) {
	var text strings.Builder
	for i := range MaxExpansion + 1 {
		fmt.Fprintf(&text, "word%d ", i)
	}
	fsys := searchedFS()
	fsys["content/postmortems/pool.md"].Data = []byte(searched["pool"] + text.String())
	ix := openIndex(t, t.TempDir(), fsys)
	var syntax *SyntaxError
	if _, err := ix.Search(t.Context(), "timeout word*", SearchOptions{}); !errors.As(err, &syntax) || !strings.HasSuffix(syntax.Caret(), "        ^^^^^") {
		t.Errorf("got %v", err)
	}
	if got := slugs(t, ix, "word99*"); got != "pool" {
		t.Errorf("got %s", got)
	}
}

// TestSample searches for facts of the sample collection. Each must be among the
// first two hits.
func TestSample(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..")
	if _, err := os.Stat(filepath.Join(root, "content", "postmortems")); err != nil {
		t.Fatal(err)
	}
	ix := openIndex(t, t.TempDir(), os.DirFS(root))
	for query, want := range map[string]string{
		"lame delegation":                        "dns-lame-delegation",
		"certificate expired":                    "edge-certificate-expired",
		"feature flag default rostering":         "rostering-flag-default",
		"disk full identity":                     "identity-disk-full",
		"cache stampede":                         "timetable-cache-stampede",
		"charged twice":                          "payments-charged-twice",
		"clock drift":                            "timetable-clock-drift",
		"zone expired secondaries":               "dns-zone-expired-at-secondaries",
		"mojibake":                               "mojibake-on-departure-boards",
		"connection pool payments":               "payments-connection-pool",
		"SPF":                                    "confirmations-rejected-spf",
		"boarding closed early":                  "boarding-closed-an-hour-early",
		"repeated hour":                          "rostering-repeated-hour",
		"wifi addresses dhcp":                    "terminal-wifi-out-of-addresses",
		"lifecycle rule deleted":                 "warehouse-lifecycle-rule",
		"settlement file twice":                  "settlement-file-sent-twice",
		"signing key rotation":                   "signing-key-rotation-stopped",
		"kernel gate controller":                 "gate-controller-kernel",
		"date format flipped":                    "portal-date-format-flipped",
		"vessel positions frozen keepalive":      "vessel-positions-frozen",
		"bus company depots":                     "dns-lame-delegation",
		"registrar form drops leading zeros":     "dns-lame-delegation",
		"backup manifests":                       "backup-without-manifests",
		"deny pattern gateway":                   "edge-gateway-deny-pattern",
		"throttled confirmations":                "confirmations-throttled",
		"search slow":                            "booking-search-slow",
		"gates offline failover thundering herd": "ticket-gates-offline-twice",
		"vessel tracking consumer lag":           "vessel-tracking-backlog",
		"internal certificate vessel":            "vessel-tracking-internal-certificate",
		"PM-2023-0002":                           "dns-lame-delegation",
		"VC-1012":                                "dns-lame-delegation",
	} {
		result, err := ix.Search(t.Context(), query, SearchOptions{Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, hit := range result.Hits {
			got = append(got, hit.Slug)
		}
		if !strings.Contains(strings.Join(got, " ")+" ", "-"+want+" ") {
			t.Errorf("%s: %s is not among %s", query, want, got)
		}
	}
}

func TestEmptyCollection(t *testing.T) {
	ix := openIndex(t, t.TempDir(), fstest.MapFS{"content/README.md": {Data: []byte("# None yet")}})
	for _, query := range []string{"", "dns", "certif*", "certif~1", "severity:high", "date:2026", `"a b"`, "-dns", "causes:dns"} {
		if got := slugs(t, ix, query); got != "" {
			t.Errorf("%s: got %s", query, got)
		}
	}
}

package check_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

const (
	hostileFront = "---\ntitle: T\ndate: 2026-03-05\nstatus: review\n---\n"
	hostileTable = hostileFront + "## Action Items\n| Action Item | Type | Owner |\n|---|---|---|\n"
)

// hostile are documents made to keep check busy or to fill a log. Each is a beginning and a
// text that is repeated after it.
var hostile = map[string][2]string{
	"addresses in a line": {hostileFront, "a@bc.dev "}, "handles": {hostileFront, "@abc "},
	"names": {hostileFront, "Ada Lovelace "}, "broken names": {hostileFront, "Ada\nLovelace\n"},
	"phrases": {hostileFront, "human error "}, "notes": {hostileFront, "TODO "},
	"subjects": {hostileFront, "the, operator of failed to had "}, "quotes": {hostileFront, "“ \" „ « "}, "wrapped phrases": {hostileFront, "the operator\nshould\nhave\n"}, "backticks": {hostileFront, "`` ` ```` ``` "},
	"anchors": {hostileFront, "[a](#b)\n\n"}, "anchors in a line": {hostileFront, "[a](#b) "},
	"links": {hostileFront, "[a](b-c-d-e.md)\n\n"}, "pictures": {hostileFront, "![a](b.png)\n\n"},
	"silencers": {hostileFront, "<!-- pmsite: allow secret: x -->\n"}, "silencers of nothing": {hostileFront, "<!-- pmsite: allow x: y --> "},
	"words of secrets": {hostileFront, "glpat- ghp_ akia sk_live xoxb- eyj -----begin hvs. okta sentry jira snyk twilio heroku\n"},
	"one line of them": {hostileFront, "glpat- ghp_ akia sk_live xoxb- eyj hvs. okta sentry jira snyk twilio heroku "},
	"names of secrets": {hostileFront, "key: token is password, pass= the secret of a b c d e was\n"}, "one line of names": {hostileFront, "key:token:password:secret:"},
	"lucky": {hostileFront, "### Where we got lucky\n1. a -> action-9\n"}, "lessons": {hostileFront + "### Where we got lucky\n", "1. a -> action-9\n"},
	"authors": {"---\ntitle: T\nauthors:\n", "- Ada Lovelace\n"}, "authors in a line": {"---\ntitle: T\nauthors: [", "Ada Lovelace, "},
	"impacts": {"---\ntitle: T\nimpact: [", "data-loss, "}, "services": {"---\ntitle: T\nservices: [", "a, "}, "citations": {"---\ntitle: T\nprevented_by: [", "A-1, "},
	"items": {hostileTable, "| a | prevent | Ada Lovelace |\n"}, "cells": {hostileTable + "| a ", "| prevent "},
	"rows": {hostileFront + "## Timeline\n| Date | Time | Event |\n|---|---|---|\n", "| 2026/3/5 | 2:05 PM | Outage began |\n"},
}

// hostileText returns about size bytes of a hostile document, with its list and front matter
// closed if necessary.
func hostileText(name string, size int) []byte {
	start, unit := hostile[name][0], hostile[name][1]
	end := ""
	if !strings.Contains(start, "\n---\n") {
		size = min(size, 60<<10) // the size of front matter is limited
		end = "date: 2026-03-05\nstatus: review\n---\n"
	}
	if strings.HasSuffix(start, "[") {
		end = "a]\n" + end
	}
	return []byte(start + strings.Repeat(unit, size/len(unit)) + end)
}

// checkHostile checks a hostile document. It returns the findings and the number of bytes
// allocated.
func checkHostile(t testing.TB, name string, size int) ([]check.Finding, uint64) {
	cfg := config.Default()
	cfg.Services = []config.Service{{Name: "checkout"}}
	c := load(t, fstest.MapFS{"content/a.md": {Data: hostileText(name, size)}}, cfg)
	if len(c.PostMortems) != 1 {
		t.Fatalf("%s cannot be parsed: %v", name, c.Problems)
	}
	in := check.Input{Collection: c, Config: cfg, People: []check.Person{{Name: "Ada Lovelace", Email: "ada@l.dev"}}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	found := check.Run(context.Background(), in)
	runtime.ReadMemStats(&after)
	return found, after.TotalAlloc - before.TotalAlloc
}

// TestHostile checks that the findings are bounded and that memory grows linearly with the
// document. BenchmarkHostile measures the time.
func TestHostile(t *testing.T) {
	checkHostile(t, "words of secrets", 1<<12) // initialize what is computed only once
	for name := range hostile {
		_, small := checkHostile(t, name, 1<<13)
		found, large := checkHostile(t, name, 1<<15)
		size := 0
		for _, f := range found {
			size += len(f.Source) + len(f.Message) + len(f.Hint)
		}
		if size > 1<<20 || len(found) > 1000 || large > 8*small+1<<19 {
			t.Errorf("%s: %d findings with %d bytes; %d KiB of memory, but %d for a quarter of the document", name, len(found), size, large>>10, small>>10)
		}
	}
}

// BenchmarkHostile reports the time per byte, which should be about the same for a document
// four times as long.
func BenchmarkHostile(b *testing.B) {
	for name := range hostile {
		for _, size := range []int{1 << 16, 1 << 18} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				for b.Loop() {
					checkHostile(b, name, size)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/byte")
			})
		}
	}
}

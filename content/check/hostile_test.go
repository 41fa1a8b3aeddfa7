package check_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// TestHostile: a document made to keep check busy, or to fill a log, does
// neither. The bound is far above what an idle machine needs.
func TestHostile(t *testing.T) {
	front := "---\ntitle: T\ndate: 2026-03-05\nstatus: review\n---\n"
	for name, unit := range map[string]string{
		"addresses in a line": "a@bc.dev ", "handles": "@abc ", "names": "Ada Lovelace ", "broken names": "Ada\nLovelace\n", "phrases": "human error ",
		"anchors": "[a](#b)\n\n", "links": "[a](b-c-d-e.md)\n\n", "silencers": "<!-- pmsite: allow secret: x -->\n", "silencers of nothing": "<!-- pmsite: allow x: y --> ",
		"words of secrets": "glpat- ghp_ akia sk_live xoxb- eyj -----begin hvs. okta sentry jira snyk twilio heroku\n",
		"one line of them": "glpat- ghp_ akia sk_live xoxb- eyj hvs. okta sentry jira snyk twilio heroku ",
		"notes":            "TODO ", "backticks": "`` ` ```` ``` ", "lucky": "### Where we got lucky\n1. a -> action-9\n",
	} {
		fsys := fstest.MapFS{"content/a.md": {Data: []byte(front + strings.Repeat(unit, (1<<19)/len(unit)))}}
		config := content.DefaultConfig()
		c := load(t, fsys, config)
		start := time.Now()
		found := check.Run(context.Background(), check.Input{Collection: c, Config: config, People: []check.Person{{Name: "Ada Lovelace", Email: "ada@l.dev"}}})
		size := 0
		for _, f := range found {
			size += len(f.Source) + len(f.Message)
		}
		if took := time.Since(start); took > 15*time.Second || size > 8<<20 || len(found) > 10_000 {
			t.Errorf("%s: %v, %d findings of %d bytes", name, took, len(found), size)
		} else {
			t.Logf("%s: %v, %d findings of %d bytes", name, took, len(found), size)
		}
	}
}

package report_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestReportsShowNoSecret checks that no format shows a secret or a person's name or address:
// build logs may be public, and so may comments made from them.
func TestReportsShowNoSecret(t *testing.T) {
	token := "ghp_" + "x7Kd9QmZ2vRtB4nYw8LsPc1HfGjA3eUo6TiN" // split, so that secret scanners do not report this file
	text := "---\ntitle: Slow\ndate: 2026/03/05\nstatus: review\nauthors: [Emmy Noether, Grace Hopper]\n---\n" +
		"Carelessly Emmy Noether (emmy@noether.dev) posted " + token + ".\n\n[a](emmy-noether.md) [b](" + token + ".png)\n\n" +
		"## Action Items\n| Action Item | Owner |\n| - | - |\n| Ask somebody | Grace Hopper |\n"
	cfg := config.Default()
	c, err := collection.Load(context.Background(), fstest.MapFS{"content/a.md": {Data: []byte(text)}, "content/a.log": {Data: []byte(token)}}, collection.OptionsOf(cfg), nil)
	if err != nil {
		t.Fatal(err)
	}
	found := check.Run(context.Background(), check.Input{Collection: c, Config: cfg, People: []check.Person{{Name: "Emmy Noether", Email: "emmy@noether.dev"}}})
	for _, format := range report.Formats() {
		got := string(write(t, format.Name, found, report.Options{Verbose: true}))
		for what, hidden := range map[string]string{"secret": token, "end of the secret": token[20:], "name of a person": "oether", "name of an owner": "Hopper"} {
			if strings.Contains(got, hidden) {
				t.Errorf("the %s report shows the %s:\n%s", format.Name, what, got)
			}
		}
		for _, want := range []string{"the text contains a secret (github-pat)", "E… N…", "e…@n…", "looks like the name of a person"} {
			if !strings.Contains(got, want) {
				t.Errorf("the %s report lacks %q:\n%s", format.Name, want, got)
			}
		}
	}
}

package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	build := func(subject, kind string, users ...time.Duration) *row {
		r := &row{subject: subject, build: kind}
		for _, user := range users {
			r.rounds = append(r.rounds, usage{wall: 2 * user, user: user, system: time.Second, peak: 200 << 20, files: 7, bytes: 1_500_000})
		}
		return r
	}
	rows := []*row{
		build("pmsite", "cold", 2*time.Second, 4*time.Second, 30*time.Second),
		build("pmsite", "unchanged", 0, 0, 0),
		build("peer", "cold", 4*time.Second, 4*time.Second, 10*time.Second),
	}
	rows[0].rounds[2].stages = "load 1.00 s"
	var out strings.Builder
	if err := printTable(&out, 100, rows); err != nil {
		t.Fatal(err)
	}
	// The ratios are 0.5, 1 and 3; the median of the seconds is 4.
	const want = `
100 post mortems

              build  wall s  user s  system s  peak MiB  files   MB  user / peer  wall  
  pmsite       cold    8.00    4.00      1.00       200      7  1.5         1.00  1.00  
  pmsite  unchanged    0.00    0.01      1.00       200      7  1.5         0.00  0.00  
    peer       cold    8.00    4.00      1.00       200      7  1.5         1.00  1.00  
stages of pmsite, cold: load 1.00 s
`
	trim := func(s string) string { return strings.ReplaceAll(s, "  \n", "\n") }
	if got := out.String(); trim(got) != trim(want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestCollection checks that each post mortem has two commits, and that edits change what they should.
func TestCollection(t *testing.T) {
	c, err := newCollection(filepath.Join(t.TempDir(), "c"), 25)
	if err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = c.dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if got := git("rev-list", "--count", "HEAD"); got != "51" {
		t.Errorf("%s commits, want two for each post mortem and one for the config", got)
	}
	if drafts := git("log", "--format=", "-S", "status: draft # ", "--oneline"); strings.Count(drafts, "\n") != 49 {
		t.Errorf("not every post mortem was a draft: %s", drafts)
	}
	if err := c.edit(); err != nil {
		t.Fatal(err)
	}
	if got := git("show", "--format=", "--numstat"); !strings.HasPrefix(got, "2\t0\tcontent/postmortems/") || strings.Contains(got, "\n") {
		t.Errorf("the edit changed %q", got)
	}
	if err := c.configure(); err != nil {
		t.Fatal(err)
	}
	if got := git("show", "--format=", "--numstat"); got != "1\t1\tpmsite.yaml" {
		t.Errorf("the change of the config changed %q", got)
	}
	if got := git("status", "--short"); got != "" {
		t.Errorf("not everything is committed: %s", got)
	}
}

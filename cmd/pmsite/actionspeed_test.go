//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/corpus"
)

// BenchmarkAction measures a job of GitHub Actions from its start to the answer of check, for a
// collection of a hundred post mortems: the clone, the action with its download, and pmsite, of
// which it reports the seconds. Servers are on this machine, and no compiler is on the path.
func BenchmarkAction(b *testing.B) {
	dir := b.TempDir()
	server, _, _ := releases(b, buildProgram(b, dir))
	origin := filepath.Join(dir, "origin")
	if err := corpus.Write(origin, 100, 1); err != nil {
		b.Fatal(err)
	}
	begin := exec.Command("bash", "-euc", "git init -q -b main && git add . && git -c user.name=a -c user.email=a@example.org commit -qm Begin")
	begin.Dir = origin
	begin.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := begin.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var checking time.Duration
	for b.Loop() {
		r := actionRun{ref: "v1.2.3", server: server, temp: b.TempDir(), path: systemPath}
		clone := exec.Command("git", "clone", "-q", "file://"+origin, filepath.Join(r.temp, "work"))
		if out, err := clone.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		if err := r.run(b); err != nil {
			b.Fatalf("%v: %s", err, &r.out)
		}
		check := exec.Command("sh", "-c", "pmsite check --format github")
		check.Dir = filepath.Join(r.temp, "work")
		check.Env = []string{"PATH=" + r.path, "HOME=" + r.temp}
		before := time.Now()
		if out, err := check.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		checking += time.Since(before)
	}
	b.ReportMetric(checking.Seconds()/float64(b.N), "pmsite-s/op")
}

//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/corpus"
)

func buildProgram(b *testing.B, dir string) string {
	b.Helper()
	program := filepath.Join(dir, "pmsite")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return program
}

// BenchmarkSearch runs the program on an index of ten thousand post mortems, from start
// to exit: unchanged, and after one of them changed.
func BenchmarkSearch(b *testing.B) {
	dir := b.TempDir()
	program, collection := buildProgram(b, dir), filepath.Join(dir, "collection")
	if err := corpus.Write(collection, 10000, 1); err != nil {
		b.Fatal(err)
	}
	documents, err := filepath.Glob(filepath.Join(collection, "content/postmortems/*/*.md"))
	if err != nil || len(documents) == 0 {
		b.Fatal("no documents", err)
	}
	search := func() {
		cmd := exec.Command(program, "search", "-C", collection, "--index", filepath.Join(dir, "index"), "dns", "timeout")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	search()
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			search()
		}
	})
	b.Run("changed", func(b *testing.B) {
		text, err := os.ReadFile(documents[0])
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; b.Loop(); i++ {
			if err := os.WriteFile(documents[0], fmt.Appendf(text, "\nAnother%d.\n", i), 0o600); err != nil {
				b.Fatal(err)
			}
			search()
		}
	})
}

// BenchmarkBuild runs the program as a user would, on a collection on disk, and reports
// its processor time and peak memory. "ratio" compares ten times the post mortems with
// one: about 10 is linear.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	program := buildProgram(b, dir)
	var small time.Duration
	for _, n := range []int{1000, 10000} {
		collection := filepath.Join(dir, fmt.Sprint(n))
		if err := corpus.Write(collection, n, 1); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var processor time.Duration
			memory := int64(0)
			for i := 0; b.Loop(); i++ {
				output := filepath.Join(b.TempDir(), fmt.Sprint(i))
				cmd := exec.Command(program, "build", "-q", "-C", collection, "-o", output, "--drafts", "--as-of", "2026-01-01")
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				processor += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				memory = max(memory, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
			}
			per := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(processor.Seconds()/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(memory)/1024, "peak-MiB") // Maxrss is in KiB on Linux
			if n == 1000 {
				small = per
			} else if small > 0 {
				b.ReportMetric(float64(per)/float64(small), "ratio")
			}
		})
	}
}

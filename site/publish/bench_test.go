package publish

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pages makes a site of about 9 kB a page, each in a folder of its own, as pmsite's are.
//
// They lie on disk: fstest.MapFS looks at all files to list a folder.
func pages(b *testing.B, n int, edition string) string {
	b.Helper()
	dir := b.TempDir()
	rng := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 3000)
	for i := range words {
		words[i] = fmt.Sprintf("%x", rng.Uint32N(1<<24))
	}
	shell := strings.Repeat("<li class=\"entry\"><a href=\"../../\">What all pages have in common</a></li>\n", 50)
	for i := range n {
		var page strings.Builder
		fmt.Fprintf(&page, "<!doctype html><title>%s %d</title>%s", edition, i, shell)
		for range 700 {
			page.WriteString(words[int(rng.ExpFloat64()*300)%len(words)])
			page.WriteByte(' ')
		}
		write(b, filepath.Join(dir, "postmortems", fmt.Sprintf("%05d", i), "index.html"), page.String())
	}
	write(b, filepath.Join(dir, Marker), Marker+"\npostmortems\n")
	return dir
}

func write(b *testing.B, name, text string) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkBranch(b *testing.B) {
	const n = 25_000
	dir := pages(b, n, "first")
	first, second := os.DirFS(dir), os.DirFS(pages(b, n, "second"))
	again := func(opts Options) Options {
		opts.Time = opts.Time.Add(time.Hour)
		return opts
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			r := newRepo(b)
			b.StartTimer()
			r.publish(r.options(), first)
		}
	})
	b.Run("all changed", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			r := newRepo(b)
			r.publish(r.options(), first)
			b.StartTimer()
			if got := r.publish(again(r.options()), second); len(got.Changed) != n {
				b.Fatal(len(got.Changed))
			}
		}
	})
	// What the next ones spend on reading the site, which pmsite has in memory.
	b.Run("reading only", func(b *testing.B) {
		for b.Loop() {
			if err := fs.WalkDir(first, ".", func(name string, entry fs.DirEntry, err error) error {
				if err == nil && !entry.IsDir() {
					_, err = fs.ReadFile(first, name)
				}
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
	r := newRepo(b)
	i := 0
	one := func(b *testing.B) {
		for b.Loop() {
			i++
			write(b, filepath.Join(dir, "postmortems", "00777", "index.html"), fmt.Sprint(i))
			if got := r.publish(again(r.options()), first); len(got.Changed) != 1 {
				b.Fatal(len(got.Changed))
			}
		}
	}
	r.publish(r.options(), first)
	b.Run("one changed", one)
	r.git("gc", "-q")
	b.Run("one changed, after git gc", one)
	b.Run("push all", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			r := newRepo(b)
			r.newRemote()
			r.publish(r.options(), first)
			opts := r.options()
			opts.Push = true
			b.StartTimer()
			r.publish(opts, first)
		}
	})
}

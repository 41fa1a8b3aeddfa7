package publish

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// A memorySite is a site in memory, like those that pmsite builds. It contains files and folders by path. Unlike
// fstest.MapFS it lists folders quickly.
type memorySite map[string]*memoryFile

// A memoryFile is an fs.DirEntry and an fs.FileInfo.
type memoryFile struct {
	name    string
	data    string
	entries []fs.DirEntry // of a folder
}

func (f *memoryFile) Name() string               { return f.name }
func (f *memoryFile) IsDir() bool                { return f.data == "" }
func (f *memoryFile) Type() fs.FileMode          { return f.Mode().Type() }
func (f *memoryFile) Info() (fs.FileInfo, error) { return f, nil }
func (f *memoryFile) Size() int64                { return int64(len(f.data)) }
func (f *memoryFile) ModTime() time.Time         { return time.Time{} }
func (f *memoryFile) Sys() any                   { return nil }

func (f *memoryFile) Mode() fs.FileMode {
	if f.IsDir() {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

func (m memorySite) file(op, name string) (*memoryFile, error) {
	if f := m[name]; f != nil {
		return f, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

func (m memorySite) Open(name string) (fs.File, error) {
	f, err := m.file("open", name)
	if err != nil {
		return nil, err
	}
	return fstest.MapFS{f.name: {Data: []byte(f.data), Mode: f.Mode()}}.Open(f.name)
}

func (m memorySite) ReadFile(name string) ([]byte, error) {
	f, err := m.file("read", name)
	if err != nil {
		return nil, err
	}
	return []byte(f.data), nil
}

func (m memorySite) ReadDir(name string) ([]fs.DirEntry, error) {
	f, err := m.file("read", name)
	if err != nil {
		return nil, err
	}
	return f.entries, nil
}

func (m memorySite) Stat(name string) (fs.FileInfo, error) { return m.file("stat", name) }

// write adds or changes a file. New files must be added in the order of their names.
func (m memorySite) write(name, text string) {
	if f := m[name]; f != nil {
		f.data = text
		return
	}
	m.add(name, &memoryFile{name: path.Base(name), data: text})
}

func (m memorySite) add(name string, f *memoryFile) {
	m[name] = f
	if name == "." {
		return
	}
	dir := path.Dir(name)
	if m[dir] == nil {
		m.add(dir, &memoryFile{name: path.Base(dir)})
	}
	m[dir].entries = append(m[dir].entries, f)
}

// pages returns a site of n pages of about 9 kB, each in a folder of its own, like pmsite's.
func pages(n int, edition string) memorySite {
	site := memorySite{}
	rng := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 3000)
	for i := range words {
		words[i] = fmt.Sprintf("%x", rng.Uint32N(1<<24))
	}
	shell := strings.Repeat("<li class=\"entry\"><a href=\"../../\">What all pages have in common</a></li>\n", 50)
	site.write(Marker, Marker+"\npostmortems\n")
	for i := range n {
		var page strings.Builder
		fmt.Fprintf(&page, "<!doctype html><title>%s %d</title>%s", edition, i, shell)
		for range 700 {
			page.WriteString(words[int(rng.ExpFloat64()*300)%len(words)])
			page.WriteByte(' ')
		}
		site.write(fmt.Sprintf("postmortems/%05d/index.html", i), page.String())
	}
	return site
}

func BenchmarkBranch(b *testing.B) {
	const n = 25_000
	first, second := pages(n, "first"), pages(n, "second")
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
	r := newRepo(b)
	i := 0
	one := func(b *testing.B) {
		for b.Loop() {
			i++
			first.write("postmortems/00777/index.html", fmt.Sprint(i))
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

package collection

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/glob"
	"github.com/pmsite/pmsite/content/markdown"
)

// A folder is the listing of a folder.
type folder struct {
	entries []*entry // sorted by name
	judged  bool     // it has the verdicts on pairs of post mortems; only in the top folder
	err     error    // why the listing is incomplete
}

// An entry is a name in a folder that matters to the collection.
type entry struct {
	path     string
	kind     entryKind
	document *document // of kind documentEntry
}

type entryKind byte

const (
	folderEntry entryKind = iota
	documentEntry
	fileEntry // any other file, which may be an attachment
	linkEntry
	repositoryEntry // the folder of another repository, such as a submodule
)

// A document is the parsed content of a file. It is immutable, because collections share it.
type document struct {
	stamp    Stamp
	settled  bool // whether an equal stamp means an equal file
	sum      Sum
	text     []byte // the source, with Options.KeepText
	pm       *content.PostMortem
	problems []content.Problem
}

// A scan walks the folders of a collection.
type scan struct {
	fsys     fs.FS
	root     string // of the collection
	exclude  glob.Patterns
	previous map[string]folder
	changed  *suspects

	folders   map[string]folder
	entries   []*entry    // entries of documents, in the order of the walk
	documents []*document // their documents
	unread    []*entry
	parsed    atomic.Int64 // number of documents that were parsed
	files     []string
	others    map[string]bool
	bundles   map[string]bool // folders with an index.md
	problems  []content.Problem
}

// walk walks a folder and all folders below it.
func (s *scan) walk(dir string) error {
	f, known := s.previous[dir]
	if !known || s.changed.list(dir) {
		f = s.list(dir, f)
	}
	if f.err != nil && len(s.folders) == 0 {
		return f.err
	}
	s.folders[dir] = f
	if f.err != nil {
		s.problems = append(s.problems, unreadable(dir, f.err))
	}
	for _, e := range f.entries {
		switch e.kind {
		case folderEntry:
			_ = s.walk(e.path) // only the top folder returns an error
		case documentEntry:
			s.entries, s.documents = append(s.entries, e), append(s.documents, e.document)
			if path.Base(e.path) == "index.md" {
				s.bundles[dir] = true
			}
		case fileEntry:
			s.files = append(s.files, e.path)
			s.others[e.path] = true
			if isAlmostDocument(path.Base(e.path)) {
				s.problems = append(s.problems, content.Problem{
					File: e.path, Level: content.Warning, Rule: "front-matter",
					Message: "the file is not read as a post mortem", Hint: "rename it: the name of a post mortem ends in .md; or `exclude:` it in the config",
				})
			}
		case linkEntry:
			s.problems = append(s.problems, content.Problem{
				File: e.path, Level: content.Warning, Rule: "front-matter",
				Message: "symbolic link not followed", Hint: "put the file itself here",
			})
		case repositoryEntry:
			s.problems = append(s.problems, content.Problem{
				File: e.path, Level: content.Warning, Rule: "front-matter",
				Message: "post mortems of another git repository, such as a submodule, are not read here", Hint: fmt.Sprintf("add it to the config: `sources: [{url: %s, content: .}]`", e.path),
			})
		}
	}
	return nil
}

// isAlmostDocument reports whether a file that is not read as a post mortem may be meant as
// one.
func isAlmostDocument(base string) bool {
	name := strings.ToLower(base)
	ext := path.Ext(name)
	return slices.Contains([]string{".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd"}, ext) && strings.TrimSuffix(name, ext) != "readme"
}

// list reads a folder. It reuses documents of the listing before, and marks them as unread
// if they may have changed.
func (s *scan) list(dir string, before folder) folder {
	found, err := fs.ReadDir(s.fsys, dir)
	if dir != s.root && IsSite(found) {
		return folder{}
	}
	known := make(map[string]*document, len(before.entries))
	for _, e := range before.entries {
		if e.kind == documentEntry {
			known[e.path] = e.document
		}
	}
	f := folder{err: err}
	for _, item := range found {
		f.judged = f.judged || dir == s.root && item.Name() == content.VerdictsFile
		e := newEntry(s.fsys, dir, item)
		if e == nil || len(s.exclude) > 0 && s.exclude.Match(strings.TrimPrefix(e.path, s.root+"/")) {
			continue
		}
		f.entries = append(f.entries, e)
		if e.kind != documentEntry {
			continue
		}
		e.document = known[e.path]
		if e.document == nil || s.changed.read(e.path) && !e.document.unchanged(item) {
			s.unread = append(s.unread, e)
		}
	}
	return f
}

// IsSite reports whether the entries of a folder are those of a site that pmsite has built.
// If such a folder is inside a collection, its files are copies, not documents of the
// collection.
func IsSite(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == config.SiteMarker && !e.IsDir() })
}

// isRepository reports whether a folder is that of another git repository, such as a submodule,
// if the file system knows.
func isRepository(fsys fs.FS, name string) bool {
	tree, ok := fsys.(interface{ IsRepository(name string) bool })
	return ok && tree.IsRepository(name)
}

// newEntry returns an entry, or nil if the name is not part of a collection.
func newEntry(fsys fs.FS, dir string, item fs.DirEntry) *entry {
	base := item.Name()
	e := &entry{path: path.Join(dir, base)}
	switch {
	case base[0] == '.' || base[0] == '_':
		return nil
	case item.IsDir() && isRepository(fsys, e.path):
		e.kind = repositoryEntry
	case item.IsDir():
		e.kind = folderEntry
	case item.Type()&fs.ModeSymlink != 0:
		e.kind = linkEntry
	case !item.Type().IsRegular() || path.Ext(base) == ".md" && isOtherName(base):
		return nil
	case path.Ext(base) == ".md":
		e.kind = documentEntry
	default:
		e.kind = fileEntry
	}
	return e
}

func (d *document) unchanged(item fs.DirEntry) bool {
	if !d.settled {
		return false
	}
	info, err := item.Info()
	return err == nil && StampOf(info) == d.stamp
}

// sumSize is the number of bytes of a SHA-256 sum that are compared.
const sumSize = 16

// readDocument reads and parses a file, unless its size is above the limit.
// If the text is the same as before, it reuses the parsed content.
func readDocument(fsys fs.FS, name string, before *document, now time.Time, opts Options) (d *document, parsed bool) {
	room := readingRoom.Get().(*bytes.Buffer)
	room.Reset()
	on, err := readLimited(room, fsys, name, markdown.MaxSize+1)
	src := room.Bytes()
	if err != nil {
		return &document{problems: []content.Problem{unreadable(name, err)}}, false
	}
	d = &document{stamp: on, settled: on.SettledBy(now)}
	if on.Size > markdown.MaxSize {
		d.problems = []content.Problem{content.TooLarge(name)}
		return d, false
	}
	sum := sha256.Sum256(src)
	d.sum = Sum(sum[:])
	if opts.KeepText {
		d.text = src
	}
	switch {
	case opts.Wanted != nil && !IsNeighbour(opts.Root, name, src) && len(src) <= markdown.MaxSize && !content.IsLFSPointer(src) && !opts.Wanted(name, src):
		d.pm = &content.PostMortem{Path: name, Slug: content.SlugOf(name), Zone: opts.Zone}
		return d, false
	case before != nil && before.stamp != (Stamp{}) && before.sum == d.sum && before.stamp.Size == d.stamp.Size:
		d.pm, d.problems = before.pm, before.problems
		if !opts.KeepText && opts.Wanted == nil {
			readingRoom.Put(room) // nothing else has the text
		}
		return d, false
	case IsNeighbour(opts.Root, name, src):
		d.problems = []content.Problem{neighbour(name)}
		return d, false
	}
	d.pm, d.problems = content.Parse(name, src, opts.Options)
	return d, true
}

// readingRoom lends readDocument memory for texts that nobody keeps.
var readingRoom = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readLimited reads a file, but nothing of one that has limit bytes or more, and less than that of one that grows.
func readLimited(src *bytes.Buffer, fsys fs.FS, name string, limit int64) (Stamp, error) {
	file, err := openStored(fsys, name)
	if err != nil {
		return Stamp{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Stamp{}, err
	}
	if info.Size() >= limit {
		return StampOf(info), nil
	}
	src.Grow(int(max(info.Size(), 0)) + bytes.MinRead)
	if _, err := src.ReadFrom(io.LimitReader(file, limit)); err != nil {
		return Stamp{}, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return StampOf(info), nil
}

package index

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/blevesearch/bleve/v2"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// Options select the documents to index and the folder for the index.
type Options struct {
	Dir     string             // required; the index's own folder, created if missing
	FS      fs.FS              // required; the file system with the post mortems
	Content collection.Options // how to load the post mortems
	Drafts  bool               // include drafts
	Version string             // version of the program; an index of another version is rebuilt
	// Posts are post mortems that are already loaded, so that they need not be read again
	// if their files have not changed. It may hold all, some or none.
	Posts []*content.PostMortem
	// URL returns the address of a hit's page; nil means postmortems/SLUG/.
	URL func(slug string) string
	// Progress, if not nil, is called as files are indexed.
	Progress func(done, total int)
}

// An Index answers queries. It is a snapshot of the collection and safe for concurrent use. Call
// [Open] again to see later changes.
type Index struct {
	Changed int // number of files that were indexed

	opts   Options
	bleve  bleve.Index
	edited bool

	closing sync.Once
	closed  error

	analysers sync.Pool // of *Analyser

	mu   sync.Mutex // guards what follows
	docs map[string]*Document
}

// lockTimeout is how long bleve waits for a process that has an index open for writing. No
// process writes to a named index, so this is only a safeguard.
const lockTimeout = "2s"

// Open updates the index in its folder and opens it. It indexes only what has changed. It
// rebuilds an index that is damaged or was built by another version or with other options. Other
// processes may search and index at the same time.
func Open(ctx context.Context, opts Options) (*Index, error) {
	return openWith(ctx, opts, func(*Index) {})
}

// SearchOnce opens an index like [Open] and answers a single query like [Index.Ask]. It searches the stored index while
// it checks for changes, of which there are usually none.
func SearchOnce(ctx context.Context, opts Options, q *Query, search SearchOptions) (*Result, error) {
	var searched *Index
	var answer *Result
	var answerErr error
	find := func(ix *Index) {
		searched = ix
		answer, answerErr = ix.Ask(ctx, q, search)
	}
	ix, err := openWith(ctx, opts, find)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	if searched != ix {
		find(ix)
	}
	return answer, answerErr
}

// openWith is like Open, but calls meanwhile with the stored index, if it is usable, while it
// checks for changes. If the stored index is up to date, openWith returns it.
func openWith(ctx context.Context, opts Options, meanwhile func(*Index)) (*Index, error) {
	opts.Content.Root = cmp.Or(opts.Content.Root, "content")
	if err := os.MkdirAll(opts.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFolder, err)
	}
	var lastErr error
	for range 10 { // a generation may be replaced, and removed, before it is opened
		ix, err := open(ctx, opts, meanwhile)
		if err == nil || ctx.Err() != nil || !errors.Is(err, errUnopened) {
			return ix, err
		}
		lastErr = err
	}
	return nil, lastErr
}

// ErrFolder means that the index cannot be stored in its folder, which may be read-only or full.
var ErrFolder = errors.New("index folder")

var errUnopened = errors.New("the index cannot be opened")

func open(ctx context.Context, opts Options, meanwhile func(*Index)) (*Index, error) {
	f := folder(opts.Dir)
	opened := make(chan storedIndex, 1)
	var ix *Index
	var err error
	var aside sync.WaitGroup
	aside.Go(func() {
		var t *tree
		if t, err = walk(opts.FS, opts.Content.Root); err != nil {
			err = fmt.Errorf("content folder %q: %w", opts.Content.Root, err)
			return
		}
		ix, err = f.follow(ctx, opts, t, <-opened)
	})
	k := f.open(opts)
	opened <- k
	if k.index != nil {
		meanwhile(k.index)
	}
	aside.Wait()
	if k.index != nil && k.index != ix {
		_ = k.index.Close()
	}
	return ix, err
}

// follow returns the index of the current files: the stored one, or the next generation.
func (f folder) follow(ctx context.Context, opts Options, t *tree, k storedIndex) (*Index, error) {
	b := &build{Options: opts, ctx: ctx, folder: f, tree: t, last: k.generation}
	g, err := b.run()
	if err != nil {
		return nil, err
	}
	if g == k.generation {
		return k.index, nil
	}
	ix, err := f.openGeneration(g, opts)
	if err == nil {
		ix.Changed = b.changed
	}
	return ix, err
}

// A storedIndex is the current generation of a folder, opened.
type storedIndex struct {
	generation *generation // nil if there is none; its state is nil if it is not usable
	index      *Index      // nil if it is not usable
}

// open opens the current generation, if it is usable.
func (f folder) open(opts Options) (k storedIndex) {
	if k.generation = f.current(); k.generation == nil {
		return k
	}
	s := k.generation.state
	if s.stamp == stampOf(opts) && s.verify(f.path(k.generation.dir, indexName)) == nil {
		var err error
		if k.index, err = f.openGeneration(k.generation, opts); err == nil {
			return k
		}
	}
	k.generation.state = nil
	return k
}

func (f folder) openGeneration(g *generation, opts Options) (*Index, error) {
	index, err := bleve.OpenUsing(f.path(g.dir, indexName), map[string]any{"read_only": true, "bolt_timeout": lockTimeout})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnopened, err)
	}
	return &Index{opts: opts, bleve: index, edited: g.state.edited, docs: map[string]*Document{}}, nil
}

// Close releases the index's files. Closing it again does nothing.
func (ix *Index) Close() error {
	ix.closing.Do(func() { ix.closed = ix.bleve.Close() })
	return ix.closed
}

// Count returns the number of post mortems in the index.
func (ix *Index) Count() (int, error) {
	n, err := ix.bleve.DocCount()
	return int(n), err
}

// stampOf returns a text that differs for options that need different indexes.
func stampOf(opts Options) string {
	h := sha256.New()
	fmt.Fprintln(h, AnalysisVersion, opts.Version, opts.Drafts, opts.Content.Fingerprint())
	return hex.EncodeToString(h.Sum(nil)[:16])
}

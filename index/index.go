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

// Options say what is indexed and where the index is kept.
type Options struct {
	Dir     string             // required: the index's own folder; created when missing
	FS      fs.FS              // required: what the post mortems are read from
	Content collection.Options // which they are, and how they are read
	Drafts  bool               // drafts are found, too
	Version string             // of the program; another one's index is made anew
	// Posts are post mortems that have been read already, so that they need not
	// be read again; those of them that are still as they were count. It may
	// hold all, some or none.
	Posts []*content.PostMortem
	// URL gives the address of a hit's page; nil means postmortems/SLUG/.
	URL func(slug string) string
	// Progress, if not nil, hears of files indexed.
	Progress func(done, total int)
}

// An Index answers queries. It is a snapshot of the collection, safe for
// concurrent use; later changes are seen by another [Open].
type Index struct {
	Changed int // files that had to be indexed

	opts   Options
	bleve  bleve.Index
	edited bool

	closing sync.Once
	closed  error

	analysers sync.Pool // of *Analyser

	mu   sync.Mutex // guards what follows
	docs map[string]*Document
}

// lockTimeout is how long bleve waits for a process that has an index open for
// writing. Nobody does that to one that is named, so it only bounds the damage.
const lockTimeout = "2s"

// Open brings the index in its folder up to date with the collection and opens
// it. Only what has changed since is indexed again; an index that is damaged,
// or was made by another version or with other options, is made anew. Others
// may search in the meantime, and also index.
func Open(ctx context.Context, opts Options) (*Index, error) {
	return openWith(ctx, opts, func(*Index) {})
}

// Ask opens an index as [Open] does, for one answer. It looks for it while it
// looks for what has changed, which is mostly nothing.
func Ask(ctx context.Context, opts Options, q *Query, search SearchOptions) (*Result, error) {
	var asked *Index
	var answer *Result
	var answerErr error
	find := func(ix *Index) {
		asked = ix
		answer, answerErr = ix.Find(ctx, q, search)
	}
	ix, err := openWith(ctx, opts, find)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	if asked != ix {
		find(ix)
	}
	return answer, answerErr
}

// openWith is Open. Meanwhile something is done with the index as it was kept, if
// it can be used; if it is up to date, it is the one that is given.
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

// ErrFolder says that the index cannot be kept in its folder.
var ErrFolder = errors.New("index folder")

var errUnopened = errors.New("the index cannot be opened")

func open(ctx context.Context, opts Options, meanwhile func(*Index)) (*Index, error) {
	f := folder(opts.Dir)
	opened := make(chan keptIndex, 1)
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

// follow gives the index of the files as they are: the one that was kept, or the
// next.
func (f folder) follow(ctx context.Context, opts Options, t *tree, k keptIndex) (*Index, error) {
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

// A keptIndex is the current generation of a folder, opened.
type keptIndex struct {
	generation *generation // nil when there is none; its state is nil when it is of no use
	index      *Index      // nil when it is of no use
}

// open opens the current generation, if nothing is wrong with it.
func (f folder) open(opts Options) (k keptIndex) {
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

// Close lets go of the index's files. To close it again does nothing.
func (ix *Index) Close() error {
	ix.closing.Do(func() { ix.closed = ix.bleve.Close() })
	return ix.closed
}

// Count gives the number of post mortems that can be found.
func (ix *Index) Count() (int, error) {
	n, err := ix.bleve.DocCount()
	return int(n), err
}

// stampOf tells indexes apart that may not stand in for each other.
func stampOf(opts Options) string {
	h := sha256.New()
	fmt.Fprintln(h, AnalysisVersion, opts.Version, opts.Drafts, opts.Content.Fingerprint())
	return hex.EncodeToString(h.Sum(nil)[:16])
}

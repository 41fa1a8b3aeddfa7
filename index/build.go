package index

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// A build creates the next generation of an index, if one is needed.
type build struct {
	Options
	ctx    context.Context
	folder folder
	tree   *tree
	last   *generation // nil if there is none; its state is nil if it cannot be updated

	next    *generation
	files   map[string]fileState // of next
	now     int64                // time before any file was read
	todo    []string
	gone    []string // slugs whose files were removed or changed
	slugs   map[string]string
	known   map[string]*content.PostMortem // by path
	changed int
}

const (
	// batchSize is the number of documents per segment: fewer take time to merge, more
	// take memory.
	batchSize = 500
	// settled is the age in nanoseconds from which on a file's time shows that the file
	// is unchanged: two writes within a tick of the clock have the same time.
	settled = 2e9
)

// run returns the generation of the current files: the last one, or the next.
func (b *build) run() (*generation, error) {
	old := b.old()
	if !b.suspicious(old) {
		return b.last, nil
	}
	g, err := b.advance(old)
	if err != nil && b.ctx.Err() == nil && !errors.Is(err, errUnopened) {
		err = fmt.Errorf("%w: %w", ErrFolder, err)
	}
	return g, err
}

func (b *build) advance(old *state) (*generation, error) {
	dir, err := os.MkdirTemp(string(b.folder), prefixName+"*")
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		if !done {
			_ = os.RemoveAll(dir)
		}
	}()
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	b.now = info.ModTime().UnixNano()
	b.next = &generation{dir: filepath.Base(dir), state: &state{stamp: stampOf(b.Options)}}
	b.files = make(map[string]fileState, len(b.tree.files))
	if err := b.compare(old); err != nil {
		return nil, err
	}
	if old != nil && len(b.todo)+len(b.gone) == 0 {
		return b.last, b.touch()
	}
	if err := b.write(old); err != nil {
		return nil, err
	}
	b.next.state.files = b.named()
	if b.next.state.indexed, err = sums(b.path()); err != nil {
		return nil, err
	}
	if err := b.folder.name(b.next, b.last); err != nil {
		return nil, err
	}
	done = true
	b.folder.sweep(b.next)
	return b.next, nil
}

func (b *build) path() string { return b.folder.path(b.next.dir, indexName) }

func (b *build) old() *state {
	if b.last == nil {
		return nil
	}
	return b.last.state
}

// suspicious reports whether any file may differ from the indexed one.
func (b *build) suspicious(old *state) bool {
	if old == nil || len(old.files) != len(b.tree.files) {
		return true
	}
	for i, file := range b.tree.files {
		if f := &old.files[i]; f.name != file.name || !f.same(file.info) {
			return true
		}
	}
	return false
}

// same reports whether a file is certainly unchanged, judging by its size and time. Files
// that are not on disk have no time of their own.
func (f *fileState) same(info fs.FileInfo) bool {
	inode, changed := collection.Identity(info)
	return f.modified != 0 && info.Sys() != nil && f.size == info.Size() && f.modified == info.ModTime().UnixNano() &&
		f.changed == changed && f.inode == inode
}

// compare finds the files that must be indexed by comparing their content.
func (b *build) compare(old *state) error {
	b.slugs = map[string]string{}
	known := map[string]fileState{}
	if old != nil {
		for _, f := range old.files {
			known[f.name] = f.fileState
		}
	}
	hashes := make([]fileState, len(b.tree.files))
	group, ctx := errgroup.WithContext(b.ctx)
	group.SetLimit(4)
	for i, file := range b.tree.files {
		hashes[i] = known[file.name]
		if !hashes[i].same(file.info) {
			group.Go(func() error {
				hashes[i] = b.hash(file)
				return ctx.Err()
			})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, file := range b.tree.files {
		f, name := hashes[i], file.name
		before := known[name]
		if f.hash == before.hash && f.hash != [16]byte{} {
			f.slug, f.contended = before.slug, before.contended
			b.files[name] = f
			if f.slug != "" {
				b.slugs[strings.ToLower(f.slug)] = name
			}
			continue
		}
		b.todo = append(b.todo, name)
		b.files[name] = f
		if before.slug != "" {
			b.gone = append(b.gone, before.slug)
		}
	}
	if old == nil {
		return nil
	}
	for _, f := range old.files {
		if _, there := b.files[f.name]; !there && f.slug != "" {
			b.gone = append(b.gone, f.slug)
		}
	}
	slices.Sort(b.gone)
	if len(b.todo)+len(b.gone) > 0 {
		for _, file := range b.tree.files { // the slug may have become free
			if b.files[file.name].contended {
				b.todo = append(b.todo, file.name)
			}
		}
		slices.Sort(b.todo)
	}
	return nil
}

// hash reads a file. A file that cannot be read is tried again next time.
func (b *build) hash(file treeFile) (f fileState) {
	data, err := fs.ReadFile(b.FS, file.name)
	if err != nil {
		return f
	}
	full := sha256.Sum256(data)
	copy(f.hash[:], full[:])
	f.size, f.modified = file.info.Size(), file.info.ModTime().UnixNano()
	f.inode, f.changed = collection.Identity(file.info)
	if max(f.modified, f.changed) > b.now-settled || int64(len(data)) != file.info.Size() {
		f.modified = 0
	}
	return f
}

// named returns the files of the next generation in the order of the walk.
func (b *build) named() []namedFile {
	out := make([]namedFile, len(b.tree.files))
	for i, file := range b.tree.files {
		out[i] = namedFile{file.name, b.files[file.name]}
	}
	return out
}

// touch records the new times of files whose content is the same.
func (b *build) touch() error {
	defer os.RemoveAll(b.folder.path(b.next.dir))
	s := *b.last.state
	s.files = b.named()
	b.last.state = &s
	// If this fails, the files are read again next time.
	_ = writeFile(b.folder.path(b.last.dir, stateName), s.encode())
	return nil
}

// write writes the index: a copy of the last one with the changes, or a new one.
func (b *build) write(old *state) (err error) {
	index, err := b.create(old)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := index.Close(); err == nil {
			err = closeErr
		}
	}()
	b.known = make(map[string]*content.PostMortem, len(b.Posts))
	for _, pm := range b.Posts {
		b.known[pm.Path] = pm
	}
	if err := b.fill(index); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}

func (b *build) create(old *state) (bleve.Index, error) {
	config := map[string]any{"bolt_timeout": lockTimeout}
	if old != nil {
		err := copyIndex(b.path(), b.folder.path(b.last.dir, indexName))
		if err == nil {
			b.next.state.edited = true
			return bleve.OpenUsing(b.path(), config)
		}
		return nil, fmt.Errorf("%w: %w", errUnopened, err) // another process has just replaced it
	}
	return bleve.NewUsing(b.path(), bleveMapping(), scorch.Name, scorch.Name, config)
}

// fill reads, analyses and indexes post mortems in batches, a few at a time, so that memory
// stays bounded and all CPUs are busy.
func (b *build) fill(index bleve.Index) error {
	group, ctx := errgroup.WithContext(b.ctx)
	batches := make(chan *bleve.Batch)
	total := len(b.todo)
	b.changed = total
	if b.Progress != nil {
		b.Progress(0, total)
	}
	group.Go(func() error {
		defer close(batches)
		return b.prepare(ctx, index.NewBatch, batches)
	})
	atOnce := 2
	if len(b.gone) > 0 { // later batches may add the slug again
		atOnce = 1
	}
	var mu sync.Mutex
	done := 0
	for range atOnce {
		group.Go(func() error {
			for batch := range batches {
				if err := index.Batch(batch); err != nil {
					return err
				}
				mu.Lock()
				if done = min(done+batchSize, total); b.Progress != nil {
					b.Progress(done, total)
				}
				mu.Unlock()
			}
			return nil
		})
	}
	return group.Wait()
}

// prepare creates the batches. The first one removes the documents that are gone.
func (b *build) prepare(ctx context.Context, empty func() *bleve.Batch, batches chan<- *bleve.Batch) error {
	analyser := &Analyser{}
	for first := true; first || len(b.todo) > 0; first = false {
		names := b.todo[:min(batchSize, len(b.todo))]
		b.todo = b.todo[len(names):]
		batch := empty()
		if first {
			for _, slug := range b.gone {
				batch.Delete(slug)
			}
		}
		if err := b.add(ctx, batch, analyser, names); err != nil {
			return err
		}
		select {
		case batches <- batch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// add reads the named files and adds their documents to a batch.
func (b *build) add(ctx context.Context, batch *bleve.Batch, analyser *Analyser, names []string) error {
	var unread []string
	posts := map[string]*content.PostMortem{}
	for _, name := range names {
		if pm := b.known[name]; pm != nil {
			posts[name] = pm
		} else {
			unread = append(unread, name)
		}
	}
	if len(unread) > 0 {
		c, err := collection.Load(ctx, b.tree.only(unread), b.Content, nil)
		if err != nil {
			return err
		}
		for _, pm := range c.PostMortems {
			posts[pm.Path] = pm
		}
	}
	for _, name := range names {
		pm, state := posts[name], b.files[name]
		state.slug, state.contended = "", pm == nil
		if pm != nil && (b.Drafts || !pm.IsDraft()) {
			slug := strings.ToLower(pm.Slug)
			if other, taken := b.slugs[slug]; taken && other != name {
				state.contended = true
			} else {
				state.slug = pm.Slug
				b.slugs[slug] = name
				if err := batch.IndexAdvanced(bleveDocument(analyser, NewDocument(pm))); err != nil {
					return err
				}
			}
		}
		b.files[name] = state
	}
	return nil
}

package preview

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
	"github.com/pmsite/pmsite/themes"
)

// worthCaching is the minimum number of newly read documents for which the cache is written.
const worthCaching = 100

// firstPage is how long background work waits for the first page, which the user is waiting
// for.
const firstPage = 500 * time.Millisecond

// pollEvery is the interval at which files are checked with [Follower.Poll].
const pollEvery = 500 * time.Millisecond

// A Follower keeps the served site up to date with the files of a project. It must be used
// by one goroutine at a time.
type Follower struct {
	Opener  *project.Opener // required; opens the project
	Server  *serve.Server   // required; serves the site
	Log     Log             // required
	Version string          // version of pmsite, shown in the footer
	Ref     string          // commit, branch or tag to show instead of the work tree
	Compare string          // branch, tag or commit to compare with; "" marks no differences
	Editor  Editor          // opened by links to lines
	Poll    bool            // check the files twice a second instead of waiting for events

	site       site.Rebuilder
	known      known
	comparison *comparison // nil without Compare
	past       *history

	project     *project.Project
	retired     *project.Project // the previous project; some of its pages may still be in use
	uncached    bool             // many documents were read that are not in the cache
	caching     sync.WaitGroup   // writing of the cache
	branches    []review.Branch
	branchesErr error
	collection  *collection.Collection
	shown       *site.Site
	complaint   string // the last error logged, so that it is not logged again

	verdict verdict
}

// A Log receives the events of a [Follower].
type Log interface {
	Rebuilt(Rebuilt)
	Failed(err error)    // a rebuild failed; the site stays as it was
	Warn(message string) // a warning for the user
}

// Rebuilt describes a rebuild of the site.
type Rebuilt struct {
	Project     *project.Project // what was built; valid during the call
	PostMortems int
	Problems    []content.Problem // all problems of the collection
	NewProblems []content.Problem // the new ones
	At          time.Time
	Took        time.Duration
}

// Show builds and shows the site for the first time.
func (f *Follower) Show(ctx context.Context) error {
	if f.past == nil {
		f.past = newHistory()
	}
	if f.Compare != "" {
		f.comparison = &comparison{name: f.Compare}
	}
	return f.rebuild(ctx, nil)
}

// Wait waits until the cache has been written, which continues after a rebuild.
func (f *Follower) Wait() { f.caching.Wait() }

// Follow rebuilds the site after every change, until the context ends. Call [Follower.Show]
// first.
func (f *Follower) Follow(ctx context.Context) error {
	w := serve.Watcher{Folders: f.project.GitDirs(), Ignore: f.ignore, Wake: f.past.wake}
	if f.project.Source.Dir != "" { // a commit does not change, but a ref may move
		w.Folders = slices.Concat([]string{f.project.Root}, f.project.Worktrees(), w.Folders)
	}
	if f.Poll {
		w.Poll = pollEvery
	}
	if f.Opener.Config != "" {
		if name, err := filepath.Abs(f.Opener.Config); err == nil {
			w.Folders = append(w.Folders, filepath.Dir(name))
		}
	}
	w.Warn = func(err error, every time.Duration) {
		f.Log.Warn(fmt.Sprintf("%v; checking the files every %v instead", err, every))
	}
	w.Changed = func(paths []string) {
		switch err := f.rebuild(ctx, paths); {
		case err != nil && ctx.Err() == nil:
			f.complain(err)
		case err == nil && paths == nil:
			f.judge()
		}
	}
	return w.Watch(ctx)
}

// ignore reports whether a file cannot affect the site, such as the output and git's own
// files, except those that hold refs.
func (f *Follower) ignore(name string) bool {
	if f.Opener.Config != "" {
		if config, err := filepath.Abs(f.Opener.Config); err == nil && (name == config || name == filepath.Dir(config)) {
			return false
		}
	}
	for _, dir := range f.project.GitDirs() {
		if inside, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(inside) {
			return !namesCommit(filepath.ToSlash(inside))
		}
	}
	relative, err := filepath.Rel(f.project.Root, name)
	if err != nil || !filepath.IsLocal(relative) {
		return !slices.ContainsFunc(f.project.Worktrees(), func(folder string) bool { return below(filepath.ToSlash(name), filepath.ToSlash(folder)) })
	}
	relative = filepath.ToSlash(relative)
	first, _, _ := strings.Cut(relative, "/")
	if first == ".git" {
		return true
	}
	if below(relative, filepath.ToSlash(f.project.Config.Output)) || strings.Contains(first, ".pmsite-") {
		return true
	}
	cfg := f.project.Config
	for _, part := range []string{project.ConfigName, ".gitignore", ".gitattributes", path.Join(cfg.Folder, "theme"), path.Join(cfg.Folder, cfg.Theme), cfg.Content} {
		part = filepath.ToSlash(filepath.Clean(part))
		if below(relative, part) || below(part, relative) {
			return false
		}
	}
	return true
}

// namesCommit reports whether a path in a git directory is HEAD or a file of refs, in any
// format, or a folder above them.
func namesCommit(name string) bool {
	if strings.HasSuffix(name, ".lock") {
		return false
	}
	return name == "." || name == "HEAD" || name == "packed-refs" || below(name, "refs") || below(name, "reftable")
}

// below reports whether a path is the folder or below it.
func below(name, folder string) bool {
	return folder == "." || name == folder || strings.HasPrefix(name, folder+"/")
}

// rebuild reads the changed files and shows the site; nil means that any file may have
// changed. Documents with errors are reported and left out.
func (f *Follower) rebuild(ctx context.Context, changed []string) error {
	start := f.Opener.Now()
	awaitText(changed)
	paths := f.documents(changed)
	p, err := f.project, error(nil)
	if paths == nil {
		if p, err = f.Opener.Open(ctx, f.Ref); err != nil {
			return err
		}
	}
	before := f.collection
	next, err := f.readBeside(ctx, p, start, paths)
	var shown *site.Site
	if err == nil {
		shown, err = f.show(ctx, p, next)
	}
	if err != nil {
		if p != f.project {
			p.Close()
		}
		return err
	}
	if p != f.project {
		f.retire(f.project)
	}
	f.project, f.collection, f.shown = p, next, shown
	if f.uncached {
		f.uncached = false
		f.caching.Go(func() {
			time.Sleep(firstPage)
			p.WriteCache(next)
		})
	}
	if changed == nil && before != nil && slices.Equal(before.PostMortems, next.PostMortems) && slices.Equal(before.Removed, next.Removed) && slices.Equal(before.Problems, next.Problems) && slices.Equal(before.Verdicts, next.Verdicts) {
		return nil // nothing has changed
	}
	f.report(before, next, f.Opener.Now().Sub(start))
	return nil
}

// awaitText waits a moment if a file is empty: some editors empty a file before they write
// it, and the preview must not show an empty document in between.
func awaitText(changed []string) {
	for range 20 {
		if !slices.ContainsFunc(changed, func(name string) bool {
			info, err := os.Lstat(name)
			return err == nil && info.Mode().IsRegular() && info.Size() == 0
		}) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// documents returns the changed files as paths in the collection. It returns nil unless all
// are documents in known folders; then the project must be opened again.
func (f *Follower) documents(changed []string) []string {
	if f.project == nil || len(changed) == 0 {
		return nil
	}
	root := f.project.Config.Content
	out := make([]string, 0, len(changed))
	for _, name := range changed {
		relative, err := filepath.Rel(f.project.Root, name)
		relative = filepath.ToSlash(relative)
		info, statErr := os.Lstat(name)
		if err != nil || relative == root || !below(relative, root) || filepath.Ext(name) != ".md" || statErr != nil || !info.Mode().IsRegular() {
			return nil
		}
		out = append(out, relative)
	}
	return out
}

// readBeside is like read, but reads branches and the history from git at the same time. If
// there is much to read, as the first time, it does not wait for the history, which the next
// rebuild adds.
func (f *Follower) readBeside(ctx context.Context, p *project.Project, now time.Time, changed []string) (*collection.Collection, error) {
	var next *collection.Collection
	ready := make(chan struct{})
	posts := func() map[string]*content.PostMortem {
		if <-ready; next == nil {
			return nil
		}
		return project.ByPath(next)
	}
	var beside sync.WaitGroup
	if p != f.project {
		beside.Go(func() { f.branches, f.branchesErr = p.Branches(ctx) })
		if f.collection != nil || p.Cached() {
			f.past.begin(ctx, p, posts)
		}
	}
	var err error
	next, err = f.read(ctx, p, now, changed)
	close(ready)
	beside.Wait()
	if p != f.project && err == nil && !f.uncached {
		f.past.begin(ctx, p, posts)
	}
	return next, err
}

// read returns the current collection. If the config has changed, it reads all documents
// again.
func (f *Follower) read(ctx context.Context, p *project.Project, now time.Time, changed []string) (*collection.Collection, error) {
	if f.collection == nil || !bytes.Equal(p.ConfigText, f.project.ConfigText) {
		c, fresh, err := p.LoadCached(ctx)
		f.uncached = err == nil && fresh >= worthCaching
		return c, err
	}
	return f.collection.Reload(ctx, p.Tree, now, changed)
}

func (f *Follower) show(ctx context.Context, p *project.Project, c *collection.Collection) (*site.Site, error) {
	asOf, err := p.AsOf("")
	if err != nil {
		return nil, err
	}
	theme, err := themes.ForSite(p.Beside(), p.Config.Theme)
	if err != nil {
		return nil, err
	}
	if p != f.project { // git may have new commits
		if err := f.past.await(f.shown != nil); err != nil {
			return nil, err
		}
		if f.branchesErr != nil {
			return nil, f.branchesErr
		}
	}
	in := site.Input{Collection: f.past.add(c), Config: p.Config, Theme: theme, AsOf: asOf, Drafts: true, Version: f.Version, Branches: f.branches, FileURL: p.FileURL}
	in.LineURL = func(name string, line int) string {
		return cmp.Or(f.Editor.link(p.DiskPath(name), line, 1), p.LineURL(name, line))
	}
	in.ToWrite = func(c *collection.Collection, pm *content.PostMortem) []content.Problem { return p.ToWrite(ctx, c, pm) }
	s, err := f.site.Next(in)
	if err != nil {
		return nil, err
	}
	next := serve.Snapshot{
		Site: s, Faults: f.faults(p, c), Notes: f.notes(p, c, asOf),
		Explain: func(err error) serve.Fault { return f.explain(p, err)[0] },
	}
	if f.comparison != nil {
		in.Collection = c // the base has no history
		if next.Base, err = f.base(ctx, p, in); err != nil {
			return nil, err
		}
	}
	f.Server.Show(next)
	return s, nil
}

func (f *Follower) base(ctx context.Context, p *project.Project, in site.Input) (*serve.Base, error) {
	if p != f.project {
		if err := f.comparison.renew(ctx, p); err != nil {
			return nil, err
		}
	}
	if f.collection != nil {
		f.comparison.touch(f.collection, in.Collection)
	}
	return f.comparison.base(ctx, in, f.Opener.Now()), nil
}

// report logs the rebuild and its new problems.
func (f *Follower) report(before, now *collection.Collection, took time.Duration) {
	known := map[content.Problem]bool{}
	if before != nil {
		for _, p := range before.Problems {
			known[p] = true
		}
	}
	f.Log.Rebuilt(Rebuilt{
		Project: f.project, PostMortems: len(now.PostMortems), Problems: now.Problems, At: f.Opener.Now(), Took: took,
		NewProblems: slices.DeleteFunc(slices.Clone(now.Problems), func(p content.Problem) bool { return known[p] }),
	})
}

// retire closes the project before the last one. Pages of the last site may still be in use.
func (f *Follower) retire(shown *project.Project) {
	if f.retired != nil {
		f.retired.Close()
	}
	f.retired = shown
}

// complain shows an error of the whole site, and logs it once.
func (f *Follower) complain(err error) {
	if err == nil {
		f.complaint = ""
		return
	}
	f.Server.Fail(f.explain(f.project, err)...)
	if text := err.Error(); text != f.complaint {
		f.complaint = text
		f.Log.Failed(err)
	}
}

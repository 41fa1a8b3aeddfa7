package preview

import (
	"bytes"
	"context"
	"fmt"
	"os"
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

// worthCaching is the number of documents read from which on the cache is written.
const worthCaching = 100

// firstPage is how long the first page, which somebody waits for, has the processors
// for itself.
const firstPage = 500 * time.Millisecond

// pollEvery is how often [Follower.Poll] looks at the files.
const pollEvery = 500 * time.Millisecond

// A Follower keeps the site on show in step with the files of a project. It is used
// by one goroutine at a time.
type Follower struct {
	Opener  *project.Opener // required: opens what is shown
	Server  *serve.Server   // required: shows it
	Log     Log             // required: hears what happens
	Version string          // of pmsite, shown in the footer
	Ref     string          // commit, branch or tag shown instead of the work tree
	Compare string          // branch, tag or commit whose differences are marked; "" marks none
	Editor  Editor          // what links to lines open
	Poll    bool            // look at the files twice a second instead of being told of changes

	site       site.Rebuilder
	known      known
	comparison *comparison // nil compares with nothing
	past       *history

	project     *project.Project
	retired     *project.Project // shown before; pages of it may still be on their way
	uncached    bool             // much of the collection was read, and is not in the cache
	caching     sync.WaitGroup   // the cache is about to be written
	configText  []byte
	branches    []review.Branch
	branchesErr error
	collection  *collection.Collection
	shown       *site.Site
	complaint   string // logged last, so that it is not logged again

	checked    string // what the site was when checkedErr was found out
	checkedErr error
}

// A Log hears what a [Follower] does.
type Log interface {
	Rebuilt(Rebuilt)
	Failed(err error)    // the site is shown as it was
	Warn(message string) // what a person should know
}

// Rebuilt tells that the site was made anew.
type Rebuilt struct {
	PostMortems int
	Problems    []content.Problem // all of the collection
	News        []content.Problem // those that were not there before
	At          time.Time
	Took        time.Duration
}

// Show shows the site for the first time.
func (f *Follower) Show(ctx context.Context) error {
	if f.past == nil {
		f.past = newHistory()
	}
	if f.Compare != "" {
		f.comparison = &comparison{name: f.Compare}
	}
	return f.rebuild(ctx, nil)
}

// Wait waits for work that outlasts a rebuild: the cache that is being written.
func (f *Follower) Wait() { f.caching.Wait() }

// Follow rebuilds after every change, until the context ends. It comes after
// [Follower.Show].
func (f *Follower) Follow(ctx context.Context) error {
	w := serve.Watcher{Folders: f.project.GitDirs(), Ignore: f.ignore, Wake: f.past.wake}
	if f.project.Source.Dir != "" { // a commit does not change, but what a name means does
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
		f.Log.Warn(fmt.Sprintf("%v; looking at the files every %v instead", err, every))
	}
	w.Changed = func(paths []string) {
		switch err := f.rebuild(ctx, paths); {
		case err != nil && ctx.Err() == nil:
			f.complain(err)
		case err == nil && paths == nil:
			f.complain(f.siteErr())
		}
	}
	return w.Watch(ctx)
}

// ignore leaves alone whatever a site is not made of: the output, for one, and
// git's own files, but for those that say which commit a name means.
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
	for _, part := range []string{project.ConfigName, ".gitignore", "theme", f.project.Config.Theme, f.project.Config.Content} {
		part = filepath.ToSlash(filepath.Clean(part))
		if below(relative, part) || below(part, relative) {
			return false
		}
	}
	return true
}

// namesCommit reports whether a path of a git folder is one of HEAD and the refs,
// in whatever form they are kept, or leads there.
func namesCommit(name string) bool {
	if strings.HasSuffix(name, ".lock") {
		return false
	}
	return name == "." || name == "HEAD" || name == "packed-refs" || below(name, "refs") || below(name, "reftable")
}

// below reports whether a path is a folder or lies in it.
func below(name, folder string) bool {
	return folder == "." || name == folder || strings.HasPrefix(name, folder+"/")
}

// rebuild reads what changed and shows it; nil means that anything may have.
// Documents with errors are named and left out; the others are shown.
func (f *Follower) rebuild(ctx context.Context, changed []string) error {
	start := f.Opener.Now()
	awaitText(changed)
	paths := f.documents(changed)
	p, text, err := f.project, f.configText, error(nil)
	if paths == nil {
		if p, text, err = f.reopen(ctx); err != nil {
			return err
		}
	}
	before := f.collection
	next, err := f.readBeside(ctx, p, text, start, paths)
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
	f.project, f.configText, f.collection, f.shown = p, text, next, shown
	if f.uncached {
		f.uncached = false
		f.caching.Go(func() {
			time.Sleep(firstPage)
			p.WriteCache(next)
		})
	}
	if changed == nil && before != nil && slices.Equal(before.PostMortems, next.PostMortems) && slices.Equal(before.Problems, next.Problems) {
		return nil // the last look found nothing
	}
	f.report(before, next, f.Opener.Now().Sub(start))
	return nil
}

// awaitText gives editors that empty a file before they write it a moment for
// that, so that no empty document is shown in between.
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

// documents gives the changed files as paths of the collection, nil if they are
// not all documents in folders that are known: then all is opened anew.
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

func (f *Follower) reopen(ctx context.Context) (*project.Project, []byte, error) {
	p, err := f.Opener.Open(ctx, f.Ref)
	if err != nil {
		return nil, nil, err
	}
	_, text, err := f.Opener.ConfigText(p.Source.FS)
	if err != nil {
		p.Close()
		return nil, nil, err
	}
	return p, text, nil
}

// readBeside is read while git is asked for branches and for the history. Where
// much has to be read, as the first time, the page comes before the history, for
// which git is asked at the next look.
func (f *Follower) readBeside(ctx context.Context, p *project.Project, config []byte, now time.Time, changed []string) (*collection.Collection, error) {
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
	next, err = f.read(ctx, p, config, now, changed)
	close(ready)
	beside.Wait()
	if p != f.project && err == nil && !f.uncached {
		f.past.begin(ctx, p, posts)
	}
	return next, err
}

// read gives the collection as it is now; with another config, all of it is
// read again.
func (f *Follower) read(ctx context.Context, p *project.Project, config []byte, now time.Time, changed []string) (*collection.Collection, error) {
	if f.collection == nil || !bytes.Equal(config, f.configText) {
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
	theme, err := themes.ForSite(p.Source.FS, p.Config.Theme)
	if err != nil {
		return nil, err
	}
	if p != f.project { // git may know more
		if err := f.past.await(); err != nil {
			return nil, err
		}
		if f.branchesErr != nil {
			return nil, f.branchesErr
		}
	}
	in := site.Input{Collection: f.past.add(c), Config: p.Config, Theme: theme, AsOf: asOf, Drafts: true, Version: f.Version, Branches: f.branches}
	s, err := f.site.Next(in)
	if err != nil {
		return nil, err
	}
	next := serve.Snapshot{
		Site: s, Faults: f.faults(p, c), Notes: f.notes(p, c, asOf),
		Explain: func(err error) serve.Fault { return f.explain(p, err)[0] },
	}
	if f.comparison != nil {
		in.Collection = c // git knows nothing of what was before
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

// report says what was done, and what is wrong unless it was wrong before.
func (f *Follower) report(before, now *collection.Collection, took time.Duration) {
	known := map[content.Problem]bool{}
	if before != nil {
		for _, p := range before.Problems {
			known[p] = true
		}
	}
	f.Log.Rebuilt(Rebuilt{
		PostMortems: len(now.PostMortems), Problems: now.Problems, At: f.Opener.Now(), Took: took,
		News: slices.DeleteFunc(slices.Clone(now.Problems), func(p content.Problem) bool { return known[p] }),
	})
}

// retire closes the project before the last one: pages of the last site may still
// be on their way.
func (f *Follower) retire(shown *project.Project) {
	if f.retired != nil {
		f.retired.Close()
	}
	f.retired = shown
}

// siteErr gives what is wrong with the site's files taken together, which takes
// long to find out: it is not asked again while the same files are there.
func (f *Follower) siteErr() error {
	if state := fmt.Sprintf("%d %s", f.shown.Layout(), f.configText); state != f.checked {
		f.checked, f.checkedErr = state, f.shown.Err()
	}
	return f.checkedErr
}

// complain shows what is wrong with the whole site, and logs it once.
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

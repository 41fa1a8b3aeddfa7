package main

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
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
)

// firstPage is how long the first page, which somebody waits for, has the processors
// for itself.
const firstPage = 500 * time.Millisecond

// pollEvery is how often --poll looks at the files.
const pollEvery = 500 * time.Millisecond

// A follower keeps the site on show in step with the files. It is used by one
// goroutine at a time.
type follower struct {
	*app
	server  *serve.Server
	ref     string
	editor  editor
	compare *comparison // nil compares with nothing
	preview site.Preview
	known   known

	project     *project
	unkept      bool           // much of the collection was read, and is not kept for the next start
	keeping     sync.WaitGroup // it is about to be
	configText  []byte
	history     *history
	grace       time.Duration // that a history is waited for
	branches    []review.Branch
	branchesErr error
	collection  *content.Collection
	shown       *site.Site
	complaint   string // printed last, so that it is not printed again

	checked    string // what the site was when checkedErr was found out
	checkedErr error
}

func newFollower(a *app, server *serve.Server) *follower {
	return &follower{app: a, server: server, history: newHistory(), grace: historyGrace}
}

// follow rebuilds after every change, until the context ends.
func (f *follower) follow(ctx context.Context, poll bool) error {
	w := serve.Watcher{Folders: f.project.gitDirs(), Ignore: f.ignore, Wake: f.history.wake}
	if f.project.source.Dir != "" { // a commit does not change, but what a name means does
		w.Folders = slices.Concat([]string{f.project.root}, f.project.worktrees(), w.Folders)
	}
	if poll {
		w.Poll = pollEvery
	}
	if f.config != "" {
		if name, err := filepath.Abs(f.config); err == nil {
			w.Folders = append(w.Folders, filepath.Dir(name))
		}
	}
	w.Warn = func(err error, every time.Duration) {
		f.say("%s %v; looking at the files every %v instead", f.paint(f.stderr, yellow, "warning:"), err, every)
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
func (f *follower) ignore(name string) bool {
	if f.config != "" {
		if config, err := filepath.Abs(f.config); err == nil && (name == config || name == filepath.Dir(config)) {
			return false
		}
	}
	for _, dir := range f.project.gitDirs() {
		if inside, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(inside) {
			return !namesCommit(filepath.ToSlash(inside))
		}
	}
	relative, err := filepath.Rel(f.project.root, name)
	if err != nil || !filepath.IsLocal(relative) {
		return !slices.ContainsFunc(f.project.worktrees(), func(folder string) bool { return below(filepath.ToSlash(name), filepath.ToSlash(folder)) })
	}
	relative = filepath.ToSlash(relative)
	first, _, _ := strings.Cut(relative, "/")
	if first == ".git" {
		return true
	}
	if below(relative, filepath.ToSlash(f.project.config.Output)) || strings.Contains(first, ".pmsite-") {
		return true
	}
	for _, part := range []string{configName, ".gitignore", "theme", f.project.config.Theme, f.project.config.Options().Root} {
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
func (f *follower) rebuild(ctx context.Context, changed []string) error {
	start := f.now()
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
			p.close()
		}
		return err
	}
	if p != f.project {
		f.retire(p)
	}
	f.project, f.configText, f.collection, f.shown = p, text, next, shown
	if f.unkept {
		f.unkept = false
		f.keeping.Go(func() {
			time.Sleep(firstPage)
			f.keep(p, next)
		})
	}
	if changed == nil && before != nil && slices.Equal(before.PostMortems, next.PostMortems) && slices.Equal(before.Problems, next.Problems) {
		return nil // the last look found nothing
	}
	f.report(before, next, f.now().Sub(start))
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
func (f *follower) documents(changed []string) []string {
	if f.project == nil || len(changed) == 0 {
		return nil
	}
	root := f.project.config.Options().Root
	out := make([]string, 0, len(changed))
	for _, name := range changed {
		relative, err := filepath.Rel(f.project.root, name)
		relative = filepath.ToSlash(relative)
		info, statErr := os.Lstat(name)
		if err != nil || relative == root || !below(relative, root) || filepath.Ext(name) != ".md" || statErr != nil || !info.Mode().IsRegular() {
			return nil
		}
		out = append(out, relative)
	}
	return out
}

func (f *follower) reopen(ctx context.Context) (*project, []byte, error) {
	p, err := f.open(ctx, f.ref)
	if err != nil {
		return nil, nil, err
	}
	_, text, err := f.readConfigFile(p.source.FS)
	if err != nil {
		p.close()
		return nil, nil, err
	}
	return p, text, nil
}

// readBeside is read while git is asked for branches and for the history. Where
// much has to be read, as the first time, the page comes before the history, for
// which git is asked at the next look.
func (f *follower) readBeside(ctx context.Context, p *project, config []byte, now time.Time, changed []string) (*content.Collection, error) {
	var next *content.Collection
	ready := make(chan struct{})
	posts := func() map[string]*content.PostMortem {
		if <-ready; next == nil {
			return nil
		}
		return byPath(next)
	}
	var beside sync.WaitGroup
	if p != f.project {
		beside.Go(func() { f.branches, f.branchesErr = f.branchesInReview(ctx, p) })
		if f.collection != nil || isKept(p) {
			f.history.begin(ctx, f, p, posts)
		}
	}
	var err error
	next, err = f.read(ctx, p, config, now, changed)
	close(ready)
	beside.Wait()
	if p != f.project && err == nil && !f.unkept {
		f.history.begin(ctx, f, p, posts)
	}
	return next, err
}

// read gives the collection as it is now; with another config, all of it is
// read again.
func (f *follower) read(ctx context.Context, p *project, config []byte, now time.Time, changed []string) (*content.Collection, error) {
	if f.collection == nil || !bytes.Equal(config, f.configText) {
		c, fresh, err := f.resume(ctx, p)
		f.unkept = err == nil && fresh >= worthKeeping
		return c, err
	}
	return f.collection.Reload(ctx, p.tree, now, changed)
}

func (f *follower) show(ctx context.Context, p *project, c *content.Collection) (*site.Site, error) {
	asOf, err := f.asOf(p, "")
	if err != nil {
		return nil, err
	}
	theme, err := openTheme(p)
	if err != nil {
		return nil, err
	}
	if p != f.project { // git may know more
		if err := f.history.await(f.grace); err != nil {
			return nil, err
		}
		if f.branchesErr != nil {
			return nil, f.branchesErr
		}
	}
	in := site.Input{Collection: f.history.add(c), Config: p.config, Theme: theme, AsOf: asOf, Drafts: true, Version: version(), Branches: f.branches}
	s, err := f.preview.Next(in)
	if err != nil {
		return nil, err
	}
	next := serve.Snapshot{
		Site: s, Faults: f.faults(p, c), Notes: f.notes(p, c, asOf),
		Explain: func(err error) serve.Fault { return f.explain(p, err)[0] },
	}
	if f.compare != nil {
		in.Collection = c // git knows nothing of what was before
		if next.Base, err = f.base(ctx, p, in); err != nil {
			return nil, err
		}
	}
	f.server.Show(next)
	return s, nil
}

func (f *follower) base(ctx context.Context, p *project, in site.Input) (*serve.Base, error) {
	if p != f.project {
		if err := f.compare.renew(ctx, p); err != nil {
			return nil, err
		}
	}
	if f.collection != nil {
		f.compare.touch(f.collection, in.Collection)
	}
	return f.compare.base(ctx, in, f.now()), nil
}

// report says what was done, and what is wrong unless it was wrong before.
func (f *follower) report(before, now *content.Collection, took time.Duration) {
	known := map[content.Problem]bool{}
	if before != nil {
		for _, p := range before.Problems {
			known[p] = true
		}
	}
	f.print(slices.DeleteFunc(slices.Clone(now.Problems), func(p content.Problem) bool { return known[p] }))
	problems := ""
	if content.HasErrors(now.Problems) {
		problems = ", " + summarize(now.Problems)
	}
	f.say("%s %s in %d ms%s", f.now().Format("15:04:05"), count(len(now.PostMortems), "post mortem"), took.Milliseconds(), problems)
}

// siteErr gives what is wrong with the site's files taken together, which takes
// long to find out: it is not asked again while the same files are there.
func (f *follower) siteErr() error {
	if state := fmt.Sprintf("%d %s", f.shown.Layout(), f.configText); state != f.checked {
		f.checked, f.checkedErr = state, f.shown.Err()
	}
	return f.checkedErr
}

// complain shows what is wrong with the whole site, and prints it once.
func (f *follower) complain(err error) {
	if err == nil {
		f.complaint = ""
		return
	}
	f.server.Fail(f.explain(f.project, err)...)
	if text := err.Error(); text != f.complaint {
		f.complaint = text
		f.printError(err)
	}
}

package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site"
)

// A note is what build has to say of a site that it does not make again.
type note struct {
	Problems      []content.Problem
	Posts, Hidden int
	Linked        map[string]bool // files outside of the folder of documents that are linked to, and whether they are there
}

// nothingChanged reports whether everything that the site is made from is as it was when it was last written, and the output
// folder as well. If so, it says what another build would say. Otherwise it adds to the options what the next build compares
// with; see completeMemo.
func (a *app) nothingChanged(ctx context.Context, p *project.Project, f buildFlags, asOf content.Date, opts *site.WriteOptions) bool {
	if opts.CacheDir == "" {
		return false
	}
	state, err := p.State()
	if err != nil {
		return false // what is wrong shows when everything is read
	}
	last, said := site.LastWritten(f.output, *opts), note{}
	sum, ok := stateOf(state, f, asOf, last.Since)
	if ok && sum == last.State && json.Unmarshal(last.Note, &said) == nil && maps.Equal(said.Linked, existing(p, slices.Collect(maps.Keys(said.Linked)))) {
		if result, intact := last.Intact(ctx); intact {
			a.stages.end("compare")
			a.print(said.Problems)
			a.sayAddress(p, f.siteFlags)
			a.sayWritten(f.output, result, said.Posts, said.Hidden, opts.Now)
			return true
		}
	}
	a.stages.end("compare")
	a.warned.Store(false)
	opts.Memo.Since = opts.Now
	opts.Memo.State, _ = stateOf(state, f, asOf, opts.Now)
	return false
}

// existing returns which files of a project are there.
func existing(p *project.Project, names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		_, err := fs.Stat(p.Tree, name)
		out[name] = err == nil
	}
	return out
}

// stateOf returns the sum of everything that a site is made from, with the flags that change it or what build says of it.
func stateOf(state *project.State, f buildFlags, asOf content.Date, since time.Time) (collection.Sum, bool) {
	sum, ok := state.Sum(since)
	f.jobs = 0
	full := sha256.Sum256(fmt.Appendf(nil, "%x %+v %v", sum, f, asOf))
	return collection.Sum(full[:]), ok
}

// completeMemo adds what build says of a site. After a warning, or with errors, the next build does everything again, for
// what is wrong may be gone although nothing has changed.
func (a *app) completeMemo(p *project.Project, m *site.Memo, s *site.Site, c *collection.Collection) {
	text, err := json.Marshal(note{c.Problems, s.Posts, s.Hidden, existing(p, c.LinkedOutside())})
	if m.Note = text; err != nil || a.warned.Load() || content.HasErrors(c.Problems) || s.Posts+s.Hidden == 0 {
		*m = site.Memo{}
	}
}

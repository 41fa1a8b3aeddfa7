package review

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
)

// A Version is one commit that changed a file.
type Version struct {
	Commit  string // full hash
	Time    time.Time
	Author  string // e-mail address, for looking up a role
	Blob    string // hash of the file's content after the commit; "" if the commit deleted the file
	Before  string // hash of the file's content in the first parent of the commit that has it; "" if none has it
	Path    string // the file's path after the commit
	Renamed bool   // the commit renamed the file

	Consents []Consent // in trailers of the commit
	Merge    *Merge    // what brought the commit to the main line; nil if it is on it, or if that is not known
}

// A Historian derives the histories of documents from their versions. All fields except
// Cache and Role are required.
type Historian struct {
	Read    func(blob string) ([]byte, error)                     // reads the content of a blob
	Known   func(path, blob string) (*content.PostMortem, []byte) // returns the document and content of a blob that is already parsed, or nil
	Options content.Options                                       // how documents are parsed
	Role    func(address string) string                           // returns the role behind an address, or "" if unknown; may be nil
	Cache   *Cache                                                // results of earlier runs; may be nil
}

// Histories returns the history of each document, by path. The versions of each file must
// be sorted newest first. If truncated is set, older versions are missing, and the oldest
// revision has no changes. A version that is not a post mortem becomes a revision without
// a status. A version that cannot be read is an error.
func (h *Historian) Histories(ctx context.Context, versions map[string][]Version, truncated bool) (map[string]*content.History, error) {
	type result struct {
		path string
		*traced
	}
	results := make([]result, 0, len(versions))
	for _, path := range slices.Sorted(maps.Keys(versions)) { // as git packs them, and it stores one file as what differs from the last
		results = append(results, result{path: path})
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range results {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			r := &results[i]
			var err error
			r.traced, err = h.history(r.path, versions[r.path], truncated)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	histories, all := make(map[string]*content.History, len(results)), make([]*traced, len(results))
	for i, r := range results {
		histories[r.path], all[i] = r.History, r.traced
	}
	setCorrections(all)
	return histories, nil
}

// history compares each version with the one before it, oldest first, so that each
// version is read only once.
func (h *Historian) history(path string, versions []Version, truncated bool) (*traced, error) {
	out := &traced{&content.History{Revisions: make([]content.Revision, len(versions)), Truncated: truncated}, make([][]string, len(versions))}
	state := reading{historian: h, current: path}
	items, severities := tracker{cut: truncated}, make([]string, len(versions))
	before := ""
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		oldest := i == len(versions)-1
		step, err := h.step(&state, v, before, oldest && truncated)
		if err != nil {
			return nil, err
		}
		items.step(i, before, v.Blob, step)
		r := content.Revision{Commit: v.Commit, Time: v.Time, Status: step.Status, Changes: step.Changes, Role: h.role(v.Author)}
		if v.Renamed {
			r.Changes = append([]string{content.FileRenamed}, r.Changes...)
		}
		out.Revisions[i], out.facts[i], severities[i] = r, step.Facts, step.Severity
		before = v.Blob
	}
	err := h.addItems(&items, &state, versions)
	if err != nil {
		return nil, err
	}
	out.Items, out.Current = items.all, items.now
	out.Agreements = h.agreements(versions, out.Revisions, truncated)
	on := line(versions)
	out.Ratings = ratings(on, versions, severities, truncated)
	if out.facts, err = h.correctedOn(on, versions, out.facts, &state); err != nil {
		return nil, err
	}
	return out, nil
}

// addItems begins with the items of the newest version if no commit has changed any since
// the document was added, and caches those that it was added with.
func (h *Historian) addItems(items *tracker, state *reading, versions []Version) error {
	if items.pending && len(versions) > 0 {
		newest, err := state.at(versions[0].Path, versions[0].Blob)
		if err != nil {
			return err
		}
		items.begin(newest.items())
	}
	if key := " " + items.added; items.first != nil && !items.cut {
		known, _ := h.Cache.get(key)
		known.Items = items.first
		h.Cache.put(key, known)
	}
	return nil
}

// A step is what one commit did to a document.
type step struct {
	Status   string
	Severity string
	Changes  []string
	Facts    []string    // see [corrected]
	Items    *itemChange // nil if it changed no action item
}

// rated returns a step with what the version after it says of itself.
func rated(now *document) step {
	s := step{Status: now.status()}
	if pm := now.known(); pm != nil {
		s.Severity = pm.Severity
	}
	return s
}

func (h *Historian) step(state *reading, v Version, before string, first bool) (step, error) {
	if v.Blob == "" {
		return step{Changes: []string{"removed"}}, nil
	}
	if before == v.Blob { // only renamed
		now, err := state.at(v.Path, v.Blob)
		if err != nil {
			return step{}, err
		}
		return rated(now), nil
	}
	key := before + " " + v.Blob
	if known, ok := h.Cache.get(key); ok {
		return known, nil
	}
	var old *document
	var err error
	if before != "" {
		if old, err = state.at(v.Path, before); err != nil {
			return step{}, err
		}
	}
	now, err := state.at(v.Path, v.Blob)
	if err != nil {
		return step{}, err
	}
	s := rated(now)
	if !first || before != "" {
		s = describe(old, now)
		h.Cache.put(key, s)
	}
	return s, nil
}

// describe compares two versions; old is nil for a new document. If only the front matter
// differs, as in most steps of a review, it does not parse the rest. What the first version
// has of action items is left to the [tracker].
func describe(old, now *document) step {
	s := rated(now)
	switch {
	case old == nil:
		s.Changes = []string{Change{Kind: Added, To: s.Status}.String()}
		return s
	case now.removed():
		s.Changes, s.Items = []string{Change{Kind: Removed}.String()}, &itemChange{Lost: true}
		return s
	case old.removed():
		s.Changes, s.Items = []string{"restored"}, &itemChange{Lost: true, After: now.items()}
		return s
	}
	if bytes.Equal(old.body(), now.body()) {
		x, y := old.frontMatter(), now.frontMatter()
		if x != nil && y != nil && x.Status != "" && y.Status != "" && x.Date == y.Date && x.Zone.String() == y.Zone.String() &&
			x.Stated == y.Stated && x.HasStated == y.HasStated {
			if s.compare(x, y) == nil {
				s.Changes = []string{content.NotesEdited}
			}
			return s
		}
	}
	x, y := old.whole(), now.whole()
	if x == nil || y == nil {
		s.Changes, s.Items = []string{"text edited"}, &itemChange{Lost: true, After: now.items()}
		return s
	}
	s.Items = changeOf(x.ActionItems, y.ActionItems)
	if old.shows(now) {
		s.Changes = []string{content.NotesEdited}
		return s
	}
	s.compare(x, y)
	return s
}

// compare sets and returns what changed from one version to the next. In a draft, no fact is corrected.
func (s *step) compare(x, y *content.PostMortem) []Change {
	changes := Compare(x, y)
	s.Changes = Describe(changes)
	if x.Status != content.Draft {
		s.Facts = corrected(x, y)
	}
	return changes
}

// reading remembers the last version read, because the next step begins with it.
type reading struct {
	historian *Historian
	current   string // the document's current path
	blob      string
	document  *document
}

func (r *reading) at(path, blob string) (*document, error) {
	if r.blob == blob {
		return r.document, nil
	}
	pm, src := r.historian.Known(r.current, blob)
	if pm == nil {
		var err error
		if src, err = r.historian.Read(blob); err != nil {
			return nil, fmt.Errorf("read an old version of %q: %w", r.current, err)
		}
	}
	r.blob, r.document = blob, &document{path: path, src: src, opts: r.historian.Options, full: pm}
	return r.document, nil
}

// removedOpen is how [Describe] counts items that were removed while they were open.
const removedOpen Kind = "action removed while open"

// Describe returns a description of changes that does not quote the author, whose words
// may have been removed for a reason. It shows values of vocabularies, dates and figures;
// for everything else, it shows only the name or the number of changes.
func Describe(changes []Change) (words []string) {
	counts := map[Kind]int{}
	for _, c := range changes {
		switch c.Kind {
		case ActionAdded, ActionClosed, ActionReopened, ActionRemoved, ActionChanged, OwnKey:
			if c.openly() {
				c.Kind = removedOpen
			}
			counts[c.Kind]++
		case Figure:
			if slices.Contains(lengths, c.Name) {
				words = append(words, c.String())
			}
		case Field:
			if c.Free {
				c.From, c.To = "", ""
				words = append(words, c.Name+" changed")
			} else {
				words = append(words, c.String())
			}
		case Text:
		case Timeline:
			words = append(words, "timeline: "+c.To)
		default:
			words = append(words, c.String())
		}
	}
	if n := counts[OwnKey]; n > 0 {
		words = append(words, counted(n, "other key")+" changed")
	}
	for _, kind := range []Kind{ActionAdded, ActionClosed, ActionReopened, ActionRemoved, removedOpen, ActionChanged} {
		if n := counts[kind]; n > 0 {
			words = append(words, counted(n, "action item")+" "+strings.TrimPrefix(string(kind), "action "))
		}
	}
	if len(words) == 0 {
		words = append(words, "text edited")
	}
	return words
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

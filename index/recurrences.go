package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

const (
	leastWords = 2 // rare words and contributing factors that two post mortems of one service must share
	mostWords  = 5 // that a reason names
)

// A Search says which pairs [Relations.Recurrences] looks for.
type Search struct {
	Window   int               // the most days between the dates of a pair
	AsOf     content.Date      // leaves out what is newer; zero for nothing
	Verdicts []content.Verdict // on pairs
}

// Recurrences returns the pairs of post mortems whose dates are at most a window apart and that share a control, which held
// in neither, or of which one names an action item of the other, or that share a service and two rare words or contributing
// factors. It also returns all pairs that have a verdict. Those of the newest post mortems come first.
//
// Of what many share, only the nearest 25 by date are paired with each, so that the work is linear. Controls and factors
// of more than half of all post mortems, and words of more than a twentieth, are not looked at.
func (rs *Relations) Recurrences(s Search) []metrics.Recurrence { return rs.relater.recurrences(s) }

// Recurrences returns what [Relations.Recurrences] does.
func (r *RelatedFinder) Recurrences(s Search) []metrics.Recurrence {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.scorer.recurrences(s)
}

func (r *relater) recurrences(s Search) (out []metrics.Recurrence) {
	judged, _ := content.ResolveVerdicts("", s.Verdicts, r.posts)
	p := newPairer(r, s)
	at := make(map[*content.PostMortem]int, len(r.posts))
	seen := map[[2]*content.PostMortem]bool{}
	for i, pm := range r.posts {
		at[pm] = i
		for _, found := range p.of(int32(i)) {
			found.Verdict = judged[[2]*content.PostMortem{found.Later, found.Earlier}]
			if found.Verdict != nil {
				seen[[2]*content.PostMortem{found.Later, found.Earlier}] = true
			}
			out = append(out, found)
		}
	}
	for pair, v := range judged {
		if later, earlier := pair[0], pair[1]; at[later] < at[earlier] && !seen[pair] && p.counts(later) {
			out = append(out, metrics.Recurrence{Later: later, Earlier: earlier, Days: p.between(at[later], at[earlier]), Verdict: v})
		}
	}
	slices.SortStableFunc(out, func(a, b metrics.Recurrence) int {
		return cmp.Or(cmp.Compare(at[a.Later], at[b.Later]), cmp.Compare(at[a.Earlier], at[b.Earlier]))
	})
	return out
}

// A pairer finds the pairs of one post mortem at a time.
type pairer struct {
	*relater
	search   Search
	days     []int     // dates of the post mortems, as days since some day
	shared   [][]int32 // by post mortem: the features that it shares with the one in question
	touched  []int32
	analyser Analyser
	terms    []string // by feature: the term of a word; "" if it has not been needed yet
	own      []string // terms of the names of services of the post mortem in question
}

func newPairer(r *relater, s Search) *pairer {
	p := &pairer{relater: r, search: s, days: make([]int, len(r.posts)), shared: make([][]int32, len(r.posts)), terms: make([]string, len(r.features))}
	for i, pm := range r.posts {
		p.days[i] = int(pm.Date.Time().Unix() / (24 * 60 * 60))
	}
	return p
}

// between returns the days between the dates of two post mortems; 0 if one has none.
func (p *pairer) between(later, earlier int) int {
	if p.posts[earlier].Date.IsZero() {
		return 0
	}
	return p.days[later] - p.days[earlier]
}

// counts reports whether a post mortem is not newer than the search is as of.
func (p *pairer) counts(pm *content.PostMortem) bool {
	return p.search.AsOf.IsZero() || !p.search.AsOf.Before(pm.Date)
}

// of returns the pairs of a post mortem with older ones.
func (p *pairer) of(later int32) (out []metrics.Recurrence) {
	pm := p.posts[later]
	if pm.Date.IsZero() || !p.counts(pm) {
		return nil
	}
	p.own = p.own[:0]
	for _, name := range pm.Services {
		p.own = append(p.own, p.termsOf(name)...)
	}
	for _, id := range p.featuresOf(later) {
		if p.pairs(id) {
			p.touch(later, id)
		}
	}
	slices.Sort(p.touched)
	for _, earlier := range p.touched {
		if reasons := p.reasons(later, earlier); reasons != nil {
			out = append(out, metrics.Recurrence{Later: pm, Earlier: p.posts[earlier], Days: p.days[later] - p.days[earlier], Reasons: reasons})
		}
		p.shared[earlier] = p.shared[earlier][:0]
	}
	p.touched = p.touched[:0]
	return out
}

// pairs reports whether a feature may pair post mortems. Words of the names of services do not: all post mortems of the
// service may have them.
func (p *pairer) pairs(id int32) bool {
	switch f := &p.features[id]; f.kind {
	case prevents, control, factor:
		return true
	case word:
		if p.terms[id] == "" {
			p.terms[id] = strings.Join(p.termsOf(f.text), " ")
		}
		return !slices.Contains(p.own, p.terms[id])
	}
	return false
}

func (p *pairer) termsOf(text string) (terms []string) {
	for _, token := range p.analyser.Tokens(nil, text) {
		terms = append(terms, token.Term)
	}
	return terms
}

// touch notes which older post mortems share a feature with one.
func (p *pairer) touch(later, id int32) {
	posts := p.features[id].posts
	from, _ := slices.BinarySearch(posts, later)
	for _, earlier := range posts[from+1 : min(len(posts), from+1+neighbours)] {
		if p.posts[earlier].Date.IsZero() || p.days[later]-p.days[earlier] > p.search.Window {
			break
		}
		if len(p.shared[earlier]) == 0 {
			p.touched = append(p.touched, earlier)
		}
		p.shared[earlier] = append(p.shared[earlier], id)
	}
}

// reasons returns what two post mortems share, or nil if that is not enough to compare them.
func (p *pairer) reasons(later, earlier int32) (out []metrics.Reason) {
	add := func(kind metrics.ReasonKind, values []string) {
		if len(values) > 0 {
			out = append(out, metrics.Reason{Kind: kind, Values: values})
		}
	}
	a, b, shared := p.posts[later], p.posts[earlier], p.shared[earlier]
	if strong := func(id int32) bool { return p.features[id].kind == prevents || p.features[id].kind == control }; slices.ContainsFunc(shared, strong) {
		add(metrics.CitesItem, slices.Concat(citations(a, b), citations(b, a)))
		add(metrics.SharedControl, failedInBoth(a, b))
	}
	if len(out) == 0 && len(shared) < leastWords {
		return nil
	}
	services := sharedNames(a.Services, b.Services)
	if len(out) == 0 && len(services) == 0 {
		return nil
	}
	factors, words := p.texts(factor, shared), p.texts(word, shared)
	if len(out) == 0 && len(factors)+len(words) < leastWords {
		return nil
	}
	add(metrics.SharedService, services)
	add(metrics.SharedFactor, factors)
	add(metrics.SharedWords, words[:min(len(words), mostWords)])
	return out
}

// texts returns the features of a kind among some, the rarest first.
func (p *pairer) texts(kind featureKind, features []int32) (out []string) {
	slices.SortFunc(features, func(x, y int32) int {
		return cmp.Or(cmp.Compare(p.features[y].weight, p.features[x].weight), cmp.Compare(x, y))
	})
	for _, id := range features {
		if f := &p.features[id]; f.kind == kind {
			out = append(out, f.text)
		}
	}
	return out
}

// citations returns the references by which a post mortem names action items of another one.
func citations(citing, cited *content.PostMortem) (out []string) {
	for _, reference := range citing.PreventedBy {
		key, _, _ := strings.Cut(reference, "#")
		if strings.EqualFold(key, cited.Slug) || cited.ID != "" && strings.EqualFold(key, cited.ID) {
			out = append(out, reference)
		}
	}
	return out
}

// failedInBoth returns the controls that both post mortems name, and that held in neither.
func failedInBoth(a, b *content.PostMortem) (out []string) {
	for i := range a.Controls {
		key := a.Controls[i].Key()
		same := func(c content.Control) bool { return c.Outcome != content.Held && c.Key() == key }
		if key != "" && same(a.Controls[i]) && slices.ContainsFunc(b.Controls, same) && !slices.Contains(out, a.Controls[i].Name) {
			out = append(out, a.Controls[i].Name)
		}
	}
	return out
}

// sharedNames returns the names of a that are also in b.
func sharedNames(a, b []string) (out []string) {
	for _, name := range a {
		if slices.ContainsFunc(b, func(other string) bool { return Fold(name) == Fold(other) }) {
			out = append(out, name)
		}
	}
	return out
}

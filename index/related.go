package index

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
)

// Related is a related post mortem, and the reason.
type Related struct {
	PM     *content.PostMortem
	Reason string // at most three shared features, such as "service edge, tag dns"
}

// maxRelated is the maximum number of related post mortems.
const maxRelated = 5

// neighbours is the number of post mortems before and after, by date, that are compared for a
// feature that many share. It keeps the work linear.
const neighbours = 25

// Relate returns, for each post mortem, at most five others that share the most with it, sorted
// by score, then newest first, then by slug. Rarer features count more. A post mortem that
// shares nothing has no entry.
func Relate(posts []*content.PostMortem) map[*content.PostMortem][]Related {
	return NewRelations(posts).Related()
}

// Relations know what post mortems share.
type Relations struct{ relater *relater }

// NewRelations returns the relations of post mortems, in any order.
func NewRelations(posts []*content.PostMortem) *Relations {
	r := newRelater(sortedPosts(posts), newMemory(), nil)
	r.settle()
	return &Relations{r}
}

// Related returns what [Relate] does.
func (rs *Relations) Related() map[*content.PostMortem][]Related {
	r, posts := rs.relater, rs.relater.posts
	related := make([][]Related, len(posts))
	var group sync.WaitGroup
	jobs := runtime.GOMAXPROCS(0)
	for job := range jobs {
		group.Go(func() {
			s := scorer{relater: r, score: make([]float64, len(posts))}
			for i := job; i < len(posts); i += jobs {
				related[i] = s.related(int32(i))
			}
		})
	}
	group.Wait()
	out := make(map[*content.PostMortem][]Related, len(posts))
	for i, pm := range r.posts {
		if len(related[i]) > 0 {
			out[pm] = related[i]
		}
	}
	return out
}

// A featureKind is a kind of feature that post mortems may share. Reasons name features in the
// order of their kinds.
type featureKind byte

const (
	prevents featureKind = iota // one cites the other
	ticket
	vendor
	service
	control
	factor
	tag
	word
)

// kindWeights are the weights of kinds, in addition to rarity.
var kindWeights = [...]float64{prevents: 6, ticket: 3, vendor: 1.5, service: 1, control: 2, factor: 0.8, tag: 1.2, word: 0.5}

// A feature is something that post mortems may share.
type feature struct {
	kind   featureKind
	text   string  // as written in the newest post mortem that has it
	posts  []int32 // post mortems that have it, in the order of relater.posts
	count  int     // number of posts
	titled bool    // for a word: whether it is in a title
	weight float64 // 0 if it is not significant
}

// A relater knows which post mortems share which features.
type relater struct {
	posts    []*content.PostMortem // newest first
	features []feature
	of       [][]int32 // features of each post mortem
	settled  bool      // whether of holds the results of featuresOf

	portraits []*portrait // of posts; they live as long as a RelatedFinder
}

// A scorer finds the related post mortems of one post mortem at a time.
type scorer struct {
	*relater
	score   []float64 // scores of the candidates
	touched []int32

	alike bool     // whether only those count that look alike, see [Alike]
	own   []string // terms of the names of the services of the one in question, for that

	shared     []int32     // shared features of the last two compared
	candidates []candidate // candidates for the last post mortem
}

// newestFirst is the order of relater.posts.
func newestFirst(a, b *content.PostMortem) int {
	return cmp.Or(b.Date.Time().Compare(a.Date.Time()), cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Path, b.Path))
}

func sortedPosts(posts []*content.PostMortem) []*content.PostMortem {
	return slices.SortedFunc(slices.Values(posts), newestFirst)
}

// newRelater reuses the known portraits and creates the others.
func newRelater(posts []*content.PostMortem, m *memory, known map[*content.PostMortem]*portrait) *relater {
	r := &relater{posts: posts, of: make([][]int32, len(posts)), portraits: make([]*portrait, len(posts))}
	for i, pm := range posts {
		if r.portraits[i] = known[pm]; r.portraits[i] == nil {
			r.portraits[i] = m.portrait(pm)
		}
	}
	c := &featureCollector{relater: r, memory: m}
	c.collect()
	r.weigh()
	return r
}

// weigh sets the weights of features. Features of a single post mortem or of most of them, and
// words that are in no title, get weight 0.
func (r *relater) weigh() {
	n := len(r.posts)
	for i := range r.features {
		f := &r.features[i]
		df := len(f.posts)
		chance := n >= 10 && df > n/2 || f.kind == word && (!f.titled || df > max(3, n/20))
		if df > 1 && !chance {
			f.weight = kindWeights[f.kind] * math.Log1p(float64(n)/float64(df))
		}
	}
}

// settle computes the results of featuresOf for all post mortems.
func (r *relater) settle() {
	for i, features := range r.of {
		r.of[i] = r.telling(features)
	}
	r.settled, r.portraits = true, nil
}

// featuresOf returns the features of a post mortem that have a weight, in ascending order.
func (r *relater) featuresOf(i int32) []int32 {
	if r.settled {
		return r.of[i]
	}
	return r.telling(slices.Clone(r.of[i]))
}

func (r *relater) telling(features []int32) []int32 {
	slices.Sort(features)
	return slices.DeleteFunc(features, func(f int32) bool { return r.features[f].weight == 0 })
}

// related scores the neighbours by the features that they share, and then the best of them by
// all features.
func (r *scorer) related(self int32) []Related {
	for _, id := range r.featuresOf(self) {
		f := &r.features[id]
		at, _ := slices.BinarySearch(f.posts, self)
		for _, other := range f.posts[max(0, at-neighbours):min(len(f.posts), at+neighbours+1)] {
			if r.score[other] == 0 {
				r.touched = append(r.touched, other)
			}
			r.score[other] += f.weight
		}
	}
	best := r.best(self)
	for _, other := range r.touched {
		r.score[other] = 0
	}
	r.touched = r.touched[:0]
	var out []Related
	for _, c := range best {
		if r.compareAll(self, c.post) > 0 {
			out = append(out, Related{r.posts[c.post], r.reason(self, r.shared)})
		}
	}
	return out
}

// A candidate is a post mortem and what it shares with the one in question.
type candidate struct {
	post  int32
	score float64
}

func (c candidate) compare(d candidate) int {
	return cmp.Or(cmp.Compare(d.score, c.score), cmp.Compare(c.post, d.post))
}

func (r *scorer) best(self int32) []candidate {
	const shortlist = 4 * maxRelated
	best := r.candidates[:0]
	for _, other := range r.touched {
		c := candidate{other, r.score[other]}
		if other == self || len(best) == shortlist && c.compare(best[shortlist-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, c, candidate.compare)
		if best = slices.Insert(best, at, c); len(best) > shortlist {
			best = best[:shortlist]
		}
	}
	for i := range best {
		best[i].score = r.compareAll(self, best[i].post)
	}
	slices.SortFunc(best, candidate.compare)
	r.candidates = best
	return best[:min(len(best), maxRelated)]
}

// compareAll returns the score of two post mortems by all features that they share, or 0 if they
// may share a word or two by chance.
func (r *scorer) compareAll(self, other int32) (score float64) {
	r.shared = r.shared[:0]
	mine, others := r.featuresOf(self), r.featuresOf(other)
	for len(mine) > 0 && len(others) > 0 {
		switch {
		case mine[0] < others[0]:
			mine = mine[1:]
		case mine[0] > others[0]:
			others = others[1:]
		default:
			r.shared = append(r.shared, mine[0])
			score += r.features[mine[0]].weight
			mine, others = mine[1:], others[1:]
		}
	}
	if r.alike && r.looksAlike() || !r.alike && (len(r.shared) > 2 || slices.ContainsFunc(r.shared, func(f int32) bool { return r.features[f].kind != word })) {
		return score
	}
	return 0
}

// reason names the three features with the highest weight.
func (r *relater) reason(self int32, shared []int32) string {
	slices.SortFunc(shared, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.features[b].weight, r.features[a].weight), cmp.Compare(a, b))
	})
	shared = shared[:min(len(shared), 3)]
	slices.SortStableFunc(shared, func(a, b int32) int { return cmp.Compare(r.features[a].kind, r.features[b].kind) })
	var parts []string
	for len(shared) > 0 {
		kind := r.features[shared[0]].kind
		var texts []string
		for len(shared) > 0 && r.features[shared[0]].kind == kind {
			texts = append(texts, r.features[shared[0]].text)
			shared = shared[1:]
		}
		parts = append(parts, r.phrase(kind, texts, self))
	}
	return strings.Join(parts, ", ")
}

func (r *relater) phrase(kind featureKind, texts []string, self int32) string {
	plural := ""
	if len(texts) > 1 {
		plural = "s"
	}
	switch kind {
	case prevents:
		if strings.EqualFold(texts[0], r.posts[self].Slug) {
			return "an action item here would have prevented it"
		}
		return "an action item there would have prevented this"
	case vendor:
		return "vendor " + texts[0]
	case service:
		return "service" + plural + " " + and(texts)
	case control:
		return "same control" + plural
	case ticket:
		return "ticket" + plural + " " + and(texts)
	case factor:
		return "factor" + plural + " " + and(texts)
	case tag:
		return "tag" + plural + " " + and(texts)
	}
	for i, text := range texts {
		texts[i] = fmt.Sprintf("“%s”", text)
	}
	return "both mention " + and(texts)
}

func and(texts []string) string {
	last := len(texts) - 1
	if last == 0 {
		return texts[0]
	}
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}

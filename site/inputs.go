package site

import (
	"crypto/sha256"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/metrics"
)

// Every file says what it is made from besides what all files of a site are made from: its function from adds that to a
// key. What comes from other post mortems than those that a page shows is added as a result, such as where a link leads,
// so that an edit elsewhere changes the key only if it changes the result.

// alone is the function from of files that nothing else changes.
func alone(*key) {}

// fromValues returns a function from for values, see [key.add].
func fromValues(values ...any) func(*key) { return func(k *key) { k.add(values...) } }

// fromRecords returns a function from for post mortems.
func fromRecords(records []metrics.Record) func(*key) {
	return func(k *key) {
		for _, r := range records {
			k.postMortems(r.PM)
		}
	}
}

// facts returns a function from that adds what another one does, for files that show nothing of the sections of post mortems,
// and of their history only what figures count: an edit of a text does not change their keys.
func (b *builder) facts(from func(*key)) func(*key) {
	return func(k *key) {
		whole := k.post
		k.post = b.factsOf
		from(k)
		k.post = whole
	}
}

// fromSum returns a function from for a sum that many keys have.
func fromSum(sum func() (collection.Sum, bool)) func(*key) {
	return func(k *key) {
		sum, ok := sum()
		k.data = append(k.data, sum[:]...)
		k.unknown = k.unknown || !ok
	}
}

// sumAll returns the sum of what the site shows of all post mortems.
func (b *builder) sumAll() (collection.Sum, bool) {
	return gathered(b.sumOf, func(k *key) { k.postMortems(b.posts...) })
}

// sumFacts is like sumAll for what has only facts.
func (b *builder) sumFacts() (collection.Sum, bool) {
	return gathered(b.factsOf, func(k *key) { k.postMortems(b.posts...) })
}

// keyOf returns the sum of what a file is made from. ok is false if that is not known, so that the file is always
// rendered.
func (b *builder) keyOf(name string, f file) (sum collection.Sum, ok bool) {
	if f.from == nil {
		return sum, false
	}
	return gathered(b.sumOf, func(k *key) {
		shared, known := b.shared()
		k.unknown = !known
		k.data = append(k.data, shared[:]...)
		k.text(name)
		f.from(k)
	})
}

// sharedInputs returns the sum of what all files are made from.
func (b *builder) sharedInputs() (collection.Sum, bool) {
	k, in := &key{}, b.in
	k.add(in.Config, in.AsOf, in.Drafts, in.Version, in.Preview, in.Portable, b.theme.Sum())
	return k.sum()
}

// sumOf returns the sum of what the site shows of a post mortem: itself, its history, what it cites and its tickets.
func (b *builder) sumOf(pm *content.PostMortem) (collection.Sum, bool) {
	sums, ok := b.sums()[pm]
	return sums.all, ok
}

// factsOf is like sumOf without sections, and of the history only with what figures count.
func (b *builder) factsOf(pm *content.PostMortem) (collection.Sum, bool) {
	sums, ok := b.sums()[pm]
	return sums.facts, ok
}

// postSums are the sums of what the site shows of a post mortem.
type postSums struct {
	all   collection.Sum
	facts collection.Sum // all except its sections, and of its history only what figures count
}

// sumPosts returns the sums of the post mortems that can be compared. Of what a post mortem cites, pages show facts. It uses
// all CPUs.
func (b *builder) sumPosts() map[*content.PostMortem]postSums {
	own, all := make([]postSums, len(b.posts)), make([]postSums, len(b.posts))
	known := make([]bool, len(b.posts))
	byPM := make(map[*content.PostMortem]int, len(b.posts))
	for i, pm := range b.posts {
		byPM[pm] = i
	}
	b.seen()
	inParallel(len(b.posts), func(i int) {
		own[i].facts, known[i] = gathered(nil, func(k *key) {
			whole, facts, ok := collection.Digest(b.posts[i])
			own[i].all = whole
			k.data, k.unknown = append(k.data, facts[:]...), !ok
			b.fromHistory(k, b.records[i])
		})
	})
	comparable := slices.Clone(known)
	inParallel(len(b.posts), func(i int) {
		k := &key{data: slices.Clone(own[i].facts[:])}
		for _, cited := range b.posts[i].PreventedBy {
			if pm := b.cited(cited); pm != nil {
				k.data = append(k.data, own[byPM[pm]].facts[:]...)
				known[i] = known[i] && comparable[byPM[pm]]
			}
		}
		for _, t := range b.posts[i].Tickets() {
			k.add(t.Number, b.page.Site.HasTicket(t.Number), b.trackerURL(t.Number))
		}
		all[i].facts, _ = k.sum()
		k.add(b.posts[i].History, b.seen()[b.posts[i]])
		k.data = append(k.data, own[i].all[:]...)
		all[i].all, _ = k.sum()
	})
	out := make(map[*content.PostMortem]postSums, len(b.posts))
	for i, pm := range b.posts {
		if known[i] {
			out[pm] = all[i]
		}
	}
	return out
}

// fromHistory adds what figures count of the history of a post mortem.
func (b *builder) fromHistory(k *key, r metrics.Record) {
	k.add(r.Figures.Get(metrics.TimeToPublish))
	k.add(r.PM.History.AgreedBy())
	k.add(metrics.ItemsOf(r.PM, b.in.AsOf))
	for i := range r.PM.ActionItems {
		k.add(metrics.ItemOf(r.PM, i, b.in.AsOf))
	}
}

// inParallel calls do for the numbers below n, on all CPUs.
func inParallel(n int, do func(i int)) {
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	group.Wait()
}

// fromFile returns a function from for a file of the repository.
func (b *builder) fromFile(name string) func(*key) {
	return func(k *key) {
		sum, ok := b.sumOfFile(name)
		k.data = append(k.data, sum[:]...)
		k.unknown = k.unknown || !ok
	}
}

// sumOfFile returns the sum of a file of the repository, and remembers it.
func (b *builder) sumOfFile(name string) (collection.Sum, bool) {
	sum, ok := b.in.Collection.Sum(name)
	if !ok {
		f, err := b.in.Collection.Open(name)
		if err != nil {
			return sum, false
		}
		defer f.Close()
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return sum, false
		}
		sum = collection.Sum(h.Sum(nil))
	}
	b.read.Store(name, sum)
	return sum, true
}

// errChanged reports that a file of the repository changed after its sum went into a key. What was written is complete.
var errChanged = errors.New("changed meanwhile")

// unlessChanged returns errChanged if a file that was read is not the one of a key.
func (b *builder) unlessChanged(name string, sum collection.Sum) error {
	if before, known := b.read.Load(name); known && before != sum {
		return errChanged
	}
	return nil
}

package source

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"path"
	"slices"

	"github.com/pmsite/pmsite/content/git"
)

const (
	leastSimilar     = 0.5  // git's default
	leastSimilarBase = 0.75 // for files of the same base name, also git's: they get no chance of a better match
	mostPairs        = 200 * 200
)

// findRenames pairs files that went with files that came: those of the same content first, then similar ones of
// the same base name, then, unless there are too many, similar ones of any name, the most similar first.
func findRenames(repo *git.Repository, moved []change) ([]rename, error) {
	var gone, come []change
	for _, c := range moved {
		switch {
		case c.new == "" && !isEmpty(c.old):
			gone = append(gone, c)
		case c.old == "" && !isEmpty(c.new):
			come = append(come, c)
		}
	}
	m := &matcher{repo: repo, prints: map[git.OID]*fingerprint{}}
	gone, come = m.exact(gone, come)
	gone, come, err := m.sameBase(gone, come)
	if err == nil && len(gone)*len(come) <= mostPairs {
		err = m.similar(gone, come)
	}
	return m.renames, err
}

// isEmpty reports whether a blob has no content. Such files have nothing by which to know them again.
func isEmpty(id git.OID) bool {
	const sha1Empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
	const sha256Empty = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
	s := id.String()
	return s == sha1Empty || s == sha256Empty
}

type matcher struct {
	repo    *git.Repository
	seed    maphash.Seed
	prints  map[git.OID]*fingerprint
	renames []rename
}

// exact pairs files of equal content, of several first the one with the same base name; it returns the others.
func (m *matcher) exact(gone, come []change) (restGone, restCome []change) {
	byID := map[git.OID][]change{}
	for _, c := range gone {
		byID[c.old] = append(byID[c.old], c)
	}
	taken := map[string]bool{}
	take := func(c change, sameBase bool) bool {
		for i, g := range byID[c.new] {
			if !sameBase || path.Base(g.path) == path.Base(c.path) {
				byID[c.new] = slices.Delete(byID[c.new], i, i+1)
				m.renames = append(m.renames, rename{g.path, c.path})
				taken[g.path] = true
				return true
			}
		}
		return false
	}
	come = slices.DeleteFunc(slices.Clone(come), func(c change) bool { return take(c, true) })
	come = slices.DeleteFunc(come, func(c change) bool { return take(c, false) })
	gone = slices.DeleteFunc(slices.Clone(gone), func(c change) bool { return taken[c.path] })
	return gone, come
}

// sameBase pairs similar files whose base name is unique on both sides, as when a folder moves.
func (m *matcher) sameBase(gone, come []change) (restGone, restCome []change, err error) {
	unique := func(list []change) map[string]int {
		at := map[string]int{}
		for i, c := range list {
			base := path.Base(c.path)
			if _, twice := at[base]; twice {
				i = -1
			}
			at[base] = i
		}
		return at
	}
	old := unique(gone)
	taken := map[string]bool{}
	for base, j := range unique(come) {
		i, ok := old[base]
		if !ok || i < 0 || j < 0 {
			continue
		}
		score, err := m.score(gone[i], come[j])
		if err != nil {
			return nil, nil, err
		}
		if score >= leastSimilarBase {
			m.renames = append(m.renames, rename{gone[i].path, come[j].path})
			taken[gone[i].path], taken[come[j].path] = true, true
		}
	}
	rest := func(c change) bool { return taken[c.path] }
	return slices.DeleteFunc(gone, rest), slices.DeleteFunc(come, rest), nil
}

// similar pairs what is left by how much it has in common.
func (m *matcher) similar(gone, come []change) error {
	type pair struct {
		rename
		score float64
	}
	var pairs []pair
	for _, g := range gone {
		for _, c := range come {
			score, err := m.score(g, c)
			if err != nil {
				return err
			}
			if score >= leastSimilar {
				pairs = append(pairs, pair{rename{g.path, c.path}, score})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	taken := map[string]bool{}
	for _, p := range pairs {
		if !taken[p.from] && !taken[p.to] {
			taken[p.from], taken[p.to] = true, true
			m.renames = append(m.renames, p.rename)
		}
	}
	return nil
}

// A fingerprint counts the bytes of a file's pieces by their hash.
type fingerprint struct {
	size   int
	pieces map[uint64]int
}

// score is the part of the larger file that the other has too, in lines or pieces of 64 bytes, as git counts it.
func (m *matcher) score(gone, come change) (float64, error) {
	a, err := m.print(gone.old)
	if err != nil {
		return 0, err
	}
	b, err := m.print(come.new)
	if err != nil {
		return 0, err
	}
	largest := max(a.size, b.size)
	if float64(min(a.size, b.size)) < leastSimilar*float64(largest) {
		return 0, nil
	}
	if len(a.pieces) > len(b.pieces) {
		a, b = b, a
	}
	common := 0
	for h, n := range a.pieces {
		common += min(n, b.pieces[h])
	}
	return float64(common) / float64(largest), nil
}

// print reads a file.
func (m *matcher) print(id git.OID) (*fingerprint, error) {
	if p, ok := m.prints[id]; ok {
		return p, nil
	}
	o, err := m.repo.Read(id)
	if err != nil {
		return nil, err
	}
	if m.seed == (maphash.Seed{}) {
		m.seed = maphash.MakeSeed()
	}
	p := &fingerprint{size: len(o.Data), pieces: map[uint64]int{}}
	for rest := o.Data; len(rest) > 0; {
		n := min(64, len(rest))
		if i := bytes.IndexByte(rest[:n], '\n'); i >= 0 {
			n = i + 1
		}
		p.pieces[maphash.Bytes(m.seed, rest[:n])] += n
		rest = rest[n:]
	}
	m.prints[id] = p
	return p, nil
}

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
	leastSimilarBase = 0.75 // also git's, for files of the same base name, which are paired before others are considered
	mostPairs        = 200 * 200
	mostCompared     = 16 << 20 // bytes; larger files are renamed only if their content stays the same
)

// findRenames pairs deleted files with added ones: first those with the same content, then similar ones with the same
// base name, then, unless there are too many, similar ones of any name, most similar first.
func findRenames(repo *git.Repository, moved []change) ([]rename, error) {
	var deleted, added []change
	for _, c := range moved {
		switch {
		case c.new == "" && !isEmpty(c.old):
			deleted = append(deleted, c)
		case c.old == "" && !isEmpty(c.new):
			added = append(added, c)
		}
	}
	m := &matcher{repo: repo, prints: map[git.OID]*fingerprint{}}
	deleted, added = m.exact(deleted, added)
	deleted, added, err := m.sameBase(deleted, added)
	if err == nil && len(deleted)*len(added) <= mostPairs {
		err = m.similar(deleted, added)
	}
	return m.renames, err
}

// isEmpty reports whether a blob is empty. Empty files are never paired, as they have no content to recognize.
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

// exact pairs files with equal content, preferring the same base name. It returns the unpaired files.
func (m *matcher) exact(deleted, added []change) (restDeleted, restAdded []change) {
	byID := map[git.OID][]change{}
	for _, c := range deleted {
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
	added = slices.DeleteFunc(slices.Clone(added), func(c change) bool { return take(c, true) })
	added = slices.DeleteFunc(added, func(c change) bool { return take(c, false) })
	deleted = slices.DeleteFunc(slices.Clone(deleted), func(c change) bool { return taken[c.path] })
	return deleted, added
}

// sameBase pairs similar files whose base name is unique on both sides, as when a folder moves. It returns the unpaired
// files.
func (m *matcher) sameBase(deleted, added []change) (restDeleted, restAdded []change, err error) {
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
	old := unique(deleted)
	taken := map[string]bool{}
	for base, j := range unique(added) {
		i, ok := old[base]
		if !ok || i < 0 || j < 0 {
			continue
		}
		score, err := m.score(deleted[i], added[j])
		if err != nil {
			return nil, nil, err
		}
		if score >= leastSimilarBase {
			m.renames = append(m.renames, rename{deleted[i].path, added[j].path})
			taken[deleted[i].path], taken[added[j].path] = true, true
		}
	}
	rest := func(c change) bool { return taken[c.path] }
	return slices.DeleteFunc(deleted, rest), slices.DeleteFunc(added, rest), nil
}

// similar pairs the remaining files by similarity, most similar first.
func (m *matcher) similar(deleted, added []change) error {
	type pair struct {
		rename
		score float64
	}
	var pairs []pair
	for _, g := range deleted {
		for _, c := range added {
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

// A fingerprint maps the hash of each piece of a file to the number of bytes in such pieces.
type fingerprint struct {
	size   int64
	pieces map[uint64]int
}

// score returns the fraction of the larger file, from 0 to 1, that the other file also has. Like git, it compares
// lines, and splits those longer than 64 bytes.
func (m *matcher) score(deleted, added change) (float64, error) {
	a, err := m.print(deleted.old)
	if err != nil {
		return 0, err
	}
	b, err := m.print(added.new)
	if err != nil {
		return 0, err
	}
	largest := max(a.size, b.size)
	if largest > mostCompared || float64(min(a.size, b.size)) < leastSimilar*float64(largest) {
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

// print returns the fingerprint of a blob. It does not read a blob that is too large to be compared.
func (m *matcher) print(id git.OID) (*fingerprint, error) {
	if p, ok := m.prints[id]; ok {
		return p, nil
	}
	size, err := m.repo.Size(id)
	if err != nil {
		return nil, err
	}
	p := &fingerprint{size: size, pieces: map[uint64]int{}}
	m.prints[id] = p
	if size > mostCompared {
		return p, nil
	}
	o, err := m.repo.Read(id)
	if err != nil {
		return nil, err
	}
	if m.seed == (maphash.Seed{}) {
		m.seed = maphash.MakeSeed()
	}
	for rest := o.Data; len(rest) > 0; {
		n := min(64, len(rest))
		if i := bytes.IndexByte(rest[:n], '\n'); i >= 0 {
			n = i + 1
		}
		p.pieces[maphash.Bytes(m.seed, rest[:n])] += n
		rest = rest[n:]
	}
	return p, nil
}

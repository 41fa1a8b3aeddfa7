package calibrate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// Scale returns the severities that can be compared, the gravest first: near misses have no rank among them.
func Scale(v *content.Vocabularies) []string {
	return slices.DeleteFunc(slices.Clone(v.Severity.Values), func(value string) bool { return value == v.NearMiss })
}

// Pick returns n post mortems to rate, or fewer if there are not so many: those past draft whose severity is on the scale, as
// evenly from all severities as possible, in an order that does not tell the severity. The same seed picks the same ones.
func Pick(posts []*content.PostMortem, scale []string, n int, seed string) (out []*content.PostMortem) {
	rated := make([][]*content.PostMortem, len(scale))
	for _, pm := range posts {
		if i := slices.Index(scale, pm.Severity); i >= 0 && !pm.IsDraft() {
			rated[i] = append(rated[i], pm)
		}
	}
	byChance := func(a, b *content.PostMortem) int {
		return cmp.Or(cmp.Compare(digest(seed, a.Key()), digest(seed, b.Key())), cmp.Compare(a.Path, b.Path))
	}
	for i := range rated {
		slices.SortFunc(rated[i], byChance)
	}
	for round := 0; len(out) < n; round++ {
		before := len(out)
		for _, list := range rated {
			if round < len(list) && len(out) < n {
				out = append(out, list[round])
			}
		}
		if len(out) == before {
			break
		}
	}
	slices.SortFunc(out, byChance)
	return out
}

// Code names a post mortem on a sheet without saying which one it is.
func Code(pm *content.PostMortem) string { return "pm-" + digest("", pm.Key())[:8] }

func digest(seed, key string) string {
	sum := sha256.Sum256([]byte("calibrate\x00" + seed + "\x00" + key))
	return hex.EncodeToString(sum[:])
}

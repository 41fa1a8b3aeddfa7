package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/config"
)

// BranchMask returns a function that masks the names of people in the name of a branch,
// for published pages. In addition to what person-name finds in text, it masks a
// personal folder: a login, or a single word of a name, before the first slash.
func BranchMask(people []Person, cfg *config.Config) func(branch string) string {
	n := newNames(Input{Config: cfg, People: people})
	own := map[string]bool{}
	for _, p := range people {
		local, _, _ := strings.Cut(p.Email, "@")
		if isRole(p.Name) || roles(cfg)[fold(p.Name)] {
			continue
		}
		parts := []string{p.Login, local}
		for _, name := range usualNames(p.Name) {
			parts = append(parts, slices.Concat(spellings(name)...)...)
		}
		for _, name := range parts {
			if name = fold(name); len(name) > 1 && !isRole(name) && !n.allow[name] {
				own[name] = true
			}
		}
	}
	return func(branch string) string {
		folder, rest, below := strings.Cut(branch, "/")
		if below && own[fold(folder)] {
			branch = initials(folder) + "/" + rest
		}
		masked, done := "", 0
		for _, at := range n.match(branch) {
			masked, done = masked+branch[done:at[0]]+initials(branch[at[0]:at[1]]), at[1]
		}
		return masked + branch[done:]
	}
}

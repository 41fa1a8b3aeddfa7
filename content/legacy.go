package content

import "github.com/pmsite/pmsite/content/glob"

// Legacy says which post mortems are from before a team's conventions, and the levels of rules for them. A post mortem
// is one of them if it matches Before or Paths. The zero value matches none.
type Legacy struct {
	Before Date             // matches those with an earlier date; the zero date matches none
	Paths  glob.Patterns    // matches those at these paths in the repository
	Levels map[string]Level // by rule; the others have the levels of [Options]
}

// IsZero reports whether no post mortem can be from before the conventions.
func (l Legacy) IsZero() bool { return l.Before.IsZero() && len(l.Paths) == 0 }

// Covers reports whether a post mortem is from before the conventions. One without a date may only be by its path.
func (l Legacy) Covers(pm *PostMortem) bool {
	return !pm.Date.IsZero() && pm.Date.Before(l.Before) || l.Paths.Match(pm.Path)
}

// Level returns the level of a rule for a post mortem, which may be nil, if the site changes it.
func (o Options) Level(rule string, pm *PostMortem) (level Level, ok bool) {
	if pm != nil && o.Legacy.Covers(pm) {
		if level, ok = o.Legacy.Levels[rule]; ok {
			return level, true
		}
	}
	level, ok = o.Levels[rule]
	return level, ok
}

// ApplyLevels sets the levels that a site has chosen for the problems of a post mortem, which may be nil, and removes
// problems whose level is [Off]. It reuses the slice.
func (o Options) ApplyLevels(problems []Problem, pm *PostMortem) []Problem {
	kept := problems[:0]
	for _, p := range problems {
		if level, ok := o.Level(p.Rule, pm); ok {
			p.Level = level
		}
		if p.Level != Off {
			kept = append(kept, p)
		}
	}
	return kept
}

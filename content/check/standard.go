package check

import (
	"maps"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// A standard is what a site holds post mortems to.
type standard struct {
	rules  []*Rule // those that are not off and have a function
	levels map[string]content.Level
	set    map[string]content.Level // those that the site has set
}

// newStandard returns the rules with the levels of the config, some of which others replace.
func newStandard(cfg *config.Config, others map[string]content.Level) *standard {
	s := &standard{levels: map[string]content.Level{}, set: map[string]content.Level{}}
	maps.Copy(s.set, cfg.Levels)
	maps.Copy(s.set, others)
	for _, rule := range rules {
		level, ok := s.set[rule.Name]
		if !ok {
			level = rule.Level
		}
		s.levels[rule.Name] = level
		if level != content.Off && rule.Run != nil {
			s.rules = append(s.rules, rule)
		}
	}
	return s
}

// standardOf returns what a post mortem, or nil for a file that could not be parsed, is held to.
func (s *shared) standardOf(pm *content.PostMortem) *standard {
	if pm != nil && s.Config.Legacy.Covers(pm) {
		return s.legacy
	}
	return s.current
}

package check

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Rule is one thing that is checked.
type Rule struct {
	Name     string        // stable; the config and silencers use it
	Level    content.Level // unless the config says otherwise; what the parser finds may be graver or lighter
	Group    string        // Format, Timeline, Blameless, Actions, Review or Links and files
	Title    string        // in a few words
	Reason   string        // why it matters, in a sentence or two
	Bad      string        // an example that it reports
	Good     string        // the same as it should be
	Statuses []string      // of the documents it looks at; nil means all
	Run      func(*Document)

	unread bool // it looks at files too that are no readable post mortem
	varies bool // what it finds depends on the day, or on the base of the branch
}

// The groups of rules, in the order in which lists have them.
const (
	formatGroup    = "Format"
	timelineGroup  = "Timeline"
	blamelessGroup = "Blameless"
	actionsGroup   = "Actions"
	reviewGroup    = "Review"
	linksGroup     = "Links and files"
)

var (
	pastDraft = []string{content.Review, content.Completed}
	completed = []string{content.Completed}
)

// Rules gives every rule, group by group.
func Rules() []*Rule { return slices.Clone(rules) }

// Lookup finds a rule by its name; nil when there is none.
func Lookup(name string) *Rule {
	if i := slices.IndexFunc(rules, func(r *Rule) bool { return r.Name == name }); i >= 0 {
		return rules[i]
	}
	return nil
}

// Nearest gives the rule's name that a word may have been meant for, "" when
// none is near.
func Nearest(name string) string {
	best, distance := "", len(name)/3+1
	for _, rule := range rules {
		if d := content.EditDistance(name, rule.Name); d < distance {
			best, distance = rule.Name, d
		}
	}
	return best
}

// rules is set by init: rules look up rules.
var rules []*Rule

func init() {
	rules = slices.Concat(formatRules, sectionRules, timelineRules, personRules, blamelessRules, actionRules, reviewRules,
		silenceRules, linkRules, secretRules)
}

// applies reports whether the rule looks at a document of the status.
func (r *Rule) applies(pm *content.PostMortem) bool {
	if pm == nil {
		return r.unread
	}
	status := pm.Status
	if status == "" {
		status = content.Draft
	}
	return r.Statuses == nil || slices.Contains(r.Statuses, status)
}

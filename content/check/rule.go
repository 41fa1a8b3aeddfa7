package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A Rule checks one thing. It is also the source of its documentation.
type Rule struct {
	Name     string        // stable; the config and silencers use it
	Level    content.Level // the default; the config can change it, and problems of the parser have their own
	Group    string        // Format, Timeline, Blameless, Actions, Review or Links and files
	Title    string        // in a few words
	Reason   string        // why it matters, in a sentence or two
	Bad      string        // an example that the rule reports
	Good     string        // the corrected example
	Statuses []string      // statuses of the documents that it checks; nil means all
	Run      func(*Document)

	Words bool // its explanation lists the values of the vocabularies

	unread  bool // it also checks files that could not be parsed
	removed bool // it also checks why a post mortem was removed
	judged  bool // it also checks the file of verdicts on pairs of post mortems
	varies  bool // its findings depend on the date, or on the base of the branch
	beyond  bool // its findings depend on other documents, or on which files there are
}

// The groups of rules, in the order of lists.
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

// Rules returns all rules, group by group.
func Rules() []*Rule { return slices.Clone(rules) }

// Lookup returns the rule with the name, or nil.
func Lookup(name string) *Rule {
	if i := slices.IndexFunc(rules, func(r *Rule) bool { return r.Name == name }); i >= 0 {
		return rules[i]
	}
	return nil
}

// Nearest returns the rule name that is most similar to a mistyped one or begins with it, or ""
// if there is none.
func Nearest(name string) string {
	best, distance := "", len(name)/3+1
	for _, rule := range rules {
		if len(name) > 3 && strings.HasPrefix(rule.Name, name) {
			return rule.Name
		}
		if d := content.EditDistance(name, rule.Name); d < distance {
			best, distance = rule.Name, d
		}
	}
	return best
}

// rules is set by init, because some rules look up other rules.
var rules []*Rule

func init() {
	rules = slices.Concat(formatRules, sectionRules, controlRules, spellingRules, timelineRules, personRules, blamelessRules, actionRules, promiseRules, reviewRules, agreedRules, judgedRules,
		silenceRules, linkRules, removedRules, addressRules, attachmentRules, fileNameRules, secretRules)
}

// checks reports whether the rule checks a file.
func (r *Rule) checks(d *Document) bool { return r.applies(d.PM) || r.judged && d.isVerdicts() }

// applies reports whether the rule checks the document, given its status.
func (r *Rule) applies(pm *content.PostMortem) bool {
	if pm == nil {
		return r.unread
	}
	if pm.Removal != nil {
		return r.removed
	}
	status := pm.Status
	if status == "" {
		status = content.Draft
	}
	return r.Statuses == nil || slices.Contains(r.Statuses, status)
}

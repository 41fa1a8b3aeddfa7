package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// A Factor is something that contributes to incidents.
type Factor struct {
	Name     string
	Means    string
	Source   string   // who described it, and when
	Synonyms []string // other words for it
}

// ContributingFactors returns the built-in vocabulary of contributing factors. No list is complete, and none
// explains an incident: as Cook (1998) says, each of several contributors is necessary, and only
// together are they sufficient. So a post mortem names several, none of them is a person's error, and
// there is no root cause among them. See [FactorSources].
func ContributingFactors() []Factor {
	return []Factor{
		{
			"latent defect", "a fault of code, hardware or design that was there long before, and harmless until then", "Reason 1990, Cook 1998",
			[]string{"bug", "latent bug", "software defect", "design flaw", "race condition"},
		},
		{
			"change", "a release, a configuration or a migration brought a new way to fail", "Cook 1998, SRE Workbook 2018",
			[]string{"deployment", "rollout", "release", "configuration change", "migration"},
		},
		{
			"tight coupling", "one part could not fail or wait without the next, and there was no slack between them", "Perrow 1984",
			[]string{"hidden dependency", "cascading failure", "single point of failure"},
		},
		{
			"unexpected interaction", "parts that each worked as designed did something together that nobody had foreseen", "Perrow 1984, SRE Workbook 2018",
			[]string{"complexity", "emergent behaviour", "emergent behavior"},
		},
		{
			"capacity limit", "something ran full: a disk, a pool, a quota, a network", "SRE Workbook 2018",
			[]string{"capacity", "overload", "saturation", "resource exhaustion"},
		},
		{
			"external dependency", "a vendor or a service of others failed or changed", "SRE Workbook 2018",
			[]string{"third party", "vendor failure", "vendor change"},
		},
		{
			"missing safeguard", "a test, a check or a limit that would have stopped it was not there or had a gap", "Reason 1997",
			[]string{"missing test", "missing validation", "gap in defences"},
		},
		{
			"monitoring gap", "nothing showed it, or what showed it was lost among other signals", "Reason 1997, SRE 2016",
			[]string{"missing alarm", "missing alert", "alarm fatigue", "alert fatigue", "observability gap"},
		},
		{
			"clumsy automation", "a machine did more, less or something else than people expected, and did not say so", "Sarter and others 1997, Reason 1997",
			[]string{"automation", "automation surprise"},
		},
		{
			"inadequate tool", "a tool made the wrong step easy, or the right one slow or hard to see", "Reason 1997",
			[]string{"tooling", "inadequate tooling", "confusing interface"},
		},
		{
			"unworkable procedure", "a runbook or a rule was missing, outdated, or could not be followed as written", "Reason 1997",
			[]string{"missing runbook", "outdated runbook", "documentation", "procedure"},
		},
		{
			"knowledge gap", "what one had to know was known to few, or to nobody any more", "Reason 1997",
			[]string{"training", "lost knowledge", "unfamiliar system"},
		},
		{
			"lost common ground", "people or teams acted on different pictures of the situation, as after a handover", "Klein and others 2005",
			[]string{"communication", "coordination", "handover", "unclear ownership"},
		},
		{
			"production pressure", "workload, a deadline or cost moved work towards the boundary of what is safe", "Rasmussen 1997, Cook 1998",
			[]string{"deadline", "workload", "time pressure", "understaffing"},
		},
		{
			"normalised deviance", "a warning or a workaround had become usual, because nothing had come of it so far", "Vaughan 1996",
			[]string{"normalized deviance", "normalization of deviance", "ignored warning", "workaround"},
		},
	}
}

// FactorSources returns the works that the definitions of [ContributingFactors] name.
func FactorSources() []string {
	return []string{
		"C. Perrow, Normal Accidents (1984)",
		"J. Reason, Human Error (1990), and Managing the Risks of Organizational Accidents (1997), whose latent conditions include poor design, " +
			"unworkable procedures, clumsy automation, shortfalls in training and inadequate tools",
		"D. Vaughan, The Challenger Launch Decision (1996)",
		"J. Rasmussen, Risk Management in a Dynamic Society, Safety Science 27 (1997)",
		"N. Sarter, D. Woods and C. Billings, Automation Surprises (1997)",
		"R. Cook, How Complex Systems Fail (1998)",
		"G. Klein, P. Feltovich, J. Bradshaw and D. Woods, Common Ground and Coordination in Joint Activity (2005)",
		"B. Beyer and others, Site Reliability Engineering (2016), and The Site Reliability Workbook (2018), whose appendix C counts the triggers " +
			"and the causes of Google's post mortems",
	}
}

// Definition returns what the factor means, and who says so.
func (f Factor) Definition() string { return f.Means + " (" + f.Source + ")" }

func factorVocabulary() *Vocabulary {
	var values []string
	synonyms, definitions := map[string]string{}, map[string]string{}
	for _, f := range ContributingFactors() {
		values = append(values, f.Name)
		definitions[f.Name] = f.Definition()
		for _, word := range f.Synonyms {
			synonyms[word] = f.Name
		}
	}
	v := NewVocabulary("factor", values, synonyms)
	v.Definitions = definitions
	return v
}

// factorsTitle is the heading, as [foldHeading] returns it, of the section whose lists name factors.
const factorsTitle = "contributing factors"

// addFactors records the factors that a list below the heading of contributing factors names. The list
// itself is rendered as prose.
func (b *bodyReader) addFactors(block *markdown.Block) {
	if !b.factors || block.Kind != markdown.List {
		return
	}
	for _, item := range block.Items {
		if factor, known := readFactor(item.Text, b.vocabularies.Factor); known {
			b.pm.Factors = appendNew(b.pm.Factors, factor)
		}
	}
}

// readFactor returns the factor that the words up to the first punctuation mark name, as in “Tight coupling: both
// pools shared one limit”.
func readFactor(text string, v *Vocabulary) (factor string, known bool) {
	if i := strings.IndexAny(text, ":.,;(–—"); i >= 0 {
		text = text[:i]
	}
	return v.Match(strings.TrimSpace(text))
}

package content

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A Control is a safeguard that was to prevent or limit the outage, such as a test, a review
// or an alarm, and what became of it.
type Control struct {
	Anchor     string // control-1 …
	Text       string // without the word "Control:"
	Name       string // the first sentence, without the clause on the outcome; or what the site calls the control
	Outcome    string // one of [Outcomes]
	AnsweredBy string // anchor of the action item that is to make it hold next time; "" if the document names none
	Pos        Pos
}

// What became of a control, by the last clause of the first sentence: "load test, did not".
const (
	Held     = "held"
	Partly   = "held partly"
	DidNot   = "did not hold"
	NotThere = "was not there"
	Hurt     = "worked as designed and hurt"
	Named    = "named" // the text does not say
)

// Outcomes returns the outcomes of controls, in the order in which pages list them.
func Outcomes() []string { return []string{DidNot, NotThere, Partly, Hurt, Held, Named} }

// Failed reports whether the control did not hold, held only partly or was not there. One that
// worked as designed and hurt did not fail, and of one that is only named nobody knows.
func (c Control) Failed() bool { return slices.Contains([]string{DidNot, NotThere, Partly}, c.Outcome) }

// Key returns the words of the name in lower case. Controls with the same key are the same.
func (c Control) Key() string { return foldHeading(c.Name) }

// outcomeForms match how authors write an outcome: as a clause of its own, or as the verb of
// the only clause.
var outcomeForms = []struct {
	outcome      string
	clause, verb string
}{
	{NotThere, `(?:was |were )?(?:not there|missing|absent)|did not exist|there was none`, `(?:was|were) (?:not there|missing|absent)|did not exist`},
	{Hurt, `(?:worked )?as designed,? and (?:it )?hurt|made it worse`, `worked as designed,? and (?:it )?hurt|made it worse`},
	{Partly, `(?:held |worked )?(?:partly|partially|in part)|(?:partly|partially) (?:held|worked)`, `(?:held|worked) (?:partly|partially|in part)|(?:partly|partially) (?:held|worked)`},
	{DidNot, `did(?:n['’]t| not)(?: \pL+)?|failed`, `did(?:n['’]t| not) (?:hold|work|fire|help|catch it)`},
	{Held, `held|worked`, `held`},
}

// outcomeForm matches a first sentence that ends in an outcome. Its groups are the name, and
// for each outcome the clause or the verb.
var outcomeForm = lazyregexp.New(func() string {
	var clauses, verbs []string
	for _, form := range outcomeForms {
		clauses, verbs = append(clauses, "("+form.clause+")"), append(verbs, "("+form.verb+")")
	}
	return `(?i)^(.*?[\pL\pN][^\s,;:–—(]*?)(?:\s*[,;:–—(]\s*(?:(?:and|but|which|it|they) )*(?:` + strings.Join(clauses, "|") + `)\)?|\s+(?:` + strings.Join(verbs, "|") + `))$`
}())

// ReadControl reads a control in the site's vocabularies. It returns one without anchor and
// position.
func ReadControl(text string, v *Vocabularies) Control {
	sentence, _, _ := strings.Cut(text, ". ")
	sentence = strings.TrimSuffix(sentence, ".")
	c := Control{Text: text, Name: sentence, Outcome: Named}
	if m := outcomeForm().FindStringSubmatch(sentence); m != nil {
		c.Name = m[1]
		for i := range outcomeForms {
			if m[2+i]+m[2+len(outcomeForms)+i] != "" {
				c.Outcome = outcomeForms[i].outcome
			}
		}
	}
	if name, known := v.Control.Match(c.Name); known {
		c.Name = name
	}
	return c
}

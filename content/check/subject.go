package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A subject says whom a verb is about.
type subject int

const (
	nobody  subject = iota // a thing, a system, or not known
	omitted                // nothing, as in a note or an order: should have checked, remind the team
	us                     // the authors themselves
	others                 // people or a role: the engineer, the vendor, they
)

var (
	pronouns = wordSet("he she they who whoever somebody someone everybody everyone")

	// personNouns are the nouns of roles and groups of people. Words that are more often
	// software are not here: agent, client, user, provider, worker.
	personNouns = wordSet(`administrator administrators admin admins analyst analysts approver approvers architect architects author authors
		captain captains cashier cashiers colleague colleagues commander commanders committer committers company companies consultant consultants contractor
		contractors crew crews dba dbas department departments deployer desk developer developers employee employees engineer engineers
		expert experts group hire hires individual individuals installers intern interns junior juniors lead leads leader leaders maintainer maintainers manager managers
		member members officer officers oncall on-call operations operator operators owner owners people person personnel pilot pilots professional
		programmer programmers responder responders reviewer reviewers shift shifts specialist specialists sre sres staff supervisor
		supervisors supplier suppliers technician technicians team teams trainee trainees tester testers vendor vendors`)

	determiners = wordSet("the a an our their his her its your my this that these those all every each any some most both other another one two three no same first second third last next")

	// linkWords may follow the noun of a subject, or end the search for it. What follows instead
	// makes a compound: the operator console, the team dashboard.
	linkWords = wordSet(`of on in at from with for by to who whom whose during behind under within about without near inside outside
		is are was were be been being am has have had having do does did will would shall should can could may might must ought
		not never also then again still just simply even both all once twice too first later often always himself herself themselves
		responsible concerned involved alone now already saw knew read ran made took thought there here it them him us me`)

	// pastForms are past forms of verbs that do not end in ed, and are not among the irregular
	// participles.
	pastForms = wordSet(`became began broke came chose cost drew drove fell felt flew forgot froze gave got grew hid hit hung hurt knew left
		let lost made met quit ran rang rose saw shook shut slept spoke stood stole swore threw took typed went woke wore wrote`)

	adverbs = wordSet("only please then also again still just simply even and both once later first now already had has have")

	clauseEnd = lazyregexp.New(`[,;:()\n—–]+|\s-+\s|(?i:\b(?:because|so|but|and|or|while|when|although|though|if|since|until|that|which|where|why|how|as|after|before|than|whether)\b)`)

	subjectWord = lazyregexp.New(`[\pL\pN][\pL\pN’'-]*`)
)

// subjectOf returns the subject of the verb that follows a part of a sentence: that of its
// last clause that has one. In “people who had bought two, and missed”, it is not who had
// bought.
func subjectOf(head string) subject {
	clauses := clauseEnd().Split(head, -1)
	for i := len(clauses) - 1; i >= 0; i-- {
		clause := lowerWords(clauses[i])
		relative := slices.Index(clause, "who") > 0 && i+1 < len(clauses)
		if !relative && !onlyAdverbs(clause) {
			return subjectIn(clause)
		}
	}
	return omitted
}

func lowerWords(text string) []string { return subjectWord().FindAllString(strings.ToLower(text), -1) }

func onlyAdverbs(clause []string) bool {
	for _, word := range clause {
		if !adverbs[word] && !strings.HasSuffix(word, "ly") {
			return false
		}
	}
	return true
}

// subjectIn returns the subject that begins a clause.
func subjectIn(clause []string) subject {
	for len(clause) > 1 && onlyAdverbs(clause[:1]) {
		clause = clause[1:]
	}
	switch {
	case len(clause) == 0:
		return nobody
	case clause[0] == "we", clause[0] == "i":
		return us
	case pronouns[clause[0]]:
		return others
	}
	for len(clause) > 0 && determiners[clause[0]] {
		clause = clause[1:]
	}
	if last := len(clause) - 1; last > 0 && clause[last] == "who" && (personNouns[clause[last-1]] || pronouns[clause[last-1]]) {
		return others
	}
	const modifiers = 5 // the number of words before the noun
	for i, word := range clause[:min(modifiers, len(clause))] {
		if linkWords[word] {
			return nobody
		}
		if personNouns[word] && (i+1 == len(clause) || followsNoun(clause[i+1])) {
			return others
		}
	}
	return nobody
}

// followsNoun reports whether a word after a noun leaves it the noun of the subject: a link
// word, an adverb or a verb in the past.
func followsNoun(word string) bool {
	return linkWords[word] || pastForms[word] || irregular[word] || strings.HasSuffix(word, "ly") || strings.HasSuffix(word, "ed")
}

// isPeople reports whether a text begins with people or a role.
func isPeople(tail string) bool {
	clause, _, _ := strings.Cut(tail, "\n")
	if at := clauseEnd().FindStringIndex(clause); at != nil {
		clause = clause[:at[0]]
	}
	return subjectIn(lowerWords(clause)) == others
}

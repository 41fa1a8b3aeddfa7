package main

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pmsite/pmsite/content/check"
)

// A helpSection is a part of what help explains.
type helpSection struct {
	command     string // prints it
	title, text string
}

// helpSections returns all of the help: commands, topics, the questions of the first week, and rules.
func (a *app) helpSections(root *cobra.Command) []helpSection {
	out := questions()
	for _, cmd := range root.Commands() {
		switch {
		case cmd.Hidden || cmd.Name() == "questions" || cmd.Name() == "help":
		case cmd.Name() == "format":
			out = append(out, helpSection{"pmsite help format", cmd.Short, a.describeFormat()})
		case cmd.IsAdditionalHelpTopicCommand():
			for part := range strings.SplitSeq(cmd.Long, "\n\n") {
				title, text, _ := strings.Cut(part, "\n")
				out = append(out, helpSection{"pmsite help " + cmd.Name(), title, text})
			}
		default:
			out = append(out, helpSection{"pmsite help " + cmd.Name(), cmd.Short, cmd.Long + "\n" + cmd.Example + flagTexts(cmd)})
		}
	}
	for _, rule := range check.Rules() {
		out = append(out, helpSection{"pmsite rules " + rule.Name, rule.Title, rule.Reason})
	}
	return out
}

func flagTexts(cmd *cobra.Command) string {
	var b strings.Builder
	cmd.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) {
		_, usage := pflag.UnquoteUsage(flag)
		b.WriteString("\n--" + flag.Name + ": " + usage)
	})
	return b.String()
}

// searchHelp returns the sections that have words of a question, the best first. Only a question of the first week comes
// before what the question names.
func searchHelp(sections []helpSection, question string) (found []helpSection) {
	scores, best := map[helpSection]float64{}, 0.0
	for s, score := range scored(sections, slices.Compact(slices.Sorted(slices.Values(stems(question))))) {
		named := s.isNamedIn(question)
		switch {
		case named || s.isQuestion(): // a question is written to be found
			score *= 1.5
		default:
			best = max(best, score)
		}
		if scores[s] = score; score > 0 || named {
			found = append(found, s)
		}
	}
	for _, s := range found {
		if s.isNamedIn(question) && scores[s] <= best {
			scores[s] = math.Nextafter(best, math.Inf(1))
		}
	}
	slices.SortStableFunc(found, func(a, b helpSection) int { return cmp.Compare(scores[b], scores[a]) })
	return found
}

// scored yields the sections with their scores for words. Rare words count more than frequent ones (BM25, with b = 0.75
// and k1 = 1.2), and those of a title three times as much as others.
func scored(sections []helpSection, words []string) iter.Seq2[helpSection, float64] {
	counts, lengths, sum, with := make([]map[string]float64, len(sections)), make([]float64, len(sections)), 0.0, map[string]float64{}
	for i, s := range sections {
		counts[i] = map[string]float64{}
		for _, word := range stems(strings.Repeat(s.title+" ", 3) + s.text) {
			counts[i][word]++
			lengths[i]++
		}
		sum += lengths[i]
		for word := range counts[i] {
			with[word]++
		}
	}
	return func(yield func(helpSection, float64) bool) {
		for i, s := range sections {
			score := 0.0
			for _, word := range words {
				n, all := counts[i][word], float64(len(sections))
				rarity := math.Log(1 + (all-with[word]+0.5)/(with[word]+0.5))
				score += rarity * n * 2.2 / (n + 1.2*(0.25+0.75*lengths[i]*all/sum))
			}
			if !yield(s, score) {
				return
			}
		}
	}
}

// isQuestion reports whether a section is one of the questions of the first week.
func (s helpSection) isQuestion() bool { return s.command == "pmsite help questions" }

// isNamedIn reports whether the name of a section's command, topic or rule is a word of a question.
func (s helpSection) isNamedIn(question string) bool {
	name := s.command[strings.LastIndexByte(s.command, ' ')+1:]
	return !s.isQuestion() && slices.Contains(strings.FieldsFunc(strings.ToLower(question), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-'
	}), name)
}

// frequent are words that tell nothing about a question.
var frequent = strings.Fields("a about an and are as at be by can do does etc for from get have how i if in is it its me mortem mortems must my of on or our pmsite post should that the their them there this to want we what when where which who why with you your")

// stems returns the words of a text in lower case and without the usual endings. A single letter is no word.
func stems(text string) (out []string) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if len(word) < 2 || slices.Contains(frequent, word) {
			continue
		}
		for _, ending := range []string{"ing", "ies", "ed", "es", "s", "e", "y"} {
			if stem, ok := strings.CutSuffix(word, ending); ok && len(stem) > 2 {
				word = stem
				break
			}
		}
		out = append(out, word)
		if name := strings.TrimRightFunc(word, unicode.IsNumber); name != word && len(name) > 1 { // the SEV of SEV1
			out = append(out, name)
		}
	}
	return out
}

// maxHelp limits how many sections answer a question.
const maxHelp = 6

// answer prints which parts of the help mention words, the best first, and all of it if that is a question of the first
// week. It reports whether there are any.
func (a *app) answer(root *cobra.Command, words []string) bool {
	found := searchHelp(a.helpSections(root), strings.Join(words, " "))
	if len(found) == 0 {
		return false
	}
	if best := found[0]; best.isQuestion() {
		fmt.Fprintf(a.text, "%s\n%s\n\nMore about it:\n", strings.ToUpper(best.title), best.text)
		found = found[1:]
	} else {
		fmt.Fprintf(a.text, "These explain it, the best first:\n")
	}
	for _, s := range found[:min(len(found), maxHelp)] {
		fmt.Fprintf(a.text, "  %-28s %s\n", s.command, s.title)
	}
	return true
}

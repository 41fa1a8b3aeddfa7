package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

var controlRules = []*Rule{{
	Name: "control-wording", Level: content.Info, Group: formatGroup, Title: "a control that another post mortem words differently",
	Reason: "Whether a control failed again shows only if all post mortems call it the same. Two names with the same words, apart from their order, number and articles, are probably one control. " +
		"Use one of them, or list the other as a synonym in the config.",
	Bad:  "- Control: alarms on certificate expiry  (another post mortem has “certificate expiry alarm”)",
	Good: "- Control: certificate expiry alarm",
	Run:  controlWording, beyond: true, Statuses: pastDraft,
}}

// smallWords do not tell controls apart.
var smallWords = wordSet("a an the our of for on in at to by from with before after during and or its their per")

// wording returns the words of a control's name, without small ones and plurals, in
// alphabetical order.
func wording(key string) string {
	var words []string
	for _, word := range strings.Fields(key) {
		if smallWords[word] {
			continue
		}
		if stem := strings.TrimSuffix(word, "s"); len(stem) > 2 && !strings.HasSuffix(stem, "s") {
			word = stem
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// controlNames returns the name that most controls of a wording have, by wording; among
// equally many, the first in alphabetical order. A wording of a single word is left out: it
// says too little.
func controlNames(posts []*content.PostMortem) map[string]content.Control {
	counts := map[string]int{}
	named := map[string]content.Control{}
	for _, pm := range posts {
		for _, c := range pm.Controls {
			key := c.Key()
			counts[key]++
			if _, known := named[key]; !known {
				named[key] = c
			}
		}
	}
	out, best := map[string]content.Control{}, map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		of := wording(key)
		if first, known := best[of]; strings.Contains(of, " ") && (!known || counts[key] > counts[first]) {
			out[of], best[of] = named[key], key
		}
	}
	return out
}

func controlWording(d *Document) {
	for _, c := range d.PM.Controls {
		usual, known := d.controls()[wording(c.Key())]
		if !known || usual.Key() == c.Key() || d.full() {
			continue
		}
		at, found := d.find(c.Pos.Line, c.Pos.Column, c.Name)
		if !found {
			at = d.token(c.Pos.Line, c.Pos.Column)
		}
		name := (&Mask{d.shared}).Text(usual.Name) // it is another document's, which may name people
		d.report(at, "write “"+name+"”, or add to the config: `vocabularies: {control: {synonyms: {"+quoted(c.Name)+": "+quoted(name)+"}}}`",
			"other post mortems call this control “%s”", name)
	}
}

// quoted returns a text as a quoted YAML scalar.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

package content

import (
	"fmt"
	"strings"
	"time"
)

// A Key is one key of the front matter and everything that depends on it. The code that
// reads, checks, compares, searches, exports, completes or documents keys iterates over
// [Keys], so a new key needs only an entry there.
type Key struct {
	Name     string
	Plural   string // another spelling, which may be used alongside Name; "" for none
	Required Requirement
	DiffName string // its name in a diff
	Fact     bool   // it says what happened: changing it in a completed post mortem is a correction
	Example  string // a value, as an author might write it
	Doc      string // its meaning, in one line

	Label  string   // its row in a Metadata | Information table; "" for none
	Labels []string // other labels of that row

	// Vocabulary returns the vocabulary of its values; nil if they are free.
	Vocabulary func(v *Vocabularies) *Vocabulary

	Facet       string // the facet that filters by its values; "" for none
	Search      string // the field of the search documents that contains its texts; "" for none
	Ticket      bool   // its values are numbers in another system, searched as ids
	Column      string // its name in the data files; "" if it is not in them
	SuggestUsed bool   // an editor suggests the values used in other documents

	// Text or List returns where the value is stored. Both are nil for a value of another
	// type.
	Text func(pm *PostMortem) *string
	List func(pm *PostMortem) *[]string

	other func(pm *PostMortem) any  // a value of another type; nil while unset
	read  func(d *decoder, f field) // reads a field with at least one text; nil if Text or List suffice
}

// Requirement says when a key is required.
type Requirement int

// Requirements, from never to always.
const (
	Optional          Requirement = iota
	RequiredPastDraft             // not required in a draft
	WantedInDraft                 // like RequiredPastDraft, but missing in a draft is a warning
	AlwaysRequired                // required in a draft, too
)

// Values returns a post mortem's values of the key as texts, or nil if it has none.
func (k Key) Values(pm *PostMortem) []string {
	switch value := k.value(pm).(type) {
	case nil:
		return nil
	case []string:
		return value
	case time.Duration:
		return []string{FormatDuration(value)}
	default:
		if text := fmt.Sprint(value); text != "" {
			return []string{text}
		}
		return nil
	}
}

// DocIn returns Doc with the values of a site's vocabulary in place of those of the format.
func (k Key) DocIn(v *Vocabularies) string {
	words := k.vocabulary(v)
	if words == nil {
		return k.Doc
	}
	format := k.vocabulary(BuiltinVocabularies()).Values
	return strings.Replace(k.Doc, enumerate(format), enumerate(words.Values), 1)
}

// enumerate returns words as in “red, green or blue”.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Free reports whether the values are the author's own words, as opposed to a vocabulary
// value, a date, a duration or a time zone.
func (k Key) Free() bool { return k.Vocabulary == nil && (k.Text != nil || k.List != nil) }

func (k *Key) value(pm *PostMortem) any {
	switch {
	case k.Text != nil:
		return *k.Text(pm)
	case k.List != nil:
		return *k.List(pm)
	}
	return k.other(pm)
}

func (k *Key) vocabulary(v *Vocabularies) *Vocabulary {
	if k.Vocabulary == nil {
		return nil
	}
	return k.Vocabulary(v)
}

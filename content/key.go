package content

import (
	"fmt"
	"time"
)

// A Key is one key of the front matter, with all that hangs on it. What reads, checks, compares,
// searches, exports, completes or documents keys ranges over [Keys]: a new one is an entry there.
type Key struct {
	Name    string
	Plural  string // another spelling, which may stand beside Name; "" for none
	Needed  Need
	Said    string // what a diff calls it
	Example string // one value, as an author may write it
	Doc     string // what it holds, in one line

	Label  string   // its row in a Metadata | Information table; "" when it has none
	Labels []string // other labels of that row

	// Vocabulary returns the words that its values are of; nil when they are free.
	Vocabulary func(v *Vocabularies) *Vocabulary

	Facet  string // the facet by which its values are filtered; "" for none
	Search string // the field of the search documents that holds its texts; "" for none
	Ticket bool   // its values are numbers of another system, which are searched as ids
	Column string // its name in the data files; "" when it is not in them
	Recurs bool   // an editor offers the values that other documents have

	// Where the value is: one text, or several. Both are nil for a value of another type.
	Text func(pm *PostMortem) *string
	List func(pm *PostMortem) *[]string

	other func(pm *PostMortem) any  // a value of another type; nil while unset
	read  func(d *decoder, f field) // reads a field with at least one text; nil if Text or List say how
}

// Need tells when a key has to be there.
type Need int

// The demands rise as a document goes from draft to completed.
const (
	Optional   Need = iota
	InReview        // once the status is past draft
	PastDraft       // as InReview; in a draft its absence is a warning
	AlwaysNeed      // in a draft too
)

// Values returns what a post mortem has for the key, as texts; nil when it has nothing.
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

// Free reports whether the values are the author's own words: neither of a vocabulary, nor a date,
// a duration or a time zone.
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

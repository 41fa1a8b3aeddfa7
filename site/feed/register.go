package feed

import (
	"cmp"
	"encoding/json"
	"io"

	"github.com/pmsite/pmsite/content"
)

// A RegisterItem is an action item of the register, the list of all action items.
type RegisterItem struct {
	PM    *content.PostMortem
	Item  *content.ActionItem
	Moved int    // days by which it was moved to later due dates, as far as git shows
	Moves string // in words; "" if it was not
}

type register struct {
	SchemaVersion int         `json:"schema_version"`
	AsOf          string      `json:"as_of"`
	Types         []string    `json:"types"` // here and below: texts that items refer to by index
	Owners        []string    `json:"owners"`
	Services      []string    `json:"services"`
	Severities    []string    `json:"severities"`
	Vendors       []string    `json:"vendors"`
	Tags          []string    `json:"tags"`
	Factors       []string    `json:"factors"`
	Posts         [][8]any    `json:"posts"` // slug, title, date, and the indexes of services, severity, vendor, tags and factors
	Items         []itemArray `json:"items"`
	Synonyms      synonyms    `json:"synonyms"`
}

// An itemArray is post, anchor, title, type, owner, standing, due, tracking and, if it was moved to a later due date, the
// days by which, and how often in words. A tracking number with an address is an array of both.
type itemArray []any

// Register writes the action items for the script of their page, in the given
// order and as compactly as possible: recurring texts are stored once.
func Register(w io.Writer, items []RegisterItem, asOf content.Date, v *content.Vocabularies, address func(number string) string) error {
	types, owners, posts := newTexts(), newTexts(), map[*content.PostMortem]int{}
	services, severities, vendors, tags, factors := newTexts(), newTexts(), newTexts(), newTexts(), newTexts()
	out := register{
		SchemaVersion: SchemaVersion, AsOf: asOf.String(), Posts: [][8]any{}, Items: make([]itemArray, 0, len(items)),
		Synonyms: synonyms{"severity": v.Severity.Synonyms(), "type": v.ActionType.Synonyms()},
	}
	for _, p := range items {
		at, seen := posts[p.PM]
		if !seen {
			at = len(out.Posts)
			posts[p.PM] = at
			out.Posts = append(out.Posts, [8]any{
				p.PM.Slug, p.PM.Title, p.PM.Date.String(),
				services.places(p.PM.Services), severities.place(p.PM.Severity), vendors.place(p.PM.Vendor), tags.places(p.PM.Tags),
				factors.places(p.PM.Factors),
			})
		}
		tracking := []any{}
		for _, number := range p.Item.Tracking {
			if url := cmp.Or(p.PM.TicketURLs[number], address(number)); url != "" {
				tracking = append(tracking, [2]string{number, url})
			} else {
				tracking = append(tracking, number)
			}
		}
		item := itemArray{
			at, p.Item.Anchor, p.Item.Title, types.place(p.Item.Type), owners.place(p.Item.Owner),
			p.Item.StateOn(asOf), p.Item.Due.String(), tracking,
		}
		if p.Moves != "" {
			item = append(item, p.Moved, p.Moves)
		}
		out.Items = append(out.Items, item)
	}
	out.Types, out.Owners = types.list, owners.list
	out.Services, out.Severities, out.Vendors, out.Tags, out.Factors = services.list, severities.list, vendors.list, tags.list, factors.list
	out.Synonyms["factor"] = synonymsOf(v.Factor, factors)
	return json.NewEncoder(w).Encode(out)
}

// texts numbers texts in order of their first use.
type texts struct {
	list []string
	at   map[string]int
}

// newTexts numbers the given texts first, in their order.
func newTexts(first ...string) *texts {
	t := &texts{[]string{}, map[string]int{}}
	t.places(first)
	return t
}

func (t *texts) places(list []string) []int {
	out := make([]int, len(list))
	for i, text := range list {
		out[i] = t.place(text)
	}
	return out
}

func (t *texts) place(text string) int {
	i, known := t.at[text]
	if !known {
		i = len(t.list)
		t.at[text] = i
		t.list = append(t.list, text)
	}
	return i
}

// each returns the results of a function for every text.
func (t *texts) each(of func(string) string) []string {
	out := make([]string, len(t.list))
	for i, text := range t.list {
		out[i] = of(text)
	}
	return out
}

package calibrate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// Blank stands for what would tell the severity.
const Blank = "▇▇▇"

// A Blinder takes out of documents what tells their severity.
type Blinder struct{ telling *regexp.Regexp }

// NewBlinder returns a Blinder for severities, other words for them, and levels such as SEV-1 and P2. It also blanks such a
// word where it means something else, as in “high load”: better too many than one that tells.
func NewBlinder(v *content.Vocabularies) *Blinder {
	words := slices.Clone(v.Severity.Values)
	for word := range v.Severity.Synonyms() {
		words = append(words, word)
	}
	for i, word := range words {
		words[i] = strings.ReplaceAll(regexp.QuoteMeta(word), " ", `[\s_-]+`)
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) }) // the longest that matches
	const levels = `(?:sev|severity|prio|priority|p|s)[\s:_-]*[0-5]`
	return &Blinder{regexp.MustCompile(`(?i)(^|[^\pL\pN])(?:` + strings.Join(append(words, levels), "|") + `)($|[^\pL\pN])`)}
}

// Text blanks what tells the severity.
func (b *Blinder) Text(text string) string {
	for { // words that share the character between them
		blanked := b.telling.ReplaceAllString(text, "${1}"+Blank+"${2}")
		if blanked == text {
			return text
		}
		text = blanked
	}
}

// Document returns a post mortem as markdown, under its code: its services, day and body, without the severity, the tags, the id, the
// impact and all else of the front matter. Src is its text.
func (b *Blinder) Document(pm *content.PostMortem, src []byte) (string, error) {
	src, err := pm.PublicText(src)
	if err != nil {
		return "", err
	}
	_, body := content.SplitFrontMatter(src)
	var out strings.Builder
	fmt.Fprintf(&out, "# %s: %s\n\n", Code(pm), b.Text(pm.Title))
	for _, fact := range [][2]string{{"Services", strings.Join(pm.Services, ", ")}, {"Day", pm.Date.String()}} {
		if fact[1] != "" {
			fmt.Fprintf(&out, "%s: %s\n\n", fact[0], b.Text(fact[1]))
		}
	}
	out.WriteString(strings.TrimSpace(b.Text(string(body))) + "\n")
	return out.String(), nil
}

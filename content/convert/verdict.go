package convert

import (
	"bytes"
	"cmp"
	"errors"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// verdictsHead begins a new file of verdicts.
const verdictsHead = `# What people found when they compared post mortems that look alike, so that nobody is asked again.
# "pmsite recurrences judge" adds to it; "pmsite help recurrences" says what the verdicts mean.

`

// ErrVerdicts means that a file of verdicts has a form that [AddVerdict] cannot add to.
var ErrVerdicts = errors.New("the verdicts are not a list with one `- pair:` for each")

// AddVerdict adds a verdict to a file of verdicts, which may be empty, and keeps all else as it is. Entries are in the order
// of their pairs, so that branches that add different ones rarely conflict.
func AddVerdict(src []byte, v content.Verdict) ([]byte, error) {
	if len(bytes.TrimSpace(src)) == 0 {
		src = []byte(verdictsHead)
	}
	before, _ := content.ParseVerdicts("", src)
	at := len(src)
	for _, other := range before {
		if comparePairs(v, other) < 0 {
			at = entryStart(src, other.Pos.Line)
			break
		}
	}
	entry := verdictEntry(v)
	if at > 0 && src[at-1] != '\n' {
		entry = "\n" + entry
	}
	if bytes.Contains(src, []byte("\r\n")) {
		entry = strings.ReplaceAll(entry, "\n", "\r\n")
	}
	out := append(append(bytes.Clone(src[:at]), entry...), src[at:]...)
	if after, problems := content.ParseVerdicts("", out); len(problems) > 0 || len(after) != len(before)+1 {
		return nil, ErrVerdicts
	}
	return out, nil
}

func comparePairs(v, other content.Verdict) int {
	return cmp.Or(cmp.Compare(strings.ToLower(v.Pair[0]), strings.ToLower(other.Pair[0])), cmp.Compare(strings.ToLower(v.Pair[1]), strings.ToLower(other.Pair[1])))
}

// entryStart returns where the entry on a line begins, with the comments directly above it.
func entryStart(src []byte, line int) int {
	lines := bytes.SplitAfter(src, []byte("\n"))
	for line--; line > 0 && bytes.HasPrefix(bytes.TrimSpace(lines[line-1]), []byte("#")); {
		line--
	}
	return len(bytes.Join(lines[:line], nil))
}

func verdictEntry(v content.Verdict) string {
	return "- pair: [" + scalar(v.Pair[0]) + ", " + scalar(v.Pair[1]) + "]\n" +
		"  verdict: " + v.Word() + "\n" +
		"  why: " + scalar(Line(v.Why)) + "\n" +
		"  by: " + scalar(Line(v.By)) + "\n"
}

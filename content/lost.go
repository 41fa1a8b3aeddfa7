package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// IsLinkScheme reports whether a site may allow links with a scheme, which is in lower case and without its colon. It may
// not if following such a link could run a program or open a file of the reader.
func IsLinkScheme(scheme string) bool { return markdown.IsHarmless(scheme) }

// maxLost is the maximum number of findings per document about links that the page shows as text.
const maxLost = 100

// lostLinks reports the links that the page shows as text.
func (b *bodyReader) lostLinks() {
	for i, lost := range b.doc.Lost {
		if i == maxLost {
			return
		}
		switch {
		case lost.Label != "" && lost.Label[0] == '^':
			b.warn("undefined-reference", lost.Pos, "add a line such as ["+lost.Label+"]: Counted twice.", "there is no footnote [%s]; the page shows the text as it is written", lost.Label)
		case lost.Label != "":
			b.warn("undefined-reference", lost.Pos, "add a line such as ["+lost.Label+"]: https://example.org/", "nothing defines [%s]; the page shows the text as it is written", lost.Label)
		case lost.Dest == "":
			b.warn("refused-link", lost.Pos, "write the address in the parentheses", "the link has no address")
		case IsLinkScheme(lost.Scheme):
			b.warn("refused-link", lost.Pos, "allow the scheme in pmsite.yaml: link_schemes: ["+lost.Scheme+"]", "the page shows no link to %q: links with %s: are not allowed", lost.Dest, lost.Scheme)
		case lost.Scheme != "":
			b.warn("refused-link", lost.Pos, "remove the link, or write the address as `code`", "the page shows no link to %q: links with %s: are never allowed", lost.Dest, lost.Scheme)
		case strings.Contains(lost.Dest, `\`):
			b.warn("refused-link", lost.Pos, "write "+strings.ReplaceAll(lost.Dest, `\`, "/"), "the page shows no link to %q: a link has slashes, also on Windows", lost.Dest)
		default:
			b.warn("refused-link", lost.Pos, "write the whole address, as in https://example.org/", "the page shows no link to %q", lost.Dest)
		}
	}
}

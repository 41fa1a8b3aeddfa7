package markdown

import (
	"strings"
	"testing"
)

// TestBareAddresses checks which addresses in a text become links, as on GitHub: the part in angle brackets, none if
// there are none.
func TestBareAddresses(t *testing.T) {
	for _, want := range []string{
		"see <https://grafana.svc.k8s/d/x> end",
		"<https://jira/browse/CHG-1>",
		"<http://10.0.0.1:9090/graph>, then",
		`"<https://wiki.example.org/page>" end`,
		"見て<https://example.org/x>",
		"<HTTPS://EXAMPLE.ORG/A>",
		"xhttps://example.org",
		"*<https://a.b/c_d_e>* and _<https://a.b/c>_",
		"(<https://a.b/c_(d)>) (<https://a.b/c>).",
		"<https://a.b/?x=1&y=2>&lt;",
		"<https://a.b/c>?! <https://a.b/c>'s",
		"https:// and https://- and https://[::1]/",
		"<https://ü.example/ä>",
		"https:/a.b",
		"ftp://a.b/c",
		"<www.example.k8s/x>, www. and <www.example.org>.",
		"<ops@example.org>, a@b",
		"`https://a.b`",
	} {
		src := strings.NewReplacer("<", "", ">", "").Replace(want)
		html := shown(t, src+"\n")
		for _, tag := range []string{` href="`, "</a>"} {
			if strings.Count(html, tag) != strings.Count(want, "<") {
				t.Errorf("%q is shown as %s", want, html)
			}
		}
		for part := range strings.SplitSeq(want, "<") {
			if address, _, found := strings.Cut(part, ">"); found && !strings.Contains(html, ">"+strings.ReplaceAll(address, "&", "&amp;")+"</a>") {
				t.Errorf("%q is shown as %s", want, html)
			}
		}
	}
}

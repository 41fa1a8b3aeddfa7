package site_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	theme "github.com/pmsite/pmsite/site/render"
)

// TestPolicy checks that every page of the sample has the content security policy before anything that it could load,
// and needs nothing that the policy forbids.
func TestPolicy(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	pages := 0
	for _, name := range s.Paths() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		pages++
		page, err := html.Parse(strings.NewReader(render(t, s, name)))
		if err != nil {
			t.Fatal(err)
		}
		policy, guarded := theme.Policy, false
		if strings.Contains(render(t, s, name), "<title>Moved</title>") {
			policy = "default-src 'none'"
		}
		for n := range page.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			attributes := map[string]string{}
			for _, a := range n.Attr {
				attributes[a.Key] = a.Val
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: <%s> has the attribute %s=%q, which the policy forbids", name, n.Data, a.Key, a.Val)
				}
			}
			switch n.Data {
			case "meta":
				guarded = guarded || attributes["http-equiv"] == "Content-Security-Policy" && attributes["content"] == policy
			case "script":
				if src := attributes["src"]; attributes["type"] != "application/ld+json" && (src == "" || strings.Contains(src, ":")) {
					t.Errorf("%s: the policy forbids a script with src=%q", name, src)
				}
			case "style", "base", "iframe", "frame", "object", "embed", "audio", "video", "applet":
				t.Errorf("%s: the policy forbids <%s>", name, n.Data)
			}
			if !guarded && (n.Data == "script" || n.Data == "link" || n.Data == "title") {
				t.Errorf("%s: <%s> comes before the policy", name, n.Data)
				break
			}
		}
	}
	if pages < 200 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// TestBlockingScript checks that the script that blocks comes last in the head of every page: a browser that has seen a
// policy does not look for what follows while it loads such a script.
func TestBlockingScript(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	for _, name := range []string{"index.html", "postmortems/index.html", "dashboard/index.html", "search/index.html", "404.html"} {
		head, body, _ := strings.Cut(render(t, s, name), "</head>")
		at := regexp.MustCompile(`<script src="[^"]*"></script>`).FindStringIndex(head)
		if at == nil || strings.TrimSpace(head[at[1]:]) != "" {
			t.Errorf("%s: the head does not end with the script that blocks:\n%s", name, head)
		}
		if strings.Contains(body, `rel="modulepreload"`) || strings.Contains(body, `rel="preload"`) {
			t.Errorf("%s: a preload in the body comes too late", name)
		}
	}
}

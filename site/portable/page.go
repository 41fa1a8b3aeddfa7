package portable

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Runtime is the script that every page loads first.
//
//go:embed runtime.js
var Runtime []byte

// RuntimePath is the path of the runtime on the site. Its name changes with its content.
var RuntimePath = func() string {
	sum := sha256.Sum256(Runtime)
	return "assets/portable." + hex.EncodeToString(sum[:5]) + ".js"
}()

// Page returns the page at a path of the site with links that lead to files instead of folders, with scripts that are
// no modules, and without links that fetch files in advance. Everything else stays the same, byte for byte.
func Page(name string, src []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(src) + len(src)/8)
	started := false // whether the runtime has been added
	tokens := html.NewTokenizer(bytes.NewReader(src))
	for {
		kind := tokens.Next()
		raw := tokens.Raw()
		switch kind {
		case html.ErrorToken: // the end: there is no other error in memory
			out.Write(raw)
			return out.Bytes()
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := string(raw) // TagName may change raw
			element, _ := tokens.TagName()
			if string(element) == "script" && !started {
				out.WriteString(`<script src="` + strings.Repeat("../", strings.Count(name, "/")) + RuntimePath + "\"></script>\n")
				started = true
			}
			if string(element) != "link" || !preloads(tag) { // without a server, nothing is fetched
				out.WriteString(rewrite(string(element), tag))
			}
		default:
			out.Write(raw)
		}
	}
}

// preloads reports whether a link makes the browser fetch a file in advance.
func preloads(tag string) bool { return preloadForm.MatchString(tag) }

var preloadForm = regexp.MustCompile(`(?i)\srel\s*=\s*["']?(?:modulepreload|preload)\b`)

// attributeForm matches an attribute in a tag, with the white space in front.
var attributeForm = regexp.MustCompile(`\s+([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?`)

// refreshForm matches the content of a meta element that leads elsewhere.
var refreshForm = regexp.MustCompile(`(?i)^(\s*\d+\s*;\s*url=)(.*)$`)

// rewrite returns a tag with its links changed.
func rewrite(element, tag string) string {
	switch element {
	case "a", "area", "form", "link", "meta", "script":
	default:
		return tag // it cannot lead anywhere
	}
	return attributeForm.ReplaceAllStringFunc(tag, func(attribute string) string {
		m := attributeForm.FindStringSubmatch(attribute)
		name, value := strings.ToLower(m[1]), html.UnescapeString(strings.Trim(m[2], `"'`))
		changed := value
		switch {
		case element == "script" && name == "type" && value == "module":
			return " defer"
		case name == "href" || name == "xlink:href" || element == "form" && name == "action":
			changed = WithIndex(value)
		case element == "meta" && name == "content":
			if to := refreshForm.FindStringSubmatch(value); to != nil {
				changed = to[1] + WithIndex(to[2])
			}
		}
		if changed == value {
			return attribute
		}
		return attribute[:len(attribute)-len(m[2])] + `"` + html.EscapeString(changed) + `"`
	})
}

var schemeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// WithIndex returns a relative link with the file index.html if it leads to a folder. Other links stay the same.
func WithIndex(link string) string {
	end := strings.IndexAny(link, "?#")
	if end < 0 {
		end = len(link)
	}
	to := link[:end]
	switch last := path.Base(to); {
	case to == "" || to[0] == '/' || schemeForm.MatchString(to):
		return link
	case strings.HasSuffix(to, "/"):
		return to + "index.html" + link[end:]
	case last == "." || last == "..":
		return to + "/index.html" + link[end:]
	}
	return link
}

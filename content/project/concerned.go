package project

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// concerned returns a function that reports whether a document must be read if only some
// files are touched: the touched documents, those that they link to or cite, those that may
// link to them, and those that may have the same id.
func (p *Project) concerned(touched map[string]bool) func(name string, src []byte) bool {
	meant := map[string]bool{} // paths
	var names, keys [][]byte   // file names in links; ids and slugs, in lower case
	key := func(text string) {
		if text = strings.ToLower(strings.TrimSpace(text)); text != "" {
			keys = append(keys, []byte(text))
		}
	}
	for name := range touched {
		meant[name] = true
		base := path.Base(name)
		if dir := path.Dir(name); base == "index.md" {
			base = path.Base(dir)
		} else {
			meant[path.Join(dir, "index.md")] = true // a bundle's attachment
		}
		base = strings.TrimSuffix(base, ".md")
		names = append(names, []byte(base))
		if escaped := url.PathEscape(base); escaped != base {
			names = append(names, []byte(escaped))
		}
		src, err := fs.ReadFile(p.Source.FS, name)
		if err != nil || path.Ext(name) != ".md" {
			continue // it was removed, or is not a document
		}
		if pm, _ := content.Parse(name, src, p.Config.Options()); pm != nil {
			for _, dest := range pm.Links() {
				target := pm.Target(dest)
				meant[target], meant[path.Join(target, "index.md")] = true, true
			}
			key(pm.ID)
			for _, reference := range pm.PreventedBy {
				id, _, _ := strings.Cut(reference, "#")
				key(id)
			}
		}
	}
	return func(name string, src []byte) bool {
		if meant[name] || containsAny(src, names) || containsAny([]byte(strings.ToLower(name)), keys) {
			return true
		}
		front, _ := content.SplitFrontMatter(src)
		return front == nil || containsAny(bytes.ToLower(front), keys) // without front matter, the id is in a table
	}
}

func containsAny(src []byte, texts [][]byte) bool {
	for _, text := range texts {
		if bytes.Contains(src, text) {
			return true
		}
	}
	return false
}

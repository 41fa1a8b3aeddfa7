package main

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// concerned tells which documents have to be read whole when only some files
// are reported on: those, the ones they link to or cite, and the ones that may
// link to them, which their text shows. Of the others the front matter is
// enough, for ids and addresses that are taken.
func concerned(p *project, touched map[string]bool) func(name string, src []byte) bool {
	meant := map[string]bool{} // paths
	var names, cited [][]byte
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
		src, err := fs.ReadFile(p.source.FS, name)
		if err != nil || path.Ext(name) != ".md" {
			continue // it is gone, or no document
		}
		if pm, _ := content.Parse(name, src, p.config.Options()); pm != nil {
			for _, dest := range pm.Links() {
				target := pm.Target(dest)
				meant[target], meant[path.Join(target, "index.md")] = true, true
			}
			for _, reference := range pm.PreventedBy {
				key, _, _ := strings.Cut(reference, "#")
				cited = append(cited, []byte(strings.ToLower(strings.TrimSpace(key))))
			}
		}
	}
	return func(name string, src []byte) bool {
		if meant[name] || containsAny(src, names) {
			return true
		}
		for _, key := range cited {
			if strings.Contains(strings.ToLower(name), string(key)) || bytes.Contains(bytes.ToLower(src), key) {
				return true
			}
		}
		return false
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

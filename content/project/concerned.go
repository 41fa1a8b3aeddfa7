package project

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

// concerned returns a function that reports whether a document must be read if only some
// files are touched: the touched documents, those that they link to or cite, those that may
// link to them, and those that may have the same id or another address in common.
func (p *Project) concerned(touched map[string]bool) func(name string, src []byte) bool {
	meant := map[string]bool{} // paths
	var names, keys [][]byte   // file names in links; ids, slugs and aliases as words gives them
	key := func(text string) {
		if text := words(text); len(text) > 0 {
			keys = append(keys, text)
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
		if name == path.Join(p.Config.Content, content.VerdictsFile) {
			verdicts, _ := content.ParseVerdicts(name, src)
			for _, v := range verdicts {
				key(v.Pair[0])
				key(v.Pair[1])
			}
		}
		if err != nil || path.Ext(name) != ".md" {
			continue // it was removed, or is not a document
		}
		if pm, _ := content.Parse(name, src, p.Config.Options()); pm != nil {
			for _, dest := range pm.Links() {
				target := pm.Target(dest)
				meant[target] = true
				for dir := target; dir != "." && dir != ".."; dir = path.Dir(dir) {
					meant[path.Join(dir, "index.md")] = true // a bundle, or one that has the file
				}
			}
			key(pm.ID)
			key(pm.Slug)
			for _, alias := range pm.Aliases {
				keysOfAlias(alias, key)
			}
			for _, reference := range pm.PreventedBy {
				id, _, _ := strings.Cut(reference, "#")
				key(id)
			}
			if pm.Removal != nil {
				key(pm.Removal.ReplacedBy)
			}
		}
	}
	return func(name string, src []byte) bool {
		if meant[name] || containsAny(src, names) || containsAny(words(name), keys) {
			return true
		}
		front, _ := content.SplitFrontMatter(src)
		return front == nil || containsAny(words(string(front)), keys) // without front matter, the id is in a table
	}
}

// keysOfAlias calls key for the ways in which another document may have the address of an
// alias: as an alias of its own, as that of a page above it, or as an id.
func keysOfAlias(alias string, key func(string)) {
	key(alias)
	key(strings.TrimPrefix(alias, "id/"))
	for above := path.Dir(alias); above != "."; above = path.Dir(above) {
		if content.AliasFile(above) == above {
			key(above)
		}
	}
}

// words returns the letters and digits of a text, with a hyphen for everything between them:
// addresses that are the same have the same words.
func words(text string) []byte {
	var out []byte
	hyphen := false
	for _, r := range content.FoldAddress(text) {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) {
			hyphen = true
			continue
		}
		if hyphen && len(out) > 0 {
			out = append(out, '-')
		}
		hyphen = false
		out = utf8.AppendRune(out, r)
	}
	return out
}

func containsAny(src []byte, texts [][]byte) bool {
	for _, text := range texts {
		if bytes.Contains(src, text) {
			return true
		}
	}
	return false
}

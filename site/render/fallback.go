package render

import (
	"io/fs"
	"path"
	"regexp"
	"text/template/parse"
)

// Fallback is the folder of a theme's file system in which there may be another theme. What a theme lacks, as one that was
// made for an older pmsite may, comes from there: the templates of pages, the pieces that these and its own templates
// name, and the assets that those need.
const Fallback = "default"

// addFallback adds what a theme lacks.
func (t *Theme) addFallback(fsys fs.FS) error {
	if info, err := fs.Stat(fsys, Fallback); err != nil || !info.IsDir() {
		return nil //nolint:nilerr // there is none
	}
	sub, err := fs.Sub(fsys, Fallback)
	if err != nil {
		return err
	}
	other, err := LoadTheme(sub)
	if err != nil {
		return err
	}
	for _, own := range t.templates.Templates() {
		if err := t.addNamed(own.Tree, other); err != nil {
			return err
		}
	}
	for _, page := range other.templates.Templates() {
		if path.Ext(page.Name()) == ".html" {
			if err := t.addTemplate(page.Name(), other); err != nil {
				return err
			}
		}
	}
	return nil
}

// addTemplate adds a template of another theme and what it names, unless the theme has one of this name.
func (t *Theme) addTemplate(name string, other *Theme) error {
	from := other.templates.Lookup(name)
	if from == nil || from.Tree == nil || t.templates.Lookup(name) != nil {
		return nil
	}
	if _, err := t.templates.AddParseTree(name, from.Tree); err != nil {
		return err
	}
	t.addAssets(from.Tree, other)
	return t.addNamed(from.Tree, other)
}

// action matches an action of a template, and text in it what one may name: {{template "row" .}}, {{cached "nav" .Root .}}
// and {{.Asset "style.css"}}.
var (
	action = regexp.MustCompile(`\{\{.*?\}\}`)
	text   = regexp.MustCompile(`"[^"]*"`)
)

// named returns the texts in the actions of a template.
func named(tree *parse.Tree) (names []string) {
	if tree == nil {
		return nil
	}
	for _, found := range action.FindAllString(tree.Root.String(), -1) {
		for _, quoted := range text.FindAllString(found, -1) {
			names = append(names, quoted[1:len(quoted)-1])
		}
	}
	return names
}

// addNamed adds the templates of another theme that a template names.
func (t *Theme) addNamed(tree *parse.Tree, other *Theme) error {
	for _, name := range named(tree) {
		if err := t.addTemplate(name, other); err != nil {
			return err
		}
	}
	return nil
}

// addAssets adds the assets of another theme that a template names, with their folders, unless the theme has them.
func (t *Theme) addAssets(tree *parse.Tree, other *Theme) {
	for _, name := range named(tree) {
		if _, has := t.assets[name]; has || other.assets[name] == "" {
			continue
		}
		for beside, public := range other.assets {
			if beside == name || path.Dir(name) != "." && path.Dir(beside) == path.Dir(name) {
				t.files[public] = other.files[public]
				if t.assets[beside] == "" {
					t.assets[beside] = public
				}
			}
		}
	}
}

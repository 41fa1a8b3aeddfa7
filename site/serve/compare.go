package serve

import (
	"net/http"
	"strings"
)

// basePath is the path of the site that this one is compared with.
const basePath = "/-pmsite/base/"

var compareTemplate = notice(`<section class="pmsite-compare" aria-label="Compared with {{.Name}}"{{if .Base}} data-base="{{.Base}}"{{end}}>
<link rel="stylesheet" href="` + stylePath + `">
<p><strong>{{.Changes.Title}}</strong>{{if .Base}} <a href="{{.Base}}">Show the version on {{.Name}}</a>{{end}}</p>
{{with .Changes.List}}<ul>
{{range .}}<li>{{template "change" .}}</li>
{{end}}</ul>
{{end}}{{with .Changes.Figures}}<p class="figures">{{range $i, $change := .}}{{if $i}} · {{end}}{{template "change" .}}{{end}}</p>
{{end}}</section>
{{define "change"}}{{with .Kind}}{{.}}: {{end}}{{if .Page}}<a href="{{address .Page .Gone}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{if or .From .To}}: <del>{{or .From "none"}}</del> <span aria-hidden="true">→</span> <ins>{{or .To "none"}}</ins>{{end}}{{end}}`)

var baseTemplate = notice(`<section class="pmsite-compare" aria-label="Version on {{.Name}}">
<link rel="stylesheet" href="` + stylePath + `">
<p><strong>This is the version on {{.Name}}.</strong> <a href="{{.Back}}">Back to your version</a></p>
</section>
`)

// withChanges adds the changes since the base to the top of a page.
func (s *shown) withChanges(a answer) answer {
	if s.Base == nil || a.err != nil || a.status != http.StatusOK || contentType(a.name) != contentTypes[".html"] {
		return a
	}
	changes := s.Base.Changes(a.requested)
	if changes == nil {
		return a
	}
	base := ""
	if changes.BasePage != "" {
		base = addressOf(changes.BasePage, true)
	}
	return a.onTop(compareTemplate(), map[string]any{"Name": s.Base.Name, "Base": base, "Changes": changes})
}

// lookUpBase returns the answer for a path below basePath.
func (s *shown) lookUpBase(rest string) answer {
	a := find(s.Base.Site, fileOf(rest))
	switch {
	case a.redirect != "":
		a.redirect = basePath + strings.TrimPrefix(a.redirect, "/")
	case a.err == nil && contentType(a.name) == contentTypes[".html"]:
		return a.onTop(baseTemplate(), map[string]any{"Name": s.Base.Name, "Back": "/" + strings.TrimPrefix(rest, "/")})
	}
	return a
}

// addressOf returns the address of a page's file, in this site or in the base.
func addressOf(file string, base bool) string {
	root := "/"
	if base {
		root = basePath
	}
	return root + strings.TrimSuffix(file, "index.html")
}

package serve

import (
	"bytes"
	_ "embed"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"sync"
)

var functions = template.FuncMap{
	"address": addressOf,
	"tally":   tally,
	"trusted": func(link string) template.URL { return template.URL(link) }, //nolint:gosec // as Snapshot says
}

// notice is a template of something on top of a page, made when it is first needed.
func notice(text string) func() *template.Template {
	return sync.OnceValue(func() *template.Template {
		return template.Must(template.New("").Funcs(functions).Parse(text))
	})
}

var faultTemplate = notice(`<section class="pmsite-fault" role="alert" aria-label="Error">
<link rel="stylesheet" href="` + stylePath + `">
{{range .Faults}}<p><strong>{{if .File}}{{if .Link}}<a href="{{trusted .Link}}">{{.File}}</a>{{else}}{{.File}}{{end}}: {{end}}{{.Message}}</strong></p>
{{with .Hint}}<p>Hint: {{.}}</p>
{{end}}{{with .Source}}<pre>{{range .}}<span{{if .Faulty}} class="faulty"{{end}}>{{printf "%4d" .Number}}  {{.Text}}</span>
{{end}}</pre>
{{end}}{{end}}{{if .Last}}<p>Below is the page as it was last.</p>
{{end}}</section>
`)

var emptyPage = []byte(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><main></main></body></html>
`)

// lastGood gives the pages at fault that the site does not have, as they were
// shown before.
func lastGood(faults []Fault, before *shown) map[string][]byte {
	last := map[string][]byte{}
	for _, fault := range faults {
		if fault.Page == "" || before == nil {
			continue
		}
		if data := before.last[fault.Page]; data != nil {
			last[fault.Page] = data
		} else if data, err := fs.ReadFile(before.Site, fault.Page); err == nil {
			last[fault.Page] = data
		}
	}
	return last
}

// withFaults puts what is wrong with a page on top of it, or of what it was.
func (s *Server) withFaults(site *shown, a answer) answer {
	var faults []Fault
	for _, fault := range slices.Concat(site.Faults, site.failed) {
		if fault.Page == "" || fault.Page == a.asked {
			faults = append(faults, fault)
		}
	}
	last := site.last[a.asked]
	if a.err != nil && a.status == http.StatusInternalServerError {
		if len(site.failed) == 0 { // else that is newer
			faults = append(faults, site.explain(a.err))
		}
		if last = s.recall(a.asked); last == nil {
			a = answer{asked: a.asked, name: "error.html", data: emptyPage, status: a.status}
		}
	}
	if len(faults) == 0 || last == nil && contentType(a.name) != contentTypes[".html"] {
		return a
	}
	if last != nil && a.status != http.StatusOK {
		a = answer{asked: a.asked, name: a.asked, data: last, status: http.StatusOK}
	}
	return a.onTop(faultTemplate(), map[string]any{"Faults": faults, "Last": last != nil})
}

func (s *shown) explain(err error) Fault {
	if s.Explain == nil {
		return Fault{Message: err.Error()}
	}
	return s.Explain(err)
}

// onTop puts something at the start of the page's main part.
func (a answer) onTop(notice *template.Template, data any) answer {
	var text bytes.Buffer
	if err := notice.Execute(&text, data); err != nil {
		return answer{err: err, status: http.StatusInternalServerError}
	}
	if at := mainStart.FindIndex(a.data); at != nil {
		a.data = bytes.Join([][]byte{a.data[:at[1]], a.data[at[1]:]}, text.Bytes())
	}
	return a
}

// keptPages is how many pages are kept as they were last, for when they cannot
// be made.
const keptPages = 32

// A keptPage is one that was good.
type keptPage struct {
	name string
	data []byte
}

// remember keeps a page, and forgets the one that was not asked for longest.
func (s *Server) remember(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = slices.DeleteFunc(s.kept, func(p keptPage) bool { return p.name == name })
	if len(s.kept) == keptPages {
		s.kept = slices.Delete(s.kept, 0, 1)
	}
	s.kept = append(s.kept, keptPage{name, data})
}

// recall gives what was remembered, nil for nothing.
func (s *Server) recall(name string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.kept {
		if p.name == name {
			return p.data
		}
	}
	return nil
}

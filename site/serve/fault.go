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
	"trusted": func(link string) template.URL { return template.URL(link) }, // see Snapshot
}

// notice returns a function that compiles the template of a notice on first use.
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
{{end}}{{end}}{{if .Last}}<p>Below is the last good version of this page.</p>
{{end}}</section>
`)

var emptyPage = []byte(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><main></main></body></html>
`)

// lastGood returns the last good versions of faulty pages that the site does not have.
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

// withFaults adds the faults of a page to the top of the page or of its last good version.
func (s *Server) withFaults(site *shown, a answer) answer {
	var faults []Fault
	for _, fault := range slices.Concat(site.Faults, site.failed) {
		if fault.Page == "" || fault.Page == a.requested {
			faults = append(faults, fault)
		}
	}
	last := site.last[a.requested]
	if a.err != nil && a.status == http.StatusInternalServerError {
		if len(site.failed) == 0 { // otherwise a newer version may exist
			faults = append(faults, site.explain(a.err))
		}
		if last = s.recall(a.requested); last == nil {
			a = answer{requested: a.requested, name: "error.html", data: emptyPage, status: a.status}
		}
	}
	if len(faults) == 0 || last == nil && contentType(a.name) != contentTypes[".html"] {
		return a
	}
	if last != nil && a.status != http.StatusOK {
		a = answer{requested: a.requested, name: a.requested, data: last, status: http.StatusOK}
	}
	return a.onTop(faultTemplate(), map[string]any{"Faults": faults, "Last": last != nil})
}

func (s *shown) explain(err error) Fault {
	if s.Explain == nil {
		return Fault{Message: err.Error()}
	}
	return s.Explain(err)
}

// onTop adds a notice to the start of the page's main part.
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

// maxCachedPages is the number of pages whose last good version is cached, to be shown when
// they cannot be rendered.
const maxCachedPages = 32

// A cachedPage is the last good version of a page.
type cachedPage struct {
	name string
	data []byte
}

// remember caches a page in place of the least recently requested one.
func (s *Server) remember(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cached = slices.DeleteFunc(s.cached, func(p cachedPage) bool { return p.name == name })
	if len(s.cached) == maxCachedPages {
		s.cached = slices.Delete(s.cached, 0, 1)
	}
	s.cached = append(s.cached, cachedPage{name, data})
}

// recall returns a cached page, or nil.
func (s *Server) recall(name string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.cached {
		if p.name == name {
			return p.data
		}
	}
	return nil
}

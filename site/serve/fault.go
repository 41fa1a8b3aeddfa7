package serve

import (
	"bytes"
	_ "embed"
	"html/template"
	"io/fs"
	"net/http"
)

const faultStylePath = "/-pmsite/fault.css"

//go:embed fault.css
var faultStyle []byte

// A Fault keeps a page, or all of them, from being what it is to be.
type Fault struct {
	Page    string // path of the page's file on the site; "" for every page
	File    string // that is at fault, "" when it is not one file
	Message string
	Hint    string // what to do about it; may be empty
	Source  []Line // around the fault; may be empty
}

// A Line is one of a source file.
type Line struct {
	Number int // from 1
	Text   string
	Faulty bool
}

var faultTemplate = template.Must(template.New("").Parse(`<section class="pmsite-fault" role="alert" aria-label="Error">
<link rel="stylesheet" href="` + faultStylePath + `">
{{range .Faults}}<p><strong>{{if .File}}{{.File}}: {{end}}{{.Message}}</strong></p>
{{with .Hint}}<p>Hint: {{.}}</p>
{{end}}{{with .Source}}<pre>{{range .}}<span{{if .Faulty}} class="faulty"{{end}}>{{printf "%4d" .Number}}  {{.Text}}
</span>{{end}}</pre>
{{end}}{{end}}{{if .Last}}<p>Below is the page as it was last.</p>
{{end}}</section>
`))

var emptyPage = []byte(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><main></main></body></html>
`)

// A shown is a site, and what is wrong with it.
type shown struct {
	fs.FS
	faults []Fault
	last   map[string][]byte // pages at fault as they were when they were good
}

// newShown takes the pages at fault that the site does not have from what was
// shown before.
func newShown(site fs.FS, faults []Fault, before *shown) *shown {
	s := &shown{FS: site, faults: faults, last: map[string][]byte{}}
	for _, fault := range faults {
		if fault.Page == "" || before == nil {
			continue
		}
		if data := before.last[fault.Page]; data != nil {
			s.last[fault.Page] = data
		} else if data, err := fs.ReadFile(before.FS, fault.Page); err == nil {
			s.last[fault.Page] = data
		}
	}
	return s
}

// withFaults puts what is wrong with a page on top of it.
func (s *shown) withFaults(a answer) answer {
	var faults []Fault
	for _, fault := range s.faults {
		if fault.Page == "" || fault.Page == a.asked {
			faults = append(faults, fault)
		}
	}
	if a.err != nil && a.status == http.StatusInternalServerError {
		faults = append(faults, Fault{Message: a.err.Error()})
		a = answer{name: "error.html", data: emptyPage, status: a.status}
	}
	if len(faults) == 0 || contentType(a.name) != contentTypes[".html"] {
		return a
	}
	last := s.last[a.asked]
	if last != nil && a.status == http.StatusNotFound {
		a.name, a.data, a.status = a.asked, last, http.StatusOK
	}
	var notice bytes.Buffer
	if err := faultTemplate.Execute(&notice, map[string]any{"Faults": faults, "Last": last != nil}); err != nil {
		return answer{err: err, status: http.StatusInternalServerError}
	}
	if at := mainStart.FindIndex(a.data); at != nil {
		a.data = bytes.Join([][]byte{a.data[:at[1]], a.data[at[1]:]}, notice.Bytes())
	}
	return a
}

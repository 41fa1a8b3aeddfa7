package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// notesPause is how long notes wait after a page is requested: the page comes first.
const notesPause = 60 * time.Millisecond

var notesTemplate = notice(`<details>
<summary{{if not .List}} class="none"{{end}}>{{tally .List}}</summary>
<div><p class="file">{{if .Link}}<a href="{{trusted .Link}}">{{.File}}</a>{{else}}{{.File}}{{end}}</p>
{{with .List}}<ol>
{{range .}}<li class="{{.Level}}"><span class="level">{{.Level}}</span> {{if .Link}}<a href="{{trusted .Link}}">line {{.Line}}</a>{{else}}line {{.Line}}{{end}} <span class="message">{{.Message}}</span>{{with .Name}} <code>{{.}}</code>{{end}}{{with .Hint}}<span class="hint">{{.}}</span>{{end}}</li>
{{end}}</ol>
{{end}}</div></details>`)

// tally returns the number of notes by level, such as "2 errors, 1 warning".
func tally(notes []Note) string {
	var levels []string
	count := map[string]int{}
	for _, n := range notes {
		if count[n.Level]++; count[n.Level] == 1 {
			levels = append(levels, n.Level)
		}
	}
	parts := make([]string, len(levels))
	for i, level := range levels {
		parts[i] = fmt.Sprintf("%d %s", count[level], level)
		if count[level] > 1 && level != "info" {
			parts[i] += "s"
		}
	}
	if len(parts) == 0 {
		return "No findings"
	}
	return strings.Join(parts, ", ")
}

// sendNotes sends the notes on a page each time that they are requested and have changed, until
// the context ends.
func (s *Server) sendNotes(ctx context.Context, address string, wake <-chan struct{}, events chan<- []byte) {
	sent := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(notesPause):
		}
		text := s.notesOn(ctx, address)
		data, err := json.Marshal(text)
		if err != nil || text == sent {
			continue
		}
		select {
		case events <- fmt.Appendf(nil, "event: notes\ndata: %s\n\n", data):
			sent = text
		case <-ctx.Done():
		}
	}
}

// notesOn returns the notes as HTML, or "" if there are none.
func (s *Server) notesOn(ctx context.Context, address string) string {
	site := s.current()
	if site == nil || site.Notes == nil {
		return ""
	}
	notes := site.Notes(ctx, fileOf(address))
	if notes == nil {
		return ""
	}
	var text strings.Builder
	if err := notesTemplate().Execute(&text, notes); err != nil {
		return ""
	}
	return text.String()
}

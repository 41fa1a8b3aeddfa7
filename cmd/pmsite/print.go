package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/project"
)

// maxWarnings is the number of warnings that a command shows without -v.
const maxWarnings = 10

// print writes problems to standard error: all errors, but only a few warnings, and notes with -v only.
func (a *app) print(problems []content.Problem) {
	shown, hidden, notes := 0, 0, 0
	for _, p := range problems {
		if p.Level == content.Info && !a.verbose {
			notes++
			continue
		}
		if p.Level != content.Error {
			if a.quiet {
				continue
			}
			if shown >= maxWarnings && !a.verbose {
				hidden++
				continue
			}
			shown++
		}
		a.printProblem(p)
	}
	if hidden > 0 {
		a.say("%s more; -v shows them", count(hidden, "warning"))
	}
	if notes > 0 {
		a.say("%s, which -v shows", count(notes, "note"))
	}
}

func (a *app) printProblem(p content.Problem) {
	style := map[content.Level]console.Style{content.Error: console.Red, content.Warning: console.Yellow}[p.Level]
	level := " " + p.Level.String() + ":"
	place, message, _ := strings.Cut(strings.TrimPrefix(p.String(), p.File), level)
	a.log.Line(console.Plain(p.File+place), console.Span{Style: style, Text: level}, console.Plain(message))
	if p.Hint != "" {
		a.log.Line(console.Span{Style: console.Faint, Text: "hint: " + p.Hint})
	}
}

// warnIfEmpty warns if the collection has no documents.
func (a *app) warnIfEmpty(p *project.Project) {
	names, _, err := collection.Documents(p.Tree, p.Config.Content, p.Config.Exclude)
	if err == nil && len(names) == 0 {
		a.warn("there are no post mortems in "+p.Folder(),
			"they are *.md files other than README.md and template.md; pmsite new 'TITLE' creates one, pmsite import converts documents that you have, pmsite demo shows a sample")
	}
}

// count returns a number with its noun, in the plural unless the number is 1.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// size formats a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1023)>>10)
}

// A meter shows the progress of a long piece of work on a terminal.
type meter struct {
	app  *app
	verb string

	mu      sync.Mutex
	last    time.Time
	started time.Time
	drawn   bool
}

func (a *app) progress(verb string) *meter { return &meter{app: a, verb: verb, started: a.now()} }

// Show draws at most ten times a second, and nothing in the first third of a second, so
// that short work shows no meter.
func (m *meter) Show(done, total int) {
	if m.app.quiet || !isTerminal(m.app.stderr) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.app.now()
	if now.Sub(m.started) < 300*time.Millisecond || now.Sub(m.last) < 100*time.Millisecond {
		return
	}
	m.last, m.drawn = now, true
	fmt.Fprintf(m.app.stderr, "\r%s %d of %d\x1b[K", m.verb, done, total)
}

// Done erases the meter.
func (m *meter) Done() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.drawn {
		fmt.Fprint(m.app.stderr, "\r\x1b[K")
	}
}

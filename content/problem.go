package content

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pmsite/pmsite/content/markdown"
)

// A Pos is a position in a file.
type Pos = markdown.Pos

// A Fragment is safe HTML made from a part of a document.
type Fragment = markdown.Fragment

// Level is the severity of a [Problem]. The zero value is Error.
type Level int

// Levels, most severe first.
const (
	Error   Level = iota // the document does not say what its author meant; a build stops
	Warning              // it can be published, but somebody should look at it
	Info                 // worth knowing
	Off                  // not reported at all
)

var levelNames = []string{"error", "warning", "info", "off"}

// ParseLevel returns the level with the given name, as used in the config.
func ParseLevel(word string) (level Level, ok bool) {
	i := slices.Index(levelNames, word)
	return Level(i), i >= 0
}

// LevelNames returns the names that [ParseLevel] accepts, most severe first.
func LevelNames() []string { return slices.Clone(levelNames) }

// String returns the name of the level, as used in messages and the config.
func (l Level) String() string { return levelNames[l] }

// A Problem is something wrong in a file, and its position.
type Problem struct {
	File    string // slash-separated path in the repository
	Pos     Pos    // zero if the problem is about the whole file
	Level   Level
	Rule    string // the name of the check, which is stable
	Message string // what is wrong
	Hint    string // what to do about it; may be empty
	Fix     Fix    // zero if only a person knows what is right
}

// A Fix is a text in a file, which begins at a problem's position, and what to write in
// its place.
type Fix struct{ Old, New string }

// String returns "file:line:col: level: message [rule]", without the hint.
func (p Problem) String() string {
	pos := p.Pos
	if pos.Line == 0 {
		pos = Pos{Line: 1, Column: 1}
	}
	return fmt.Sprintf("%s:%s: %s: %s [%s]", p.File, pos, p.Level, p.Message, p.Rule)
}

// HasErrors reports whether any problem is an [Error].
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == Error })
}

// SortProblems orders problems by file, position and rule.
func SortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
}

// report collects the problems of one file.
type report struct {
	file     string
	problems []Problem
}

func (r *report) add(level Level, rule string, pos Pos, hint, format string, args ...any) {
	r.problems = append(r.problems, Problem{r.file, pos, level, rule, fmt.Sprintf(format, args...), hint, Fix{}})
}

func (r *report) error(rule string, pos Pos, hint, format string, args ...any) {
	r.add(Error, rule, pos, hint, format, args...)
}

func (r *report) warn(rule string, pos Pos, hint, format string, args ...any) {
	r.add(Warning, rule, pos, hint, format, args...)
}

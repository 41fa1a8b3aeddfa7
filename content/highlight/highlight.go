// Package highlight splits code into tokens by the rules of chroma's lexers, which are XML files.
//
// Chroma itself limits each match of a pattern by time, so that a busy machine gives other tokens. This package counts
// work instead: the same code has the same tokens everywhere. It has no state besides the lexers, and its results never
// change.
package highlight

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// A Token is a piece of code.
type Token struct {
	Class string // chroma's short class name, such as k for a keyword; "" for plain text
	Text  string
}

// Lexers are the lexers of several languages. A lexer's rules are read when it is first used. Lexers are safe for
// concurrent use.
type Lexers struct {
	all    []*Lexer // sorted by priority, the highest first
	byName map[string]*Lexer
}

// New returns the lexers in the XML files of a folder.
func New(files fs.FS, dir string) (*Lexers, error) {
	names, err := fs.Glob(files, dir+"/*.xml")
	if err != nil {
		return nil, err
	}
	l := &Lexers{byName: map[string]*Lexer{}}
	for _, name := range names {
		lexer := &Lexer{others: l}
		if lexer.config, err = readConfig(files, name); err != nil {
			return nil, fmt.Errorf("lexer %s: %w", name, err)
		}
		lexer.load = sync.OnceValues(func() (map[string][]rule, error) { return readRules(files, name, lexer.config) })
		l.all = append(l.all, lexer)
		for _, alias := range lexer.config.Aliases {
			l.byName[strings.ToLower(alias)] = lexer
		}
	}
	for _, lexer := range l.all { // a name is stronger than an alias
		l.byName[strings.ToLower(lexer.config.Name)] = lexer
	}
	slices.SortStableFunc(l.all, func(a, b *Lexer) int { return b.config.order() - a.config.order() })
	return l, nil
}

// Get returns the lexer with a name, an alias, or a file name or extension of its language. It returns nil if there is
// none.
func (l *Lexers) Get(name string) *Lexer {
	if found := l.byName[strings.ToLower(name)]; found != nil {
		return found
	}
	for _, file := range []string{"filename." + name, path.Base(name)} {
		for _, lexer := range l.all {
			if lexer.config.hasFile(file) {
				return lexer
			}
		}
	}
	return nil
}

// A Lexer splits code of one language into tokens.
type Lexer struct {
	config config
	others *Lexers // for code within code
	load   func() (map[string][]rule, error)
}

// Name returns the name of the language.
func (l *Lexer) Name() string { return l.config.Name }

// Check returns an error if the lexer's rules cannot be read.
func (l *Lexer) Check() error {
	_, err := l.load()
	return err
}

// Tokens splits code into tokens. It reports false if that takes more steps than work, or if the rules lose a part of
// the code. A step takes some nanoseconds.
func (l *Lexer) Tokens(code string, work int) ([]Token, bool) {
	r := &run{machine: machine{left: work}}
	text := code
	if l.config.EnsureNL && !strings.HasSuffix(code, "\n") {
		text += "\n"
	}
	if !r.lex(l, []rune(text), rootState, 0) {
		return nil, false
	}
	return r.result(code)
}

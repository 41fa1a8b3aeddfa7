package main

import (
	"io/fs"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/serve"
)

// The preview shows this many faults, each with so many lines of the source
// before and after it.
const (
	maxFaults = 50
	around    = 3
)

// faults are the errors of documents that are not in the collection, each on
// the page that the document had or will have.
func faults(fsys fs.FS, c *content.Collection) (out []serve.Fault) {
	there := map[string]bool{}
	if content.HasErrors(c.Problems) {
		for _, pm := range c.PostMortems {
			there[pm.Path] = true
		}
	}
	for _, p := range c.Problems {
		if p.Level != content.Error || there[p.File] || len(out) == maxFaults {
			continue
		}
		out = append(out, serve.Fault{
			Page: "postmortems/" + content.SlugOf(p.File) + "/index.html",
			File: p.File, Message: p.Message, Hint: p.Hint, Source: sourceLines(fsys, p),
		})
	}
	return out
}

// sourceLines gives the lines around a problem.
func sourceLines(fsys fs.FS, p content.Problem) (out []serve.Line) {
	info, err := fs.Stat(fsys, p.File)
	if err != nil || info.Size() > 1<<20 || p.Pos.Line == 0 {
		return nil
	}
	src, err := fs.ReadFile(fsys, p.File)
	if err != nil {
		return nil
	}
	number := 0
	for text := range strings.Lines(string(src)) {
		if number++; number >= p.Pos.Line-around && number <= p.Pos.Line+around {
			out = append(out, serve.Line{Number: number, Text: strings.ToValidUTF8(strings.TrimRight(text, "\r\n"), "�"), Faulty: number == p.Pos.Line})
		}
	}
	return out
}

package preview

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site/render"
	"github.com/pmsite/pmsite/site/serve"
	"github.com/pmsite/pmsite/themes"
)

// Limits on the number of faults shown, and on the lines of source around each.
const (
	maxFaults = 50
	around    = 3
)

// faults returns the errors of documents that are not in the collection, each for the page
// that the document had or will have.
func (f *Follower) faults(p *project.Project, c *collection.Collection) (out []serve.Fault) {
	there := map[string]bool{}
	if content.HasErrors(c.Problems) {
		for _, pm := range c.PostMortems {
			there[pm.Path] = true
		}
	}
	for _, problem := range c.Problems {
		if problem.Level != content.Error || there[problem.File] || len(out) == maxFaults {
			continue
		}
		fault := f.fault(problem, p.DiskPath(problem.File), sourceLines(p.Tree, problem.File, problem.Pos.Line))
		fault.Page = pageOf(content.SlugOf(problem.File))
		out = append(out, fault)
	}
	return out
}

// fault returns the fault for a problem; file is its path on disk, or "".
func (f *Follower) fault(p content.Problem, file string, lines []serve.Line) serve.Fault {
	return serve.Fault{File: p.File, Link: f.Editor.link(file, p.Pos.Line, p.Pos.Column), Message: p.Message, Hint: p.Hint, Source: lines}
}

// explain returns the faults for an error in building a page or the site.
func (f *Follower) explain(p *project.Project, err error) []serve.Fault {
	var config *project.ConfigError
	var template *render.TemplateError
	switch {
	case errors.As(err, &config):
		return f.configFaults(p, config)
	case errors.As(err, &template) && template.File != "":
		return []serve.Fault{f.templateFault(p, template)}
	}
	return []serve.Fault{{Message: err.Error()}}
}

func (f *Follower) configFaults(p *project.Project, config *project.ConfigError) (out []serve.Fault) {
	file := filepath.Join(p.Root, config.Name)
	if f.Opener.Config != "" {
		file, _ = filepath.Abs(f.Opener.Config)
	}
	for _, problem := range config.Problems {
		out = append(out, f.fault(problem, file, linesAround(config.Src, problem.Pos.Line)))
	}
	return out
}

// templateFault returns the fault for an error in a template of the repository, or else of
// the built-in theme.
func (f *Follower) templateFault(p *project.Project, err *render.TemplateError) serve.Fault {
	problem := content.Problem{File: err.File, Pos: content.Pos{Line: err.Line}, Message: err.Err.Error()}
	for _, folder := range []string{"theme", filepath.ToSlash(p.Config.Theme)} {
		name := path.Join(folder, err.File)
		if info, statErr := fs.Stat(p.Source.FS, name); statErr == nil && info.Mode().IsRegular() {
			problem.File = name
			return f.fault(problem, p.DiskPath(name), sourceLines(p.Source.FS, name, err.Line))
		}
	}
	theme, openErr := themes.Open(p.Config.Theme)
	if openErr != nil {
		return f.fault(problem, "", nil)
	}
	return f.fault(problem, "", sourceLines(theme, err.File, err.Line))
}

// sourceLines returns the lines of a file around a line.
func sourceLines(fsys fs.FS, name string, line int) []serve.Line {
	info, err := fs.Stat(fsys, name)
	if err != nil || info.Size() > 1<<20 {
		return nil
	}
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil
	}
	return linesAround(src, line)
}

func linesAround(src []byte, line int) (out []serve.Line) {
	number := 0
	for text := range strings.Lines(string(src)) {
		if number++; line > 0 && number >= line-around && number <= line+around {
			out = append(out, serve.Line{Number: number, Text: strings.ToValidUTF8(strings.TrimRight(text, "\r\n"), "�"), Faulty: number == line})
		}
	}
	return out
}

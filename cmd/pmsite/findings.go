package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/markdown"
	"github.com/pmsite/pmsite/content/project"
)

// findings checks the collection. It also returns the number of post mortems checked.
func (a *app) findings(ctx context.Context, p *project.Project, paths []string, f checkFlags) ([]check.Finding, int, error) {
	asOf, err := p.AsOf(f.asOf)
	if err != nil {
		return nil, 0, err
	}
	return p.Check(ctx, project.CheckOptions{AsOf: asOf, Base: f.base, AllowReopen: f.allowReopen, Paths: paths})
}

// findingsOfInput checks one document, read from standard input.
func (a *app) findingsOfInput(ctx context.Context, p *project.Project, _ []string, f checkFlags) ([]check.Finding, int, error) {
	asOf, err := p.AsOf(f.asOf)
	if err != nil {
		return nil, 0, err
	}
	name := path.Clean(filepath.ToSlash(cmp.Or(f.stdinName, p.Config.Content+"/standard-input.md")))
	if !fs.ValidPath(name) {
		return nil, 0, fail(fmt.Errorf("--stdin-name: %q is not a path in the repository", f.stdinName), "write it as content/postmortems/2026/name.md")
	}
	src, err := io.ReadAll(io.LimitReader(a.stdin, markdown.MaxSize+1))
	if err != nil {
		return nil, 0, fmt.Errorf("read standard input: %w", err)
	}
	findings, err := p.CheckText(ctx, name, src, asOf)
	return findings, 1, err
}

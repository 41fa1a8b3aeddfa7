package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/markdown"
	"github.com/pmsite/pmsite/content/source"
)

// findings reads the collection and checks it. The number is how many files
// were looked at.
func (a *app) findings(ctx context.Context, p *project, paths []string, f checkFlags) ([]check.Finding, int, error) {
	asOf, err := a.asOf(p, f.asOf)
	if err != nil {
		return nil, 0, err
	}
	in := check.Input{Config: p.config, AsOf: asOf, AllowReopen: f.allowReopen}
	var asked errgroup.Group // git may be asked while documents are read
	asked.Go(func() (err error) {
		in.People, err = people(ctx, p.source)
		return err
	})
	defer func() { _ = asked.Wait() }() // the source is closed after this
	opts := p.config.Options()
	opts.KeepText = true
	if f.base != "" {
		if err := a.compareWith(ctx, p, f.base, &in); err != nil {
			return nil, 0, err
		}
		opts.Wanted = concerned(p, in.Touched)
	}
	c, err := a.loadWith(ctx, p, opts)
	if err != nil {
		return nil, 0, err
	}
	in.Collection = c
	if err := asked.Wait(); err != nil {
		return nil, 0, fail(err, "")
	}
	if len(paths) > 0 {
		below, err := filesBelow(p.root, c, paths)
		if err != nil {
			return nil, 0, err
		}
		if in.Touched != nil {
			maps.DeleteFunc(below, func(name string, _ bool) bool { return !in.Touched[name] })
		}
		in.Touched = below
	}
	total := len(c.PostMortems)
	if in.Touched != nil {
		total = 0
		for _, pm := range c.PostMortems {
			if in.Touched[pm.Path] {
				total++
			}
		}
	}
	return check.Run(ctx, in), total, ctx.Err()
}

// findingsOfInput checks one document that standard input has.
func (a *app) findingsOfInput(ctx context.Context, p *project, _ []string, f checkFlags) ([]check.Finding, int, error) {
	asOf, err := a.asOf(p, f.asOf)
	if err != nil {
		return nil, 0, err
	}
	name := path.Clean(filepath.ToSlash(cmp.Or(f.stdinName, p.config.Content+"/standard-input.md")))
	if !fs.ValidPath(name) {
		return nil, 0, fail(fmt.Errorf("--stdin-name: %q is no path in the repository", f.stdinName), "write it as content/postmortems/2026/name.md")
	}
	src, err := io.ReadAll(io.LimitReader(a.stdin, markdown.MaxSize+1))
	if err != nil {
		return nil, 0, fmt.Errorf("read standard input: %w", err)
	}
	in := check.Input{Collection: &content.Collection{FS: p.source.FS}, Config: p.config, AsOf: asOf}
	if in.People, err = people(ctx, p.source); err != nil {
		return nil, 0, fail(err, "")
	}
	return check.RunText(ctx, name, src, in), 1, nil
}

// people asks git for everybody it names.
func people(ctx context.Context, src *source.Source) (out []check.Person, err error) {
	if src.GitErr != nil {
		return nil, nil // said when the project was opened
	}
	known, err := src.People(ctx)
	return persons(known), err
}

func persons(known []source.Person) (out []check.Person) {
	for _, p := range known {
		out = append(out, check.Person{Name: p.Name, Email: p.Email, Login: p.Login()})
	}
	return out
}

// compareWith fills in what the branch began with, and what it touches.
func (a *app) compareWith(ctx context.Context, p *project, base string, in *check.Input) error {
	hash, err := p.source.MergeBase(ctx, cmp.Or(p.source.Commit, "HEAD"), base)
	if err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	if in.Touched, err = p.source.Changed(ctx, hash, p.config.Content); err != nil {
		return fail(fmt.Errorf("--base: %w", err), "")
	}
	before, err := p.source.At(hash)
	if err != nil {
		return fail(fmt.Errorf("--base: %w", err), "")
	}
	defer before.Close()
	in.Base = &content.Collection{FS: before.FS}
	for _, name := range slices.Sorted(maps.Keys(in.Touched)) {
		if filepath.Ext(name) != ".md" {
			continue
		}
		src, err := fs.ReadFile(before.FS, name)
		if err != nil {
			continue // the branch adds it
		}
		if pm, _ := content.Parse(name, src, p.config.Options()); pm != nil {
			in.Base.PostMortems = append(in.Base.PostMortems, pm)
		}
	}
	return nil
}

// filesBelow gives the collection's files at or below paths, which are those of
// the working directory, or else of the repository.
func filesBelow(root string, c *content.Collection, paths []string) (map[string]bool, error) {
	names := map[string]bool{}
	for _, pm := range c.PostMortems {
		names[pm.Path] = true
	}
	for _, p := range c.Problems {
		names[p.File] = true
	}
	out := map[string]bool{}
	for _, given := range paths {
		relative, err := inRepository(root, given)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fail(fmt.Errorf("there is no file or folder %q", given), "give post mortems, or folders of some")
		}
		if err != nil {
			return nil, fail(fmt.Errorf("%q: %w", given, err), "")
		}
		found := false
		for name := range names {
			if relative == "." || name == relative || strings.HasPrefix(name, relative+"/") {
				out[name], found = true, true
			}
		}
		if !found {
			return nil, fail(fmt.Errorf("%q is no post mortem, and no folder of some", given), "")
		}
	}
	return out, nil
}

func inRepository(root, given string) (string, error) {
	full, err := filepath.Abs(given)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(full); err != nil && !filepath.IsAbs(given) {
		full = filepath.Join(root, given)
	}
	if full, err = filepath.EvalSymlinks(full); err != nil {
		return "", err
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", err
	}
	relative, err := filepath.Rel(root, full)
	if err == nil && !filepath.IsLocal(relative) {
		err = fmt.Errorf("it is not in the repository %s", root)
	}
	return filepath.ToSlash(relative), err
}

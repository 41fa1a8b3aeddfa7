package project

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/review/report"
	"github.com/pmsite/pmsite/content/source"
)

// CheckOptions control what is checked.
type CheckOptions struct {
	AsOf        content.Date                                                             // decides what is overdue
	Base        string                                                                   // check only what changed since the branch diverged from this one; "" means everything
	AllowReopen bool                                                                     // a completed post mortem may go back to an earlier status
	Alike       func(posts []*content.PostMortem, pm *content.PostMortem) []report.Alike // for Diff: finds what looks like a new post mortem; nil for nothing
	Paths       []string                                                                 // check only files at or below these paths, in the working directory or else in the repository; empty means all
}

// Check loads the collection and checks it. Total is the number of post mortems checked. Of post mortems of other
// repositories, which belong to the collection if the project was opened with its sources, it reports the errors that
// stop a build.
func (p *Project) Check(ctx context.Context, o CheckOptions) (findings []check.Finding, total int, err error) {
	in := check.Input{Config: p.Config, AsOf: o.AsOf, AllowReopen: o.AllowReopen}
	var asked errgroup.Group // queries git while documents are read
	asked.Go(func() (err error) {
		in.People, err = People(ctx, p.Source)
		return err
	})
	defer func() { _ = asked.Wait() }() // the caller closes the source afterwards
	opts := collection.OptionsOf(p.Config)
	opts.KeepText = true
	if o.Base != "" {
		if err := p.compareWith(ctx, o.Base, &in); err != nil {
			return nil, 0, err
		}
		if !p.configChanged(in.Base.FS) {
			opts.Wanted = p.concerned(in.Touched)
		}
	}
	if in.Collection, err = p.loadWith(ctx, opts); err != nil {
		return nil, 0, err
	}
	if err := asked.Wait(); err != nil {
		return nil, 0, err
	}
	if err := p.addNeeded(ctx, in.Collection); err != nil {
		return nil, 0, err
	}
	if opts.Wanted == nil {
		in.Reread = withErrors(in.Collection)
	}
	in.Others = p.isOther
	if len(o.Paths) > 0 {
		below, err := filesBelow(p.Root, in.Collection, o.Paths)
		if err != nil {
			return nil, 0, err
		}
		maps.DeleteFunc(in.Reread, func(name string, _ bool) bool { return !below[name] })
		if in.Touched != nil {
			maps.DeleteFunc(below, func(name string, _ bool) bool { return !in.Touched[name] })
		}
		in.Touched = below
	}
	for _, pm := range in.Collection.PostMortems {
		if !p.isOther(pm.Path) && (in.Touched == nil || in.Touched[pm.Path]) {
			total++
		}
	}
	return p.run(ctx, in), total, ctx.Err()
}

// addNeeded sets the history of post mortems if a rule looks at it.
func (p *Project) addNeeded(ctx context.Context, c *collection.Collection) error {
	if !check.NeedsHistory(p.Config) {
		return nil
	}
	return p.AddHistory(ctx, c, false)
}

// run is check.Run with what earlier runs have found. It remembers what this run finds, unless it ends early.
func (p *Project) run(ctx context.Context, in check.Input) []check.Finding {
	if in.Today = Today(&source.Source{}, p.Config, p.env.Now()); in.Today.Before(in.AsOf) {
		in.Today = in.AsOf
	}
	name := p.cacheNamed("findings", p.Config.Content)
	in.Known = check.ReadKnown(p.readCache(name), p.env.Program+"\n"+string(p.ConfigText), in)
	findings := check.Run(ctx, in)
	if name != "" && ctx.Err() == nil && in.Known.Fresh()*worthCaching > len(in.Collection.PostMortems) {
		if err := cachefile.Write(name, in.Known.Write); err != nil {
			p.env.CacheFailed(err)
		}
	}
	return findings
}

// isOther reports whether a file of the tree comes from one of the config's sources.
func (p *Project) isOther(name string) bool {
	s, _ := p.Config.Origin(name)
	return s != nil
}

// CheckText checks a text as if it were the document with that path in the repository. It
// looks up whether other documents exist but does not read them.
func (p *Project) CheckText(ctx context.Context, name string, src []byte, asOf content.Date) ([]check.Finding, error) {
	in := check.Input{Collection: &collection.Collection{FS: p.Source.FS}, Config: p.Config, AsOf: asOf}
	var err error
	if in.People, err = People(ctx, p.Source); err != nil {
		return nil, err
	}
	return check.RunText(ctx, path.Clean(name), src, in), nil
}

// CheckVerdicts checks a text as if it were the file of verdicts on pairs of post mortems. It does not look up whether these
// exist.
func (p *Project) CheckVerdicts(ctx context.Context, name string, src []byte) ([]check.Finding, error) {
	in := check.Input{Collection: &collection.Collection{FS: p.Source.FS}, Config: p.Config}
	var err error
	if in.People, err = People(ctx, p.Source); err != nil {
		return nil, err
	}
	return check.RunVerdicts(ctx, name, src, in), nil
}

// People returns everybody named in git.
func People(ctx context.Context, src *source.Source) (out []check.Person, err error) {
	if src.GitErr != nil {
		return nil, nil // opening the project has warned about it
	}
	known, err := src.People(ctx)
	return persons(known), err
}

func persons(known []git.Person) (out []check.Person) {
	for _, p := range known {
		out = append(out, check.Person{Name: p.Name, Email: p.Email, Login: p.Login()})
	}
	return out
}

// compareWith sets the base of the input and the files that the branch touches.
func (p *Project) compareWith(ctx context.Context, base string, in *check.Input) error {
	hash, err := p.Source.MergeBase(ctx, cmp.Or(p.Source.Commit, "HEAD"), base)
	if err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	if in.Touched, err = p.Source.Changed(ctx, hash, p.Config.Content); err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	before, err := p.Source.At(hash)
	if err == nil {
		in.Taken, err = p.takenIDs(hash, base)
	}
	if err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	defer before.Close()
	in.Base = &collection.Collection{FS: before.FS}
	excluded := p.excludedBefore(before.FS)
	if err := p.addExcluded(before.FS, excluded, in.Touched); err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Touched)) {
		if !collection.IsDocument(name, p.Config.Content, excluded) {
			continue
		}
		src, err := fs.ReadFile(before.FS, name)
		if err != nil {
			continue // the branch adds it
		}
		if pm, _ := content.Parse(name, src, p.Config.Options()); pm != nil && pm.Removal == nil {
			in.Base.PostMortems = append(in.Base.PostMortems, pm)
		}
	}
	return nil
}

// configChanged reports whether the base has another config, with which documents may have been
// read differently. For a config outside of the repository it is false.
func (p *Project) configChanged(base fs.FS) bool {
	before, err := fs.ReadFile(base, p.configFile)
	if errors.Is(err, fs.ErrInvalid) {
		return false
	}
	lines := func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }
	return !bytes.Equal(lines(before), lines(p.ConfigText)) // there may be none, on either side
}

// withErrors returns the files with errors that stop a build.
func withErrors(c *collection.Collection) map[string]bool {
	files := map[string]bool{}
	for _, problem := range c.Problems {
		if problem.Level == content.Error {
			files[problem.File] = true
		}
	}
	return files
}

// filesBelow returns the collection's files at or below paths, which are relative to the
// working directory or else to the repository.
func filesBelow(root string, c *collection.Collection, paths []string) (map[string]bool, error) {
	names := map[string]bool{}
	for _, pm := range slices.Concat(c.PostMortems, c.Removed) {
		names[pm.Path] = true
	}
	for _, p := range c.Problems {
		names[p.File] = true
	}
	out := map[string]bool{}
	for _, given := range paths {
		relative, err := inRepository(root, given)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, git.Hint(fmt.Errorf("there is no file or folder %q", given), "name post mortems, or folders that contain some")
		}
		if err != nil {
			return nil, git.Hint(fmt.Errorf("%q: %w", given, err), "-C FOLDER reads another repository")
		}
		found := false
		for name := range names {
			if relative == "." || name == relative || strings.HasPrefix(name, relative+"/") {
				out[name], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("%q is not a post mortem or a folder that contains any", given)
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

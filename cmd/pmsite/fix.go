package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/project"
)

// maxRounds limits how often files are fixed and checked again: two fixes that touch
// each other take two rounds.
const maxRounds = 5

// fix applies the fixes, each file in one step, and returns the remaining findings.
func (a *app) fix(ctx context.Context, p *project.Project, paths []string, f checkFlags, findings []check.Finding, total int) ([]check.Finding, int, error) {
	made, files := 0, map[string]bool{}
	for range maxRounds {
		byFile := map[string][]check.Finding{}
		for _, finding := range findings {
			if finding.Fix != nil {
				byFile[finding.File] = append(byFile[finding.File], finding)
			}
		}
		round := 0
		for name, list := range byFile {
			n, err := fixFile(filepath.Join(p.Root, filepath.FromSlash(name)), list)
			if errors.Is(err, fs.ErrNotExist) {
				return nil, 0, fail(fmt.Errorf("fix %q: it is not checked out", name), "git sparse-checkout add "+path.Dir(name))
			}
			if err != nil {
				return nil, 0, fail(fmt.Errorf("fix %q: %w", name, err), "")
			}
			if n > 0 {
				files[name] = true
			}
			round += n
		}
		if round == 0 {
			break
		}
		made += round
		var err error
		if findings, total, err = a.findings(ctx, p, paths, f); err != nil {
			return nil, 0, err
		}
	}
	if made > 0 {
		a.say("fixed %s in %s", count(made, "place"), count(len(files), "file"))
	}
	return findings, total, nil
}

// fixFile replaces a file with its fixed text, if any fix applies, and returns the
// number of fixes.
func fixFile(name string, findings []check.Finding) (int, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	fixed, made := check.Apply(src, findings)
	if made == 0 {
		return 0, nil
	}
	return made, replaceFile(name, fixed)
}

package project

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/review/report"
)

// ToWrite returns what is still to be written in a draft of a collection, by line: fields that are missing, and what
// [check.Ahead] finds. It returns nothing for other post mortems, or if the file cannot be read. It depends on nothing
// but the draft's text and the config.
func (p *Project) ToWrite(ctx context.Context, c *collection.Collection, pm *content.PostMortem) (out []content.Problem) {
	src, err := fs.ReadFile(c.FS, pm.Path)
	if err != nil || !pm.IsDraft() {
		return nil
	}
	in := check.Input{Collection: c, Config: p.Config}
	now := check.RunText(ctx, pm.Path, src, in)
	missing := slices.DeleteFunc(slices.Clone(now), func(f check.Finding) bool { return f.Rule != "missing-field" })
	for _, f := range append(missing, check.Ahead(ctx, pm.Path, src, in, now)...) {
		out = append(out, content.Problem{File: f.File, Pos: content.Pos{Line: f.Line, Column: f.Column}, Level: f.Level, Rule: f.Rule, Message: f.Message, Hint: f.Hint})
	}
	content.SortProblems(out)
	return out
}

// LineURL returns the address at which a forge shows a line of a file, see [Project.FileURL].
func (p *Project) LineURL(name string, line int) string {
	address := p.FileURL(name)
	if address == "" {
		return ""
	}
	return address + "#L" + strconv.Itoa(line)
}

// ahead returns what is still to be written in the drafts of a diff.
func ahead(ctx context.Context, d report.Diff, in check.Input) (out []check.Finding, err error) {
	for _, document := range d.Documents {
		if document.After == nil || !document.After.IsDraft() {
			continue
		}
		src, err := fs.ReadFile(in.Collection.FS, document.Path)
		if err != nil {
			return nil, fmt.Errorf("read %q: %w", document.Path, err)
		}
		out = append(out, check.Ahead(ctx, document.Path, src, in, d.Findings)...)
	}
	return out, nil
}

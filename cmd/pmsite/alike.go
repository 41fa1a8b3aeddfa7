package main

import (
	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist/lsp"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/review/report"
	"github.com/pmsite/pmsite/index"
)

// sayAlike says which post mortems look like one that is being written, and why.
func (a *app) sayAlike(posts []*content.PostMortem, pm *content.PostMortem) {
	for _, other := range index.Alike(posts, pm) {
		a.say("looks like %s, %s: %s", other.PM.Key(), other.PM.Title, other.Reason)
	}
}

// alikeOf returns what looks like a post mortem, for the comment on its pull request.
func alikeOf(posts []*content.PostMortem, pm *content.PostMortem) (out []report.Alike) {
	for _, other := range index.Alike(posts, pm) {
		out = append(out, report.Alike{Path: other.PM.Path, Key: other.PM.Key(), Title: other.PM.Title, Reason: other.Reason})
	}
	return out
}

// alikeInEditor returns what looks like the post mortem in an editor. Whoever has the collection may know its hidden drafts.
func alikeInEditor(posts []*content.PostMortem, pm *content.PostMortem) (out []lsp.Alike) {
	for _, other := range index.Alike(posts, pm) {
		out = append(out, lsp.Alike(other))
	}
	return out
}

func serviceOf(v convert.Values) []string {
	if v.Service == "" {
		return nil
	}
	return []string{v.Service}
}

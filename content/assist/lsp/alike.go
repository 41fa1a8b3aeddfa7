package lsp

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
)

// Alike is a post mortem that looks like the one in the editor.
type Alike struct {
	PM     *content.PostMortem
	Reason string // what both share
}

// maxAlike is the maximum number of post mortems that a hover names.
const maxAlike = 3

// A later computes an answer that takes long. It runs in a goroutine of its own and does not use the server's state.
type later func() any

// answerLater answers a request when the answer is there, or as soon as its turn comes after the client has cancelled it.
func (s *server) answerLater(ctx context.Context, m incoming, compute later) {
	go func() {
		var result any
		select {
		case s.checks <- struct{}{}:
			if m.ctx.Err() == nil {
				result = compute()
			}
			<-s.checks
		case <-m.ctx.Done():
		}
		s.post(ctx, func() { s.answer(m, result, nil) })
	}()
}

// withAlike adds what looks like the document to what is said about its title.
func (d *document) withAlike(h hover) later {
	name, src, options := d.name, []byte(d.text.src), d.ws.config.Options()
	find, posts := d.ws.project.Alike, slices.Collect(maps.Values(d.ws.posts))
	return func() any {
		if pm, _ := content.Parse(name, src, options); pm != nil {
			h.Contents.Value += alikeMarkdown(find(posts, pm))
		}
		return h
	}
}

func alikeMarkdown(list []Alike) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n\n**Looks alike**\n\n")
	for _, other := range list[:min(len(list), maxAlike)] {
		b.WriteString("- " + console.Markdown(other.PM.Key()+", "+other.PM.Title+": "+other.Reason) + " (" + console.MarkdownCode(other.PM.Path) + ")\n")
	}
	return b.String()
}

// outline returns a post mortem without what is long and does not tell whether another one looks like it.
func outline(pm *content.PostMortem) *content.PostMortem {
	short := *pm
	short.Sections, short.Timeline, short.References, short.Params = nil, nil, nil, nil
	short.WentWell, short.WentWrong, short.GotLucky, short.OtherLessons = nil, nil, nil, nil
	short.ActionItems = make([]content.ActionItem, len(pm.ActionItems))
	for i := range pm.ActionItems {
		short.ActionItems[i].Tracking = pm.ActionItems[i].Tracking
	}
	return &short
}

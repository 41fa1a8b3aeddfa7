package lsp

import (
	"context"
	"io"
	"io/fs"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/markdown"
)

// learn reads in the background whom git knows and what words the collection
// uses; until then less is found and offered.
func (s *server) learn(ctx context.Context, ws *workspace) {
	ws.relate()
	cfg := ws.config
	go func() {
		people, err := ws.project.People(ctx)
		s.post(ctx, func() {
			if err != nil {
				s.warn(err)
			}
			ws.people = people
			ws.relate()
			s.recheck(ctx, ws)
		})
		s.learnWords(ctx, ws, cfg)
	}()
}

// learnWords reads the collection, one file after the other: who types comes
// first, and of what is read only the words are kept.
func (s *server) learnWords(ctx context.Context, ws *workspace, cfg *config.Config) {
	names, _, err := collection.Documents(ws.project.FS, cfg.Content)
	if err != nil {
		return // there is no collection yet
	}
	words := map[string]assist.Words{}
	for _, name := range names {
		if ctx.Err() != nil {
			return
		}
		if pm := read(ws.project.FS, name, cfg.Options()); pm != nil {
			words[name] = assist.WordsOf(pm)
		}
	}
	s.post(ctx, func() {
		if ws.config == cfg {
			ws.words = words
			ws.relate()
		}
	})
}

// read parses a file; nil when it cannot be read as a post mortem.
func read(fsys fs.FS, name string, opts content.Options) *content.PostMortem {
	file, err := fsys.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	src, err := io.ReadAll(io.LimitReader(file, markdown.MaxSize+1))
	if err != nil {
		return nil
	}
	pm, _ := content.Parse(name, src, opts)
	return pm
}

// relate works out what to offer; roles are those that the rules allow.
func (ws *workspace) relate() {
	ws.known = assist.Know(ws.config, ws.words)
	ws.known.Roles = check.Roles(ws.input(), ws.known.Roles)
}

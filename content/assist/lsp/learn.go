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

// learn reads, in the background, the people git knows and the words that the collection
// uses. Until it is done, checks find less and completions offer less.
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

// learnWords reads the collection one file at a time, so as not to slow down requests, and
// keeps only the words.
func (s *server) learnWords(ctx context.Context, ws *workspace, cfg *config.Config) {
	names, _, err := collection.Documents(ws.project.FS, cfg.Content, cfg.Exclude)
	if err != nil {
		return // no collection yet
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

// read parses a file. It returns nil if the file is not a readable post mortem.
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

// relate updates the words to offer. It offers only roles that the rules allow.
func (ws *workspace) relate() {
	ws.known = assist.NewKnowledge(ws.config, ws.words)
	ws.known.Words[assist.Roles] = check.Roles(ws.input(), ws.known.Words[assist.Roles])
}

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

// learn reads, in the background, the people git knows, the words that the collection
// uses, and outlines of its post mortems. Until it is done, checks find less and completions offer less.
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
		s.learnCollection(ctx, ws, cfg)
	}()
}

// learnCollection reads the collection one file at a time, so as not to slow down requests, and
// keeps only the words and outlines.
func (s *server) learnCollection(ctx context.Context, ws *workspace, cfg *config.Config) {
	names, _, err := collection.Documents(ws.project.FS, cfg.Content, cfg.Exclude)
	if err != nil {
		return // no collection yet
	}
	read := workspace{words: map[string]assist.Words{}, posts: map[string]*content.PostMortem{}}
	for _, name := range names {
		if ctx.Err() != nil {
			return
		}
		if pm := parse(ws.project.FS, name, cfg.Options()); pm != nil {
			read.know(pm)
		}
	}
	s.post(ctx, func() {
		if ws.config == cfg {
			ws.words, ws.posts = read.words, read.posts
			ws.relate()
		}
	})
}

// parse reads a file. It returns nil if the file is not a readable post mortem.
func parse(fsys fs.FS, name string, opts content.Options) *content.PostMortem {
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

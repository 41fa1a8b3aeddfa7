package lsp

import (
	"context"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// A workspace is a folder that is open in the client, and what is known about it.
type workspace struct {
	project *Project
	config  *config.Config
	people  []check.Person
	words   map[string]assist.Words        // by path
	posts   map[string]*content.PostMortem // outlines, by path
	known   assist.Knowledge
}

// openWorkspaces opens the client's folders, or else the working directory. It reads in the
// background what takes long.
func (s *server) openWorkspaces(ctx context.Context, p initializeParams) {
	var folders []string
	for _, f := range p.WorkspaceFolders {
		folders = append(folders, f.URI)
	}
	if len(folders) == 0 && p.RootURI != "" {
		folders = []string{p.RootURI}
	}
	var names []string
	for _, uri := range folders {
		if name, ok := fileOf(uri); ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		names = []string{""}
	}
	for _, name := range names {
		project, err := s.Open(name)
		if err == nil {
			ws := &workspace{project: project, config: config.Default(), words: map[string]assist.Words{}, posts: map[string]*content.PostMortem{}}
			s.workspaces = append(s.workspaces, ws)
			ws.config, err = project.Config()
			if err != nil {
				ws.config = config.Default()
			}
			s.learn(ctx, ws)
		}
		if err != nil {
			s.warn(err)
		}
	}
}

// know adds a post mortem to what is known, in place of its older version.
func (ws *workspace) know(pm *content.PostMortem) {
	ws.words[pm.Path] = assist.WordsOf(pm)
	delete(ws.posts, pm.Path)
	if pm.Removal == nil {
		ws.posts[pm.Path] = outline(pm)
	}
}

func (ws *workspace) input() check.Input {
	return check.Input{
		Collection: &collection.Collection{FS: ws.project.FS}, Config: ws.config, AsOf: ws.project.AsOf(ws.config), People: ws.people,
	}
}

// refresh reads the config again and, if it has changed, everything that depends on it.
func (s *server) refresh(ctx context.Context, ws *workspace) {
	cfg, err := ws.project.Config()
	switch {
	case err != nil:
		s.warn(err)
	case !reflect.DeepEqual(cfg, ws.config):
		ws.config = cfg
		ws.relate()
		go s.learnCollection(ctx, ws, cfg)
		s.recheck(ctx, ws)
	}
}

// place returns the workspace of a file and its path in the repository, or nil if the file
// belongs to none.
func (s *server) place(uri string) (*workspace, string) {
	file, ok := fileOf(uri)
	if !ok {
		return nil, ""
	}
	for _, ws := range s.workspaces {
		for _, root := range ws.project.Roots {
			if name, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(name) {
				return ws, filepath.ToSlash(name)
			}
		}
	}
	return nil, ""
}

var drive = regexp.MustCompile(`^/[A-Za-z]:`)

// fileOf returns the path of a file URI.
func fileOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" || strings.ContainsRune(u.Path, 0) {
		return "", false
	}
	name := u.Path
	if drive.MatchString(name) {
		name = name[1:]
	}
	return filepath.Clean(filepath.FromSlash(name)), true
}

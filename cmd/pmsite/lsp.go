package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist/lsp"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/project"
)

// typingPause is how long the text rests before it is checked.
const typingPause = 150 * time.Millisecond

func lspCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lsp",
		Short: "Help in an editor while a post mortem is written",
		Long: `Lsp is a language server over standard input and output: editors start it. It
shows what check finds while you type, completes keys, the words of the format and
of the config, services, roles and tags, shows the figures that the timeline gives,
and makes the changes of --fix one by one. The collection is that of the folder
which the editor has open; only its post mortems are looked at.`,
		Example: `  pmsite lsp                  what an editor is told to start for markdown`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := lsp.Serve(cmd.Context(), a.stdin, a.stdout, lsp.Options{Open: a.lspProject, Version: version(), Delay: typingPause})
			if errors.Is(err, lsp.ErrNoShutdown) {
				return errReported
			}
			return err
		},
	}
}

// lspProject opens the repository of a folder, "" for the one of -C.
func (a *app) lspProject(dir string) (*lsp.Project, error) {
	if dir == "" {
		dir = a.dir
	}
	root, err := project.FindRoot(dir)
	if err != nil {
		return nil, err
	}
	src, err := a.opener().OpenSource(root, "")
	if err != nil {
		return nil, err
	}
	p := &lsp.Project{Roots: []string{root}, FS: src.FS}
	if real, err := filepath.EvalSymlinks(root); err == nil && real != root {
		p.Roots = append(p.Roots, real)
	}
	p.Config = func() (*config.Config, error) {
		cfg, err := a.opener().ReadConfig(os.DirFS(root))
		var wrong *project.ConfigError
		if errors.As(err, &wrong) {
			a.print(wrong.Problems)
			err = errors.New("the config has errors; its last good state is used, and the server's log tells more")
		}
		return cfg, err
	}
	p.AsOf = func(cfg *config.Config) content.Date { return project.Today(src, cfg, a.now()) }
	p.People = func(ctx context.Context) ([]check.Person, error) { return project.People(ctx, src) }
	return p, nil
}

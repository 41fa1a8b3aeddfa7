package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist/lsp"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/project"
)

// typingPause is how long the text must be unchanged before it is checked.
const typingPause = 150 * time.Millisecond

func lspCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lsp",
		Short: "Run a language server for editors",
		Long: `Lsp runs a language server on standard input and output; editors start it. While
you type, it shows what check finds and completes keys, values, services, roles and
tags. It shows the figures computed from the timeline and, at the title, which post
mortems look alike and why. It offers each change of check --fix as a code action. The
server handles only the post mortems of the folder that is open in the editor.`,
		Example: `  pmsite lsp                  the command to configure in the editor for markdown files`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := lsp.Serve(cmd.Context(), a.stdin, a.stdout, lsp.Options{Open: a.lspProject, Version: version(), Delay: typingPause})
			if errors.Is(err, lsp.ErrNoShutdown) {
				return errReported
			}
			return err
		},
	}
}

// lspProject opens the repository of a folder; "" means the folder of -C.
func (a *app) lspProject(dir string) (*lsp.Project, error) {
	if dir == "" {
		dir = a.dir
	}
	root, err := project.FindRoot(dir)
	if err != nil {
		return nil, err
	}
	src, err := a.opener().OpenSource(root)
	if err != nil {
		return nil, err
	}
	p := &lsp.Project{Roots: []string{root}, FS: src.FS}
	if real, err := filepath.EvalSymlinks(root); err == nil && real != root {
		p.Roots = append(p.Roots, real)
	}
	p.Config = func() (*config.Config, error) {
		cfg, err := a.opener().ReadConfig(root, src.FS)
		var wrong *project.ConfigError
		if errors.As(err, &wrong) {
			a.print(wrong.Problems)
			err = errors.New("the config has errors; its last good state is used (see the server's log)")
		}
		return cfg, err
	}
	p.AsOf = func(cfg *config.Config) content.Date { return project.Today(src, cfg, a.now()) }
	p.Alike = alikeInEditor
	p.People = func(ctx context.Context) ([]check.Person, error) { return project.People(ctx, src) }
	return p, nil
}

package main

import (
	"context"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/site/archive"
	"github.com/pmsite/pmsite/site/serve"
)

type openFlags struct {
	addr      string
	noBrowser bool
}

func openCommand(a *app) *cobra.Command {
	var f openFlags
	cmd := &cobra.Command{
		Use:   "open FOLDER|ZIP",
		Short: "Open a built site, or the artifact of a CI run, in a browser",
		Long: `Open serves a site that has been built, to this machine only, and opens it in a
browser: a folder that pmsite build wrote, or the zip file of an artifact, as a pull
request on GitHub or a merge request on GitLab offers it. It reads the files in place,
and writes nothing but a temporary file for an artifact of GitHub Pages, which
is an archive in an archive.

An artifact may come from anybody. Open refuses archives with paths that lead out of
them, with links, and with more than 2 GB.`,
		Example: `  pmsite open public
  pmsite open ~/Downloads/draft-site.zip
  pmsite open --no-browser --addr 127.0.0.1:8080 draft-site.zip`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fail(fmt.Errorf("open takes one folder or zip file"), "pmsite open public")
			}
			return nil
		},
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.open(cmd.Context(), args[0], f) },
	}
	cmd.Flags().StringVar(&f.addr, "addr", "", "`address` of this machine to listen on (default: 127.0.0.1 with a free port)")
	cmd.Flags().BoolVar(&f.noBrowser, "no-browser", false, "open no browser")
	return cmd
}

// open serves a built site until it is interrupted.
func (a *app) open(ctx context.Context, name string, f openFlags) error {
	addr := f.addr
	if addr == "" {
		addr = "127.0.0.1:0" // an origin of its own, since the scripts may be anybody's
	}
	if host, _, err := net.SplitHostPort(addr); err != nil || !isLoopback(host) {
		return fail(fmt.Errorf("--addr: %q is not an address of this machine alone", addr), "--addr takes one such as 127.0.0.1:8080")
	}
	site, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer site.Close()
	listener, err := a.listen(addr)
	if err != nil {
		return err
	}
	server := &serve.Server{Still: true}
	server.Show(serve.Snapshot{Site: site})
	web, failed := a.webServer(ctx, server), make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	address := "http://" + listener.Addr().String() + "/"
	_, _ = fmt.Fprintf(a.text, "%s shows the site; stop with Ctrl-C\n", address)
	if !f.noBrowser {
		openBrowser(address)
	}
	return a.wait(ctx, web, failed)
}

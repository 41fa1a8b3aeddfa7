package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
)

const defaultAddr = "127.0.0.1:1414"

type serveFlags struct {
	addr, ref string
	open      bool
}

func serveCommand(a *app) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site, drafts included, and follow every change",
		Example: `  pmsite serve
  pmsite serve --open
  pmsite serve --ref origin/main`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	f.register(cmd)
	a.offlineFlag(cmd)
	cmd.Flags().StringVar(&f.ref, "ref", "", "show this commit, branch or tag instead of the work tree")
	return cmd
}

func (f *serveFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.addr, "addr", defaultAddr, "address to listen on; the next free port is taken if it is in use")
	cmd.Flags().BoolVar(&f.open, "open", false, "open a browser")
}

// serve shows the site until it is interrupted.
func (a *app) serve(ctx context.Context, f serveFlags) error {
	listener, err := a.listen(f.addr)
	if err != nil {
		return fail(err, "--addr takes host:port, such as "+defaultAddr)
	}
	server := &serve.Server{}
	if host, _, err := net.SplitHostPort(f.addr); err == nil && host != "" && net.ParseIP(host) == nil {
		server.Hosts = []string{host}
	} else if err == nil && !isLoopback(host) {
		server.Hosts = []string{"*"}
		a.say("%s everybody who reaches %s can read the preview, drafts included", a.paint(a.stderr, yellow, "warning:"), f.addr)
	}
	p, err := a.rebuild(ctx, server, f.ref)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 2)
	go func() { failed <- web.Serve(listener) }()
	if f.ref == "" {
		go func() { failed <- a.follow(ctx, p, server) }()
	}
	address := "http://" + listener.Addr().String() + "/"
	_, _ = fmt.Fprintf(a.stdout, "%s shows the site; stop with Ctrl-C\n", address)
	if f.open {
		openBrowser(address)
	}
	return a.wait(ctx, web, failed)
}

// wait ends with the interrupt, or with what goes wrong. A watch that fails
// leaves the site on show.
func (a *app) wait(ctx context.Context, web *http.Server, failed <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			if err := web.Shutdown(shutdown); err != nil && !errors.Is(err, context.DeadlineExceeded) {
				return err
			}
			return nil
		case err := <-failed:
			if err == nil {
				continue
			}
			if errors.Is(err, http.ErrServerClosed) {
				return nil
			}
			var listening *net.OpError
			if errors.As(err, &listening) {
				return err
			}
			a.say("%s %v; changes will not be seen", a.paint(a.stderr, yellow, "warning:"), err)
		}
	}
}

// follow rebuilds after every change of the repository's files, and of those
// sources that are work trees. The output folder and git's own files are left
// alone.
func (a *app) follow(ctx context.Context, p *project, server *serve.Server) error {
	output := filepath.Join(p.root, p.config.Output)
	ignore := func(name string) bool {
		return isGit(p.root, name) || name == output || strings.HasPrefix(name, output+string(filepath.Separator)) ||
			strings.Contains(filepath.Base(name), ".pmsite-")
	}
	folders := append([]string{p.root}, p.worktrees()...)
	return serve.Watch(ctx, folders, ignore, func() {
		if _, err := a.rebuild(ctx, server, ""); err != nil && ctx.Err() == nil && !errors.Is(err, errReported.err) {
			fmt.Fprintf(a.stderr, "%s %v\n", a.paint(a.stderr, red, "error:"), err)
		}
	})
}

// isGit says whether a path is of a repository's own files.
func isGit(root, name string) bool {
	relative, err := filepath.Rel(root, name)
	first, _, _ := strings.Cut(filepath.ToSlash(relative), "/")
	return err != nil || first == ".git"
}

// rebuild reads everything again and shows it. Documents with errors are named
// and left out; the others are shown.
func (a *app) rebuild(ctx context.Context, server *serve.Server, ref string) (*project, error) {
	start := a.now()
	p, err := a.open(ctx, ref)
	if err != nil {
		return nil, err
	}
	c, s, err := a.preview(ctx, p)
	if err != nil {
		p.close()
		return nil, err
	}
	server.Show(s)
	a.retire(p)
	a.print(c.Problems)
	problems := ""
	if len(c.Problems) > 0 && content.HasErrors(c.Problems) {
		problems = ", " + summarize(c.Problems)
	}
	a.say("%s %s in %d ms%s", a.now().Format("15:04:05"), count(s.Posts, "post mortem"), a.now().Sub(start).Milliseconds(), problems)
	return p, nil
}

// preview decides what the site shows, drafts included.
func (a *app) preview(ctx context.Context, p *project) (*content.Collection, *site.Site, error) {
	asOf, err := a.asOf(p, "")
	if err != nil {
		return nil, nil, err
	}
	c, err := a.load(ctx, p, 0)
	if err != nil {
		return nil, nil, err
	}
	if err := a.addHistory(ctx, p, c, false); err != nil {
		return nil, nil, err
	}
	s, err := a.site(ctx, p, c, asOf, true)
	return c, s, err
}

// retire closes the source before the last one: pages of the last site may
// still be on their way.
func (a *app) retire(shown *project) {
	if a.shown[0] != nil {
		a.shown[0].close()
	}
	a.shown = [2]*project{a.shown[1], shown}
}

// listen takes the port asked for, or the next free one of ten.
func (a *app) listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	first, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, err
	}
	var firstErr error
	for n := first; n <= first+10; n++ {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, fmt.Sprint(n)))
		if err == nil {
			if n != first {
				a.say("port %d is in use", first)
			}
			return listener, nil
		}
		if firstErr == nil {
			firstErr = err
		}
		if first == 0 {
			break
		}
	}
	return nil, firstErr
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// openBrowser asks the system to; that there is none is no fault.
func openBrowser(address string) {
	command := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	cmd := exec.Command(command[0], append(command[1:], address)...) //nolint:gosec // a fixed program and our own address
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}

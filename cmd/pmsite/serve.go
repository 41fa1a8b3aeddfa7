package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/preview"
	"github.com/pmsite/pmsite/site/serve"
)

const defaultAddr = "127.0.0.1:1414"

type serveFlags struct {
	addr, ref, compare, editor string
	open, poll                 bool
}

func serveCommand(a *app) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site with drafts, and update it on every change",
		Long: `Serve shows the site, drafts included, on this machine. When a file changes, the page
updates in place; a panel lists what check finds in the post mortem, with links that
open an editor at the line. If something cannot be read, the page stays in its last good
state and says why. With --compare, the pages mark what the branch changes.`,
		Example: `  pmsite serve
  pmsite serve --open
  pmsite serve --compare main
  pmsite serve --ref origin/topic --compare origin/main`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	f.register(cmd)
	a.offlineFlag(cmd)
	cmd.Flags().StringVar(&f.ref, "ref", "", "show this commit, branch or tag (a `ref`) instead of the work tree")
	cmd.Flags().StringVar(&f.compare, "compare", "", "mark what changed since the branch diverged from this `ref`")
	return cmd
}

func (f *serveFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.addr, "addr", defaultAddr, "`address` to listen on; if the port is in use, the next free one is used")
	cmd.Flags().BoolVar(&f.open, "open", false, "open the site in a browser")
	cmd.Flags().StringVar(&f.editor, "editor", "", "`editor` for links to source lines: "+strings.Join(preview.Editors(), ", ")+`
or a URL with {path}, {line} and {column} (default: $PMSITE_EDITOR, or `+preview.DefaultEditor+")")
	cmd.Flags().BoolVar(&f.poll, "poll", false, "check the files twice a second, for network mounts and containers that do not report changes")
}

// serve shows the site until it is interrupted.
func (a *app) serve(ctx context.Context, f serveFlags) error {
	editor, err := preview.EditorNamed(cmp.Or(f.editor, a.getenv("PMSITE_EDITOR")))
	if err != nil {
		example, _ := preview.EditorNamed(preview.DefaultEditor)
		return fail(fmt.Errorf("--editor: %w", err), "it takes "+strings.Join(preview.Editors(), ", ")+", or an address such as "+string(example))
	}
	listener, err := a.listen(f.addr)
	if err != nil {
		return fail(err, "--addr takes host:port, such as "+defaultAddr+"; with port 0, it takes any free one")
	}
	server := &serve.Server{}
	if host, _, err := net.SplitHostPort(f.addr); err == nil && host != "" && net.ParseIP(host) == nil {
		server.Hosts = []string{host}
	} else if err == nil && !isLoopback(host) {
		server.Hosts = []string{"*"}
		a.warn(fmt.Sprintf("anybody who can reach %s can read the preview, including drafts", f.addr), "")
	}
	show := &preview.Follower{
		Opener: a.opener(), Server: server, Log: previewLog{a}, Version: version(),
		Ref: f.ref, Compare: f.compare, Editor: editor, Poll: f.poll,
	}
	defer show.Wait()
	if err := show.Show(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	web := a.webServer(ctx, server)
	failed := make(chan error, 2)
	go func() { failed <- web.Serve(listener) }()
	go func() { failed <- show.Follow(ctx) }()
	address := "http://" + reachable(listener.Addr().String()) + "/"
	_, _ = fmt.Fprintf(a.text, "%s shows the site; stop with Ctrl-C\n", address)
	if f.open {
		openBrowser(address)
	}
	return a.wait(ctx, web, failed)
}

func (a *app) webServer(ctx context.Context, handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(a.log, "", 0),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
}

// wait returns when ctx ends or the server fails. If following changes fails, it prints
// a warning and keeps serving.
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
			a.warn(fmt.Sprintf("%v; the preview will not follow changes", err), "")
		}
	}
}

// A previewLog prints the events of a preview.
type previewLog struct{ *app }

func (l previewLog) Rebuilt(r preview.Rebuilt) {
	l.print(r.NewProblems)
	problems := ""
	if content.HasErrors(r.Problems) {
		problems = ", " + summarize(r.Problems)
	}
	l.say("%s %s in %d ms%s", r.At.Format("15:04:05"), count(r.PostMortems, "post mortem"), r.Took.Milliseconds(), problems)
	if r.PostMortems == 0 {
		l.warnIfEmpty(r.Project)
	}
}

func (l previewLog) Failed(err error) { l.printError(err) }

func (l previewLog) Warn(message string) { l.warn(message, "") }

// listen listens on the given port, or on the first free one of the ten that follow.
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

// reachable returns an address that a browser can open: localhost for an unspecified
// host such as 0.0.0.0.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return addr
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// openBrowser opens an address in a browser, if there is one.
func openBrowser(address string) {
	command := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	cmd := exec.Command(command[0], append(command[1:], address)...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}

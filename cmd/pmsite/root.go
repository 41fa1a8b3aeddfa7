package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/project"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// An app is one run of the program: its environment and the flags that all commands
// share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer       // for data, and for what is known to be harmless
	text, log      *console.Writer // the same streams for people, who get everything else; see run
	getenv         func(string) string
	now            func() time.Time

	dir, config    string
	quiet, verbose bool
	noCache        bool
	memory         string
	color          string

	offline bool // use the copies of the sources from the last run
	stages  stages

	projects *project.Opener // see opener
	uncached sync.Once       // warns once that the cache cannot be written
	warned   atomic.Bool     // whether there was a warning that is not about a document
}

// Exit statuses.
const (
	statusContent = 1 // the content has errors, nothing was found, or there is a difference
	statusFailed  = 2 // the command could not run
)

// A failure is an error that knows its exit status and what to do about it.
type failure struct {
	status int
	err    error
	hint   string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// fail returns a failure with a hint, which may be "".
func fail(err error, hint string) error { return &failure{statusFailed, err, hint} }

// errReported ends a command that has already printed its findings.
var errReported = &failure{status: statusContent, err: errors.New("reported")}

func (a *app) run(ctx context.Context, args []string) int {
	a.text, a.log = console.NewWriter(a.stdout), console.NewWriter(a.stderr)
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err = errors.Join(err, a.text.Flush()); err == nil {
		return 0
	}
	a.decideColors()
	f := &failure{status: statusFailed, err: err}
	errors.As(err, &f)
	switch {
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		a.log.Line(console.Plain("interrupted"))
		return statusFailed
	case f.err != errReported.err:
		a.printError(err)
	}
	return f.status
}

// hintOf returns the advice that an error carries, or "" if it has none.
func hintOf(err error) string {
	var f *failure
	if errors.As(err, &f) && f.hint != "" {
		return f.hint
	}
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	return ""
}

// printError prints an error and its hint.
func (a *app) printError(err error) {
	var config *project.ConfigError
	if errors.As(err, &config) {
		a.print(config.Problems)
		return
	}
	hint := hintOf(err)
	first, rest, more := strings.Cut(err.Error(), "\n")
	a.log.Line(console.Span{Style: console.Red, Text: "error:"}, console.Plain(" "+first))
	if more {
		fmt.Fprintln(a.log, rest)
	}
	if hint != "" {
		fmt.Fprintln(a.log, "hint: "+hint)
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "pmsite COMMAND [flags]",
		Short: "Post mortems in git: check them, preview them, publish them as a site",
		Long: `pmsite keeps post mortems in a git repository. Each is a markdown file with front
matter, reviewed in a pull request like code. pmsite checks them, shows them live
while they are written, and publishes them as a static site.`,
		Example: `  pmsite demo                 show the sample collection
  pmsite serve                preview the post mortems of this repository
  pmsite build -o public      write the site`,
		SilenceErrors: true, SilenceUsage: true, Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.Version = version()
	root.SetVersionTemplate(about())
	root.SuggestionsMinimumDistance = 2
	root.SetUsageTemplate(usage)
	root.SetOut(a.stdout)
	root.SetErr(a.log)
	root.SetFlagErrorFunc(flagFailure)
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "dir", "C", "", "`folder` in the repository (default: the working directory)")
	flags.StringVar(&a.config, "config", "", "config `file`, to which its paths are relative (default: pmsite.yaml in the repository)")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "print errors only")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "print more, including all warnings")
	flags.BoolVar(&a.noCache, "no-cache", false, "neither use nor write the cache")
	flags.StringVar(&a.memory, "memory", "", "how much memory to use, a `size` such as 1GiB (default: a quarter of the machine's)")
	flags.StringVar(&a.color, "color", "auto", "`when` to use colours: auto, always or never")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if !slices.Contains(colorChoices, a.color) {
			return wrongChoice("--color", a.color, colorChoices)
		}
		a.decideColors()
		return a.setMemory()
	}
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, command := range g.commands {
			cmd := command(a)
			cmd.GroupID = g.title
			root.AddCommand(cmd)
		}
	}
	root.SetHelpCommand(a.helpCommand())
	root.SetHelpCommandGroupID(groups[len(groups)-1].title)
	root.CompletionOptions.DisableDefaultCmd = true
	a.complete(root)
	return root
}

// colorChoices are the values of --color.
var colorChoices = []string{"auto", "always", "never"}

// Usage of flags that several commands have.
const (
	asOfUsage        = "decide what is overdue as of this `date`: 2026-03-05, today, or commit (the default)"
	allowReopenUsage = "allow a completed post mortem to go back to review or draft"
)

func init() { cobra.EnableCommandSorting = false } // help lists commands in the order of groups

// A group is what help lists under one heading.
type group struct {
	title    string
	commands []func(*app) *cobra.Command
}

// groups list all commands, in the order in which somebody needs them; each has a file of its own.
var groups = []group{
	{"Start", []func(*app) *cobra.Command{demoCommand, initCommand, importCommand, newCommand, questionsTopic}},
	{"Write and review", []func(*app) *cobra.Command{checkCommand, rulesCommand, fmtCommand, diffCommand, reviewCommand, renumberCommand, removeCommand, lspCommand, schemaCommand, formatTopic}},
	{"Show and publish", []func(*app) *cobra.Command{serveCommand, buildCommand, openCommand, publishCommand, hostingTopic, removingTopic}},
	{"Learn from them", []func(*app) *cobra.Command{searchCommand, statsCommand, recurrencesCommand, dueCommand, driftCommand, digestCommand, calibrateCommand, exportCommand}},
	{"The program", []func(*app) *cobra.Command{migrateCommand, versionsTopic, themeCommand, completionCommand, versionCommand}},
}

// decideColors sets which streams have colours. The flags may not be known yet when the
// app is made.
func (a *app) decideColors() { a.text.Color, a.log.Color = a.colors(a.stdout), a.colors(a.stderr) }

// colors reports whether output to w is coloured: as --color says, by default if w is a
// terminal and NO_COLOR is not set.
func (a *app) colors(w io.Writer) bool {
	return a.color == "always" || a.color == "auto" && a.getenv("NO_COLOR") == "" && isTerminal(w)
}

// data returns the stream for data on standard output. In a file or a pipe it is exact;
// a terminal must not obey it.
func (a *app) data() io.Writer {
	if isTerminal(a.stdout) {
		return a.text
	}
	return a.stdout
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// warn prints a warning and its hint, which may be "". With -q it prints nothing.
func (a *app) warn(message, hint string) {
	a.warned.Store(true)
	if a.quiet {
		return
	}
	a.log.Line(console.Span{Style: console.Yellow, Text: "warning:"}, console.Plain(" "+message))
	if hint != "" {
		a.say("hint: %s", hint)
	}
}

// say prints a message. With -q it prints nothing.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.log, format+"\n", args...)
	}
}

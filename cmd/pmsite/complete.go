package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/check"
	checkreport "github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/console"
	diffreport "github.com/pmsite/pmsite/content/review/report"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/preview"
)

// completions maps flags to the values that a shell offers: by name, or by command and name where commands differ.
func (a *app) completions() map[string]cobra.CompletionFunc {
	refs := a.offer((*app).refNames)
	days := values("today", "commit")
	return map[string]cobra.CompletionFunc{
		"service": a.offerWords(serviceWords), "tag": a.offerWords(tagWords),
		"severity": a.offerVocabulary("severity"), "status": a.offerVocabulary("status"),
		"ref": refs, "base": refs, "head": refs, "compare": refs, "branch": refs, "remote": values("origin"),
		"as-of": days, "by": values(keys(steps)...), "color": values(colorChoices...),
		"editor": values(preview.Editors()...), "hints": values(keepHints, noHints), "what": values(keys(feed.Exports)...),
		"check format": values(checkFormats()...), "diff format": values(diffFormats()...),
		"due format": values(keys(dueFormats)...), "recurrences format": values(keys(recurrencesFormats)...), "judge by": a.offerWords(assist.Roles), "digest format": values(keys(digestFormats)...), "review format": values(keys(reviewFormats)...), "drift format": values(keys(driftFormats)...), "export format": values(keys(feed.Exports["postmortems"])...),
		"dir": onlyFolders, "output": onlyFolders, "to": onlyFolders, "from": onlyFolders, "index": onlyFolders,
		"config": func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		},
		"stdin-name": anyFile,
	}
}

// complete makes shells complete the values of flags and arguments of all commands. What a flag or a command does not
// mention has no completion, rather than the names of files.
func (a *app) complete(root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	completions := a.completions()
	commands := append(root.Commands(), root)
	for _, cmd := range root.Commands() {
		commands = append(commands, cmd.Commands()...)
	}
	for _, cmd := range commands {
		flags := cmd.LocalNonPersistentFlags()
		if cmd == root {
			flags = cmd.PersistentFlags()
		}
		flags.VisitAll(func(flag *pflag.Flag) {
			offer := completions[cmd.Name()+" "+flag.Name]
			if offer == nil {
				offer = completions[flag.Name]
			}
			if offer != nil {
				_ = cmd.RegisterFlagCompletionFunc(flag.Name, offer) // fails only if there is no such flag
			}
		})
	}
}

// anyFile completes the names of files and folders.
func anyFile(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// onlyFolders completes the names of folders.
func onlyFolders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// values completes fixed values, in their order.
func values(list ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveKeepOrder)
}

// offer completes what list returns of the project at hand. A shell shows no errors, so a project that cannot be read
// has no completions, and no value that a terminal would obey is one.
func (a *app) offer(list func(*app, context.Context) []string) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		a.quiet = true
		offered := slices.DeleteFunc(list(a, cmd.Context()), func(text string) bool { return console.Visible(text) != text })
		return offered, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// offerVocabulary completes the config's values of a key, and the other words for them.
func (a *app) offerVocabulary(key string) cobra.CompletionFunc {
	return a.offer(func(a *app, _ context.Context) []string {
		words := a.vocabularies().Of(key)
		return slices.Concat(words.Values, slices.Sorted(maps.Keys(words.Synonyms())))
	})
}

// offerWords completes the words that the config and the post mortems have for a key. It reads the sources as last
// fetched.
func (a *app) offerWords(key string) cobra.CompletionFunc {
	return a.offer(func(a *app, ctx context.Context) []string {
		a.offline = true
		p, err := a.opener().OpenFiles(ctx)
		if err != nil {
			p, err = a.opener().OpenFilesWithoutSources()
		}
		if err != nil {
			return nil
		}
		defer p.Close()
		return assist.NewKnowledge(p.Config, usedWords(ctx, p)).Words[key]
	})
}

// offerPostMortems completes ids with titles, or else the last parts of addresses, or else paths: the first of these of
// which one begins with what is typed.
func (a *app) offerPostMortems(cmd *cobra.Command, args []string, typed string) (names []string, _ cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	a.quiet = true
	p, err := a.opener().OpenFilesWithoutSources()
	if err != nil {
		return nil, directive
	}
	defer p.Close()
	if len(args) > 0 {
		return nil, directive
	}
	posts := frontMatters(cmd.Context(), p)
	for _, nameOf := range []func(*content.PostMortem) string{
		func(pm *content.PostMortem) string { return pm.ID },
		func(pm *content.PostMortem) string { return pm.Slug },
		func(pm *content.PostMortem) string { return pm.Path },
	} {
		for _, file := range slices.Sorted(maps.Keys(posts)) {
			name := nameOf(posts[file])
			if name != "" && strings.HasPrefix(name, typed) && console.Visible(name) == name {
				names = append(names, cobra.CompletionWithDesc(name, console.Visible(posts[file].Title)))
			}
		}
		if len(names) > 0 {
			break
		}
	}
	return names, directive
}

// refNames returns the names of branches, remote branches and tags.
func (a *app) refNames(context.Context) []string {
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		return nil
	}
	defer p.Close()
	names, err := p.Source.RefNames()
	if err != nil {
		return nil
	}
	return names
}

// ruleNames returns the names of all rules with their titles, as a shell shows them.
func ruleNames() (names []string) {
	for _, rule := range check.Rules() {
		names = append(names, cobra.CompletionWithDesc(rule.Name, rule.Title))
	}
	return names
}

func checkFormats() (names []string) {
	for _, format := range checkreport.Formats() {
		names = append(names, cobra.CompletionWithDesc(format.Name, format.Doc))
	}
	return names
}

func diffFormats() (names []string) {
	for _, format := range diffreport.Formats() {
		names = append(names, cobra.CompletionWithDesc(format.Name, format.Doc))
	}
	return names
}

package main

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/themes"
)

func themeCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "theme",
		Short: "Print the templates, styles and scripts of the default theme",
		Long: `Theme lists the files of the default theme, and prints one of them. A file of the same name in
theme/ in your repository takes its place, so a small change begins with a copy.`,
		Example: `  pmsite theme list
  pmsite theme show templates/layout.html > theme/templates/layout.html`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use: "list", Short: "List the files of the default theme", Args: noArgs, Example: "  pmsite theme list",
		Long: "List prints the names of the files of the default theme, one per line.",
		RunE: func(*cobra.Command, []string) error {
			for _, name := range themeFiles() {
				if _, err := fmt.Fprintln(a.text, name); err != nil {
					return err
				}
			}
			return nil
		},
	}, &cobra.Command{
		Use: "show FILE", Short: "Print a file of the default theme", Example: "  pmsite theme show assets/style.css",
		Long:              "Show prints a file of the default theme, as it is in the program.",
		Args:              cobra.MatchAll(needsArgs("the name of a file", "pmsite theme list prints their names"), atMost(1)),
		ValidArgsFunction: values(themeFiles()...),
		RunE:              func(_ *cobra.Command, args []string) error { return a.showThemeFile(args[0]) },
	})
	return cmd
}

// themeFiles returns the names of the files of the default theme, sorted.
func themeFiles() (names []string) {
	_ = fs.WalkDir(defaultTheme(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names
}

func defaultTheme() fs.FS {
	theme, err := themes.Open("default")
	if err != nil {
		panic(err) // it is part of the program
	}
	return theme
}

func (a *app) showThemeFile(name string) error {
	text, err := fs.ReadFile(defaultTheme(), name)
	if err != nil {
		hint := "pmsite theme list prints their names"
		if near := content.Nearest(name, themeFiles()); near != "" {
			hint = "did you mean " + near + "?"
		}
		return fail(fmt.Errorf("the default theme has no file %q", name), hint)
	}
	_, err = a.data().Write(text)
	return err
}

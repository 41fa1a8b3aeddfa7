package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/project"
)

// initFiles are the files of a new collection, except its documents.
//
//go:embed init
var initFiles embed.FS

// initNames are in the order in which init lists them.
var initNames = []initFile{
	{project.ConfigName, "pmsite.yaml", ""},
	{".gitignore", "gitignore", ""},
	{reviewWorkflow, "github/workflows/postmortems.yml", "github"},
	{".github/workflows/postmortems-comment.yml", "github/workflows/postmortems-comment.yml", ""},
	{".github/dependabot.yml", "github/dependabot.yml", ""},
	{".github/pull_request_template.md", "github/pull_request_template.md", ""},
	{".gitlab-ci.yml", "gitlab-ci.yml", "gitlab"},
	{".pre-commit-config.yaml", "pre-commit-config.yaml", "pre-commit"},
}

// initSample is the example post mortem of a new collection.
const initSample = "postmortems/2024/2024-01-23-settlement-file-sent-twice.md"

func initCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Create a collection",
		Long: `Init creates the files of a new collection: pmsite.yaml, the template, one post
mortem as an example, workflows for GitHub and GitLab that check and publish, a
pre-commit configuration, and a pull request template with a checklist for
reviewers. The workflows install the release that this pmsite is; if it is no release, they
build the latest one. Dependabot keeps their actions up to date. Init overwrites nothing and
lists the files that it kept; a .gitignore gets the output folder.

In a folder of a git repository, such as docs/postmortems, the workflows and the
pre-commit configuration go to the top of the repository, where GitHub, GitLab and
pre-commit read them. They run only for changes in the folder. A second folder gets a
workflow of its own, which checks pull requests; init says what else to add for it.`,
		Example: `  pmsite init
  pmsite init postmortems
  pmsite init docs/postmortems    in a repository of something else`,
		Args:              atMost(1),
		ValidArgsFunction: onlyFolders,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) == 1 {
				dir = filepath.Join(a.dir, args[0])
				if filepath.IsAbs(args[0]) {
					dir = args[0]
				}
			}
			return a.init(cmd.Context(), dir)
		},
	}
}

func (a *app) init(ctx context.Context, dir string) error {
	if dir == "" {
		dir = "."
	}
	place, err := newInitPlace(filepath.Clean(dir))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	cfg, err := a.opener().ReadConfig(dir, os.DirFS(dir))
	if err != nil {
		return err
	}
	files, err := beginnings(ctx, place, cfg)
	if err != nil {
		return err
	}
	created := 0
	for _, file := range files {
		name := shortName(filepath.Join(file.root, filepath.FromSlash(file.name)))
		switch err := createFile(file.root, filepath.FromSlash(file.name), file.data); {
		case errors.Is(err, fs.ErrExist):
			if err := a.keep(name, file, place, cfg); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			a.text.Line(console.Plain(name))
			created++
		}
	}
	if place.second && created > 0 {
		f := place.folder
		a.say("hint: CI does not publish %s, because Pages has one site; to add it, build it after the other one, into a folder of that: pmsite build -C %s -o SITE/%s --base-url \"$BASE_URL/%s\" --as-of today", f, f, f, f)
	}
	a.sayNext(created, place)
	return nil
}

// keep says that a file is kept, and what it lacks. A .gitignore gets the output folder.
func (a *app) keep(name string, file beginning, place initPlace, cfg *config.Config) error {
	if file.name == ".gitignore" {
		added, err := place.ignoreOutput(cfg)
		if err != nil {
			return err
		}
		if added != "" {
			a.say("kept %s, and added %s", name, added)
			return nil
		}
	}
	a.say("kept %s", name)
	if text, err := os.ReadFile(filepath.Join(file.root, filepath.FromSlash(file.name))); err == nil &&
		bytes.Contains(file.data, []byte("-C "+place.folder)) && !place.isNamedIn(text) {
		a.say("hint: %s does not mention %s; add what checks it, such as: pmsite check -C %s", name, place.folder, place.folder)
	}
	return nil
}

// sayNext says how to go on.
func (a *app) sayNext(created int, place initPlace) {
	at := ""
	if dir := filepath.Clean(place.dir); dir != "." && place.folder != "." {
		at = " -C " + dir
	}
	if created == 0 {
		a.say("there is nothing to create: pmsite serve%s --open shows the collection, and pmsite new%s creates a post mortem", at, at)
		return
	}
	first := ""
	if _, err := os.Stat(filepath.Join(place.top, ".git")); err != nil {
		first = "run git init; then "
	}
	a.say("next: %spmsite serve%s --open shows the example, pmsite new%s creates a post mortem, and pmsite import%s --dry-run OLD says what becomes of old ones", first, at, at, at)
}

// A beginning is a file of a new collection.
type beginning struct {
	root string // folder on disk: the collection's, or that of the repository
	name string // slash-separated, from root
	data []byte
}

// beginnings returns the files of a new collection. It leaves out the example if the
// folder already has post mortems.
func beginnings(ctx context.Context, place initPlace, cfg *config.Config) (files []beginning, err error) {
	hash, _ := origin()
	for _, file := range initNames {
		text, err := file.read(version(), hash)
		if err != nil {
			return nil, err
		}
		files = append(files, place.of(file.name, text, cfg))
	}
	_, err = os.Stat(filepath.Join(place.dir, project.ConfigName))
	configured := err == nil // otherwise the new config formats tables by row
	samples := [][2]string{
		{path.Join(cfg.Content, templateName), templateName},
		{path.Join(folderOf(cfg, content.Date{Year: 2024}), path.Base(initSample)), initSample},
	}
	c, err := collection.Load(ctx, os.DirFS(place.dir), collection.OptionsOf(cfg), nil)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if c != nil && len(c.PostMortems)+len(c.Problems) > 0 {
		samples = samples[:1]
	}
	for _, names := range samples {
		data, err := content.Sample.ReadFile(names[1])
		if err != nil {
			return nil, err
		}
		data, _ = convert.Format(names[1], data, convert.FormatOptions{ByRow: !configured || cfg.TablesByRow})
		files = append(files, beginning{place.dir, names[0], data})
	}
	return files, nil
}

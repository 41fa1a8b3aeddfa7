package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/project"
)

const templateName = "_template.md"

type newFlags struct {
	service, severity, date string
	edit                    bool
}

func newCommand(a *app) *cobra.Command {
	var f newFlags
	cmd := &cobra.Command{
		Use:   "new TITLE",
		Short: "Create a post mortem from the template",
		Long: `New creates a post mortem with the next free id of the year, and prints its path. An id
that any branch has or once had is not free. The
template is content/_template.md in the repository, or pmsite's own if there is none.
It says which post mortems look like the new one, by its title and service, and why: read
them before you write. New never overwrites a file, and creates no collection in a
repository of something else: pmsite init creates one.`,
		Example: `  pmsite new 'Checkout slow after cache change'
  pmsite new 'Gates offline' --service ticket-gates --severity high --date 2026-03-05 --edit`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.create(cmd.Context(), strings.Join(args, " "), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.service, "service", "", "`name` of the service affected")
	flags.StringVar(&f.severity, "severity", "", "`severity` of the outage, or another word for it")
	flags.StringVar(&f.date, "date", "", "`day` the outage began, such as 2026-03-05 (default: today)")
	flags.BoolVar(&f.edit, "edit", false, "open the file in $VISUAL or $EDITOR")
	return cmd
}

func (a *app) create(ctx context.Context, title string, f newFlags) error {
	if _, _, err := a.opener().Settings(); err != nil { // of a bare repository
		return err
	}
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		return err
	}
	defer p.Close()
	values, err := a.values(title, f, p.Config)
	if err != nil {
		return err
	}
	if err := refuseElsewhere(p); err != nil {
		return err
	}
	unlock, err := a.lockIDs(ctx, p.Root)
	if err != nil {
		return err
	}
	defer unlock()
	name, posts, err := a.place(ctx, p, &values)
	if err != nil {
		return err
	}
	template, err := readTemplate(p)
	if err != nil {
		return err
	}
	text, err := convert.New(template, values)
	if errors.Is(err, convert.ErrTemplate) {
		return fail(fmt.Errorf("template: %w", err), "write the front matter of "+path.Join(p.Config.Content, templateName)+" as `key: value` lines between two lines of ---")
	}
	if err != nil {
		return fmt.Errorf("template %q: %w", path.Join(p.Config.Content, templateName), err)
	}
	if err := createFile(p.Root, filepath.FromSlash(name), text); err != nil {
		return fail(err, "choose another title; pmsite overwrites nothing")
	}
	unlock()
	file := shortName(filepath.Join(p.Root, filepath.FromSlash(name)))
	a.text.Line(console.Plain(file))
	a.sayAlike(posts, &content.PostMortem{Path: name, Slug: content.SlugOf(name), Title: values.Title, Services: serviceOf(values), Date: values.Date})
	if f.service = content.Renamed(p.Config.Renames.Services, f.service); f.service != "" {
		a.warnOfService(f.service, wordsOf(p.Config, posts)[serviceWords], p.Config.ListsServices())
	}
	if f.edit {
		return a.edit(ctx, file)
	}
	return nil
}

// lockIDs waits until no other pmsite gives ids in the repository at root, so that no two give the same one. Where files
// cannot be locked, it does not wait.
func (a *app) lockIDs(ctx context.Context, root string) (unlock func(), err error) {
	cache := a.opener().CacheDir
	if cache == "" {
		return func() {}, nil
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	unlock, _, err = cachefile.Lock(ctx, filepath.Join(cache, fmt.Sprintf("ids-%.8x.lock", sha256.Sum256([]byte(root)))))
	return unlock, err
}

// refuseElsewhere returns an error in a repository of something else, which has neither a config nor the folder.
func refuseElsewhere(p *project.Project) error {
	if p.HasConfig() {
		return nil
	}
	if _, err := fs.Stat(p.Source.FS, p.Config.Content); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	others, err := fs.ReadDir(p.Source.FS, ".")
	if err != nil || !slices.ContainsFunc(others, isSomethingElse) {
		return err
	}
	return fail(fmt.Errorf("there is no collection of post mortems in %s, which has neither %s nor the folder %s", p.Root, project.ConfigName, p.Config.Content),
		"pmsite init docs/postmortems creates one in a folder, pmsite init one at the top of the repository; or create the folder yourself: mkdir "+p.Config.Content+"; -C FOLDER looks elsewhere")
}

// isSomethingElse reports whether a file at the top of a repository says that it holds something, not only what a
// forge creates with it.
func isSomethingElse(e fs.DirEntry) bool {
	name := strings.ToLower(e.Name())
	return !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "readme") && !strings.HasPrefix(name, "license")
}

// values returns the values of the flags.
func (a *app) values(title string, f newFlags, cfg *config.Config) (v convert.Values, err error) {
	v = convert.Values{Vocabularies: cfg.Vocabularies, Title: convert.Line(title), Service: content.Renamed(cfg.Renames.Services, f.service), Date: content.DateOf(a.now().In(cmp.Or(cfg.Zone, time.UTC)))}
	if v.Title == "" {
		return v, fail(errors.New("a post mortem needs a title"), "pmsite new 'Checkout slow after cache change'")
	}
	if f.date != "" {
		if v.Date, err = parseDay("--date", f.date); err != nil {
			return v, err
		}
	}
	if f.severity != "" {
		severity, ok := cfg.Vocabularies.Severity.Match(f.severity)
		if !ok {
			return v, wrongChoice("--severity", f.severity, cfg.Vocabularies.Severity.Values)
		}
		v.Severity = severity
	}
	return v, nil
}

// place returns the path of the new post mortem and the other post mortems, and sets its id. A slug
// that another post mortem has is an error.
func (a *app) place(ctx context.Context, p *project.Project, v *convert.Values) (name string, others []*content.PostMortem, err error) {
	slug := v.Date.String() + "-" + content.Slug(shorten(v.Title))
	c, err := collection.Load(ctx, p.Source.FS, collection.OptionsOf(p.Config), nil)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", nil, err
	}
	ids, err := p.UsedIDs(ctx)
	if err != nil {
		a.warn(fmt.Sprintf("%v; the new id may be that of another branch", err), "git fetch")
	} else if cut, err := p.Source.Place().Shallow(); err == nil && len(cut) > 0 {
		a.warn("the clone is shallow, so the new id may be one that another branch has, or once had", "git fetch --unshallow")
	}
	if c != nil {
		others = c.PostMortems
		for _, pm := range slices.Concat(others, c.Removed) {
			ids = append(ids, pm.ID)
			if strings.EqualFold(pm.Slug, slug) {
				return "", nil, fail(fmt.Errorf("%s already exists", pm.Path), "choose another title; pmsite overwrites nothing")
			}
		}
	}
	v.ID = content.NextID(ids, v.Date.Year)
	return path.Join(folderOf(p.Config, v.Date), slug+".md"), others, nil
}

// folderOf returns the folder for post mortems of the date's year.
func folderOf(cfg *config.Config, date content.Date) string {
	folder := cfg.Content
	if path.Base(folder) != "postmortems" {
		folder = path.Join(folder, "postmortems")
	}
	return path.Join(folder, fmt.Sprintf("%04d", date.Year))
}

// maxName is the maximum length of the words in a file name, in bytes.
const maxName = 60

// shorten returns as many whole words of the title as fit into [maxName] bytes, but at
// least one.
func shorten(title string) string {
	short := ""
	for _, word := range strings.Fields(title) {
		if short != "" && len(short)+1+len(word) > maxName {
			break
		}
		short = strings.TrimSpace(short + " " + word)
	}
	return short
}

func readTemplate(p *project.Project) ([]byte, error) {
	template, err := fs.ReadFile(p.Source.FS, path.Join(p.Config.Content, templateName))
	if errors.Is(err, fs.ErrNotExist) {
		return content.Sample.ReadFile(templateName)
	}
	return template, err
}

func (a *app) edit(ctx context.Context, file string) error {
	editor := strings.Fields(a.getenv("VISUAL"))
	if len(editor) == 0 {
		editor = strings.Fields(a.getenv("EDITOR"))
	}
	if len(editor) == 0 {
		return fail(errors.New("no editor is set"), "export EDITOR=vi")
	}
	cmd := exec.CommandContext(ctx, editor[0], append(editor[1:], file)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, a.stderr, a.stderr
	if f, ok := a.stdout.(*os.File); ok && isTerminal(f) {
		cmd.Stdout = f
	}
	if err := cmd.Run(); err != nil {
		return fail(fmt.Errorf("editor: %w", err), "the file is "+file)
	}
	return nil
}

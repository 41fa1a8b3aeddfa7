package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An initPlace is where init creates a collection.
type initPlace struct {
	dir    string // of the collection, on disk
	top    string // folder of the repository, on disk; dir itself outside of git
	folder string // slash path of dir below top; "." for top itself

	second bool // the repository has the workflows of another collection, which publish its site
}

// folderForm matches folders that workflows name without quotes.
var folderForm = lazyregexp.New(`^[\pL\pN._+][\pL\pN._+-]*(/[\pL\pN._+][\pL\pN._+-]*)*$`)

// newInitPlace returns the place of a folder, which need not exist.
func newInitPlace(dir string) (initPlace, error) {
	at, err := locate(dir)
	if err != nil {
		return initPlace{}, err
	}
	if at.GitDir == "" || at.Prefix == "." {
		return initPlace{dir: dir, top: dir, folder: "."}, nil
	}
	if !folderForm().MatchString(at.Prefix) {
		return initPlace{}, fail(fmt.Errorf("the workflows cannot name the folder %q", at.Prefix), "choose a folder whose name has only letters, digits, full stops, hyphens and underscores")
	}
	top := filepath.Join(dir, strings.Repeat("../", strings.Count(at.Prefix, "/")+1)) // short, for people
	if !isSame(top, at.Top) {
		top = at.Top // dir is a symbolic link
	}
	p := initPlace{dir: dir, top: top, folder: at.Prefix}
	if text, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(reviewWorkflow))); err == nil {
		p.second = bytes.Contains(text, []byte("pmsite ")) && !p.isNamedIn(text)
	}
	return p, nil
}

// isNamedIn reports whether a file of CI names the folder.
func (p initPlace) isNamedIn(text []byte) bool {
	return regexp.MustCompile(`(^|[\s"'^])(\./)?` + regexp.QuoteMeta(p.folder) + `([\s"'/\],]|$)`).Match(bytes.ReplaceAll(text, []byte(`\.`), []byte(".")))
}

// locate finds the repository of a folder, which need not exist.
func locate(dir string) (git.Place, error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
		return git.Locate(dir)
	}
	at, err := locate(filepath.Dir(dir))
	at.Prefix = path.Join(at.Prefix, filepath.Base(dir))
	return at, err
}

// isSame reports whether both names are those of one folder.
func isSame(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// isForges reports whether a file of a collection is one that forges and pre-commit read at the top of a repository only.
func isForges(name string) bool {
	return strings.HasPrefix(name, ".github/") || name == ".gitlab-ci.yml" || name == ".pre-commit-config.yaml"
}

// of returns where a file belongs, and its text there. In a folder of a repository, the checklist for reviewers is one
// of several templates, because most pull requests are about something else.
func (p initPlace) of(name, text string, cfg *config.Config) beginning {
	root := p.dir
	if isForges(name) {
		if p.second && name == reviewWorkflow {
			name, text = p.secondWorkflow(text)
		}
		root, text = p.top, p.fit(name, text, cfg)
		if p.folder != "." && name == ".github/pull_request_template.md" {
			name = ".github/PULL_REQUEST_TEMPLATE/postmortem.md"
		}
	}
	if isSealed(name) {
		text = seal(text)
	}
	return beginning{root, name, []byte(text)}
}

// reviewWorkflow is the workflow that checks pull requests and publishes.
const reviewWorkflow = ".github/workflows/postmortems.yml"

// secondWorkflow returns the workflow of another collection of the repository, and its name: it checks pull requests. It
// publishes nothing, because Pages has one site, and does not keep an issue or a comment, which the first workflow does.
func (p initPlace) secondWorkflow(text string) (name, workflow string) {
	text, _, _ = strings.Cut(text, "  publish:\n")
	_, text, _ = strings.Cut(text, "\non:\n")
	text = strings.Replace(otherEvents().ReplaceAllString(text, ""), " The other workflow posts the comment.", "", 1)
	return strings.TrimSuffix(reviewWorkflow, ".yml") + "-" + strings.ReplaceAll(p.folder, "/", "-") + ".yml",
		"# Checks the post mortems of " + p.folder + " in a pull request and builds the site with drafts.\n" +
			"# Pull requests, including those from forks, get a read-only token and no secret.\n" +
			"# Text from documents never becomes part of a command.\n" +
			"name: post mortems of " + p.folder + "\non:\n" + text
}

var (
	// collectionCommand are the commands that need to know the collection.
	collectionCommand = lazyregexp.New(`(?m)pmsite (check|diff|build|due|fmt)( --?\w|$)`)
	// outputPath are the folders that the workflows write.
	outputPath = lazyregexp.New(`((?:-o|path:|paths:|mkdir -p|>|cat) \[?|@)(draft-site|site|public|review)\b`)
	// githubEvent are the events that GitHub can filter by path.
	githubEvent = lazyregexp.New(`(?m)^  (?:pull_request|push):.*\n`)
	// otherEvents are the events of a workflow that publishes.
	otherEvents = lazyregexp.New(`(?m)^  (?:push|workflow_dispatch):.*\n|^  schedule:\n(?:    .*\n)+`)
	gitlabRule  = lazyregexp.New(`(?m)^    - if: .*\n`)
	gitlabPages = lazyregexp.New(`(?m)^  pages:(?: true)?\n`)
)

// fit returns the text of a file of CI for the collection's folder.
func (p initPlace) fit(name, text string, cfg *config.Config) string {
	if name == ".pre-commit-config.yaml" {
		text = p.fitHooks(text, cfg)
	}
	if p.folder == "." {
		return text
	}
	text = collectionCommand().ReplaceAllString(text, "pmsite $1 -C "+p.folder+"$2")
	text = outputPath().ReplaceAllString(text, "${1}"+p.folder+"/$2")
	switch {
	case strings.HasPrefix(name, strings.TrimSuffix(reviewWorkflow, ".yml")):
		text = githubEvent().ReplaceAllString(text, "$0    paths: ["+p.folder+"/**, "+name+"]\n")
	case name == ".gitlab-ci.yml":
		text = gitlabRule().ReplaceAllString(text, "$0      changes: ["+p.folder+"/**/*, "+name+"]\n")
		text = gitlabPages().ReplaceAllString(text, "  pages:\n    publish: "+p.folder+"/public\n")
	}
	return text
}

// fitHooks returns the configuration of pre-commit for the collection's folder. The hooks of a release know the usual
// folders only.
func (p initPlace) fitHooks(text string, cfg *config.Config) string {
	if p.folder == "." && cfg.Content == "content" {
		return text
	}
	below := func(folder string) string {
		if folder = path.Join(p.folder, folder); folder == "." {
			return "^"
		}
		return "^" + regexp.QuoteMeta(folder) + "/"
	}
	documents, settings := below(cfg.Content), below(".")+`pmsite\.yaml$`
	text = strings.NewReplacer(`^content/`, documents, `^pmsite\.yaml$`, settings).Replace(text)
	args := ""
	if p.folder != "." {
		args = "        args: [-C, " + p.folder + "]\n"
	}
	if strings.Contains(text, "repo: local\n") {
		return text
	}
	text = strings.Replace(text, "      - id: pmsite-fmt\n", "      - id: pmsite-fmt\n"+args+"        files: "+documents+`.*\.md$`+"\n", 1)
	return strings.Replace(text, "      - id: pmsite-check\n", "      - id: pmsite-check\n"+args+"        files: "+documents+"|"+settings+"\n", 1)
}

// ignoreOutput adds the output folder to a .gitignore that was there before. It does not if the folder has other files.
func (p initPlace) ignoreOutput(cfg *config.Config) (added string, err error) {
	output := filepath.FromSlash(cfg.Output)
	if !filepath.IsLocal(output) || output == "." {
		return "", nil
	}
	if _, err := os.Stat(filepath.Join(p.dir, output)); !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	name := filepath.Join(p.dir, ".gitignore")
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if strings.Trim(strings.TrimSpace(line), "/") == cfg.Output {
			return "", nil
		}
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	added = "/" + cfg.Output + "/"
	return added, replaceFile(name, append(text, added+"\n"...))
}

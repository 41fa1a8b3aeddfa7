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
		return initPlace{dir, dir, "."}, nil
	}
	if !folderForm().MatchString(at.Prefix) {
		return initPlace{}, fail(fmt.Errorf("the workflows cannot name the folder %q", at.Prefix), "choose a folder whose name has only letters, digits, full stops, hyphens and underscores")
	}
	top := filepath.Join(dir, strings.Repeat("../", strings.Count(at.Prefix, "/")+1)) // short, for people
	if !isSame(top, at.Top) {
		top = at.Top // dir is a symbolic link
	}
	return initPlace{dir, top, at.Prefix}, nil
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
		root, text = p.top, p.fit(name, text, cfg)
		if p.folder != "." && name == ".github/pull_request_template.md" {
			name = ".github/PULL_REQUEST_TEMPLATE/postmortem.md"
		}
	}
	return beginning{root, name, []byte(text)}
}

var (
	// collectionCommand are the commands that need to know the collection.
	collectionCommand = lazyregexp.New(`(?m)pmsite (check|diff|build|due|fmt)( --?\w|$)`)
	// outputPath are the folders that the workflows write.
	outputPath = lazyregexp.New(`((?:-o|path:|paths:|mkdir -p|>|cat) \[?|@)(draft-site|site|public|review)\b`)
	// githubEvent are the events that GitHub can filter by path.
	githubEvent = lazyregexp.New(`(?m)^  (?:pull_request|push):.*\n`)
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
	switch name {
	case ".github/workflows/postmortems.yml":
		text = githubEvent().ReplaceAllString(text, "$0    paths: ["+p.folder+"/**, "+name+"]\n")
	case ".gitlab-ci.yml":
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

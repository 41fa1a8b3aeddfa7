package main

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An initFile is a file of a new collection.
type initFile struct {
	name    string // slash-separated, from the collection's root
	from    string // below the folder init
	install string // which of the files in init/install say how it installs pmsite; else ""
}

var installRow = lazyregexp.New(`(?m)^ *# INSTALL\n`)

// read returns the file as init writes it. In place of its line "# INSTALL", it installs the
// program of the given version and commit: a release as it was published, and anything else from
// the source of the latest release. The commit may be "".
func (f initFile) read(version, commit string) (string, error) {
	text, err := initFiles.ReadFile("init/" + f.from)
	if err != nil || f.install == "" {
		return string(text), err
	}
	kind := "source"
	if isRelease(version) {
		kind = "release"
	}
	steps, err := initFiles.ReadFile(fmt.Sprintf("init/install/%s-%s.yml", f.install, kind))
	if err != nil {
		return "", err
	}
	names := strings.NewReplacer("REPOSITORY@COMMIT # VERSION", releaseAction(version, commit), "VERSION", version, "MODULE", module, "HOME", home)
	return installRow().ReplaceAllLiteralString(string(text), names.Replace(string(steps))), nil
}

var releaseForm = lazyregexp.New(`^v\d+\.\d+\.\d+$`)

// isRelease reports whether a version is that of a release, not of something built between two.
func isRelease(version string) bool { return releaseForm().MatchString(version) }

// releaseAction returns the name of a release's action, by commit if that is known.
func releaseAction(version, commit string) string {
	if commit == "" {
		return repository + "@" + version
	}
	return fmt.Sprintf("%s@%s # %s", repository, commit, version)
}

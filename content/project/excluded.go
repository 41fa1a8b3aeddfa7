package project

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/glob"
)

// excludedBefore returns the patterns of what did not belong to the collection on the base.
func (p *Project) excludedBefore(base fs.FS) glob.Patterns {
	if !p.configChanged(base) {
		return p.Config.Exclude
	}
	text, err := fs.ReadFile(base, p.configFile)
	if err != nil {
		return nil // there was no config
	}
	before, _ := config.Parse(p.configFile, text)
	return before.Exclude
}

// addExcluded adds the documents of the base that the config has come to exclude, although their files may be the same.
func (p *Project) addExcluded(base fs.FS, before glob.Patterns, touched map[string]bool) error {
	if slices.Equal(before, p.Config.Exclude) {
		return nil
	}
	names, _, err := collection.Documents(base, p.Config.Content, before)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the base has no such folder
	}
	for _, name := range names {
		if !collection.IsDocument(name, p.Config.Content, p.Config.Exclude) {
			touched[name] = true
		}
	}
	return err
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/zone"
)

// addFormat adds the version of the format to a config without one.
func (m *migrating) addFormat() error {
	if !m.isOlder() {
		return nil
	}
	old, err := m.latest(m.configFile())
	if err != nil {
		return err
	}
	text, ok := config.WithFormat(old)
	if !ok {
		m.advise(fmt.Sprintf("add `format: %d` to it", config.Format), "%s does not say its format", shortName(m.configFile()))
		return nil
	}
	m.change(m.configFile(), "add the version of its format", old, text)
	return nil
}

// renameZone writes the config's time zone as it is named today, such as America/New_York for US/Eastern.
func (m *migrating) renameZone() error {
	was := m.project.Config.Zone.String()
	today := zone.Current(was)
	if today == "" || !m.project.HasConfig() {
		return nil
	}
	old, err := m.latest(m.configFile())
	if err != nil {
		return err
	}
	line := regexp.MustCompile(`(?m)^(timezone:[ \t]*["']?)` + regexp.QuoteMeta(was) + `\b`)
	if text := line.ReplaceAll(old, []byte("${1}"+today)); !bytes.Equal(text, old) {
		m.change(m.configFile(), "name the time zone as today", old, text)
	}
	return nil
}

// renewFiles renews the files of CI that init wrote and that are as it wrote them.
func (m *migrating) renewFiles() error {
	place, err := newInitPlace(m.project.Root)
	if err != nil {
		return nil // init writes none for such a folder
	}
	for _, file := range initNames {
		if !isSealed(file.name) {
			continue
		}
		text, err := file.read(m.version, m.commit)
		if err != nil {
			return err
		}
		if err := m.renew(place.of(file.name, text, m.project.Config)); err != nil {
			return err
		}
	}
	return nil
}

// renew renews one file: today is what init of this version writes.
func (m *migrating) renew(today beginning) error {
	name := filepath.Join(today.root, filepath.FromSlash(today.name))
	old, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // somebody does without it
	}
	if err != nil {
		return err
	}
	was, is := strings.ReplaceAll(string(old), "\r\n", "\n"), string(today.data)
	written := sealOf(was)
	switch release := releaseIn(was); {
	case !isOfFolder(was, is):
		return nil // it is about something else, or another collection of the repository
	case written == "" && was+sealForm().FindString(is) == is:
		// an older init, without checksums, wrote the same
	case written == sealOf(is) && checksum(was) != written:
		return nil // somebody changed it, and init did not
	case checksum(was) != written:
		m.advise("to renew it, remove it and run pmsite init; git diff then shows what was yours", "%s stays: somebody changed it, or a pmsite without checksums wrote it, and init writes it differently now", shortName(name))
		return nil
	case release != "" && !(release == m.version || isNewer(m.version, release)):
		m.advise("", "%s stays: it installs pmsite %s, and this is %s", shortName(name), release, m.version)
		return nil
	}
	if is = keepNewer(is, was); is == was {
		return nil
	}
	m.change(name, "renew it, as init writes it now", old, withBreaks([]byte(is), old))
	return nil
}

var folderFlag = lazyregexp.New(`(?:pmsite \w+ |args: \[)-C,? ([^\s\],]+)`)

// isOfFolder reports whether a file of CI is about the folder of a collection: the one that is in what init writes.
func isOfFolder(was, is string) bool {
	folder, theirs := folderFlag().FindStringSubmatch(is), folderFlag().FindAllStringSubmatch(was, -1)
	if folder == nil {
		return len(theirs) == 0 && strings.Contains(was, "pmsite")
	}
	return slices.ContainsFunc(theirs, func(m []string) bool { return m[1] == folder[1] })
}

// adviseBranches says that branches in review are no longer listed by themselves.
func (m *migrating) adviseBranches() error {
	if m.isOlder() && len(m.project.Config.Review.Branches) == 0 {
		m.advise("add `review: {branches: [\"postmortem/*\"]}` to the config, or `[\"**\"]` for all", "the site lists branches in review only if the config names them")
	}
	return nil
}

// adviseTables says how tables merge.
func (m *migrating) adviseTables() error {
	if m.isOlder() && !m.project.Config.TablesByRow {
		m.advise("add `tables: rows` to the config, as new collections have it", "fmt aligns the columns of tables and orders keys, so that two branches that change one table may conflict")
	}
	return nil
}

// adviseAliases lists the aliases that once were relative to the site's root.
func (m *migrating) adviseAliases() error {
	if !m.isOlder() {
		return nil
	}
	p := m.project
	names, _, err := collection.Documents(p.Source.FS, p.Config.Content, p.Config.Exclude)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, name := range names {
		src, err := fs.ReadFile(p.Source.FS, name)
		if err != nil {
			return err
		}
		pm, _ := content.Parse(name, src, p.Config.Options())
		if pm == nil {
			continue // check says why
		}
		for i, alias := range pm.Aliases {
			alias, below := strings.CutPrefix(alias, "postmortems/")
			if at := pm.AliasPos[i]; below && !bytes.Contains(src, []byte("postmortems/"+alias)) {
				m.advise("write /"+alias+"/ if that is meant", "%s:%s: the alias %s is read as /postmortems/%s/, and before was /%s/", name, at, alias, alias, alias)
			}
		}
	}
	return nil
}

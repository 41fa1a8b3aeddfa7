package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/project"
)

func migrateCommand(a *app) *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring a collection up to this version of pmsite",
		Long: `Migrate shows what a collection that an older pmsite created needs for this one, and
with --write changes it. It adds the version of the format to the config, gives its time
zone the name of today, and renews the workflows and the pre-commit configuration that
init wrote, unless somebody changed them: newer versions of actions stay. Then it lists
what you have to decide. A second run changes nothing.

The CHANGELOG says for each version what you must do. What is wrong in documents is for
pmsite check, and pmsite check --fix. See also pmsite help versions.`,
		Example: `  pmsite migrate
  pmsite migrate --write`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.migrate(write) },
	}
	cmd.Flags().BoolVar(&write, "write", false, "make the changes; review them with git diff")
	return cmd
}

// A migration finds what one change of pmsite asks of collections that are older.
type migration struct {
	name string
	find func(*migrating) error
}

// migrations are in the order in which migrate lists what they find. A new one needs its line here and under "What you
// must do" in the CHANGELOG, and a case in TestMigrations.
var migrations = []migration{
	{"the config says its format", (*migrating).addFormat},
	{"the time zone has its name of today", (*migrating).renameZone},
	{"files of init are renewed", (*migrating).renewFiles},
	{"branches in review are listed only by name", (*migrating).adviseBranches},
	{"rows of a table merge by themselves", (*migrating).adviseTables},
	{"aliases are relative to /postmortems/", (*migrating).adviseAliases},
}

// A migrating is one run of migrate. It changes nothing before all is known.
type migrating struct {
	*app
	project *project.Project

	version, commit string // of this program; the commit may be ""

	edits  []migrated
	advice [][2]string // what somebody has to decide, and a hint
}

// A migrated is a file that changes.
type migrated struct {
	file     string // on disk
	what     string
	old, new []byte
}

func (a *app) migrate(write bool) error {
	if _, _, err := a.opener().Settings(); err != nil { // of a bare repository
		return err
	}
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		return err
	}
	defer p.Close()
	m := &migrating{app: a, project: p, version: version()}
	m.commit, _ = origin()
	for _, migration := range migrations {
		if err := migration.find(m); err != nil {
			return err
		}
	}
	if err := m.show(write); err != nil {
		return err
	}
	for _, advice := range m.advice {
		a.warn(advice[0], advice[1])
	}
	switch {
	case len(m.edits) == 0:
		a.say("there is nothing to change: the collection is in format %d", config.Format)
	case !write:
		a.say("pmsite migrate --write changes %s", count(len(m.edits), "file"))
	}
	return nil
}

// show prints what changes, and with write makes the changes.
func (m *migrating) show(write bool) error {
	for _, e := range m.edits {
		if write {
			if err := replaceFile(e.file, e.new); err != nil {
				return err
			}
			m.text.Line(console.Plain(shortName(e.file)))
			continue
		}
		m.text.Line(console.Plain(shortName(e.file) + ": " + e.what))
		for _, line := range changedLines(string(e.old), string(e.new)) {
			m.text.Line(console.Plain("  " + line))
		}
	}
	return nil
}

// changedLines returns the lines that only one of two texts has, in the order of each: those of the old text after "- ",
// then those of the new one after "+ ".
func changedLines(old, new string) []string {
	return append(linesWithout("- ", old, new), linesWithout("+ ", new, old)...)
}

// linesWithout returns the lines of a text that another one does not have as often, each after a mark.
func linesWithout(mark, text, other string) (out []string) {
	left := map[string]int{}
	for line := range strings.Lines(other) {
		left[strings.TrimRight(line, "\r\n")]++
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if left[line]--; left[line] < 0 {
			out = append(out, mark+line)
		}
	}
	return out
}

// latest returns a file as the migrations before left it.
func (m *migrating) latest(file string) ([]byte, error) {
	for _, e := range m.edits {
		if e.file == file {
			return e.new, nil
		}
	}
	return os.ReadFile(file)
}

// change gives a file another text.
func (m *migrating) change(file, what string, old, new []byte) {
	for i := range m.edits {
		if e := &m.edits[i]; e.file == file {
			e.what, e.new = e.what+", and "+what, new
			return
		}
	}
	m.edits = append(m.edits, migrated{file, what, old, new})
}

// configFile returns the path of the config on disk.
func (m *migrating) configFile() string {
	return cmp.Or(m.config, filepath.Join(m.project.Root, project.ConfigName))
}

// isOlder reports whether the collection has a config from before pmsite numbered formats.
func (m *migrating) isOlder() bool { return m.project.HasConfig() && m.project.Config.Format == 0 }

// withBreaks returns a text with the line ends of another one.
func withBreaks(text, of []byte) []byte {
	if bytes.Contains(of, []byte("\r\n")) {
		return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	return text
}

// advise adds something that somebody has to decide.
func (m *migrating) advise(hint, format string, args ...any) {
	m.advice = append(m.advice, [2]string{fmt.Sprintf(format, args...), hint})
}

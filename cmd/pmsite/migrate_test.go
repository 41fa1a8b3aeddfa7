package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/config"
)

// found runs one migration of a version of pmsite in a folder, and makes its changes. It returns what it says: each file
// that changes and its lines, and each advice.
func found(t *testing.T, name, dir, version string) string {
	t.Helper()
	a := &app{getenv: os.Getenv, now: time.Now, dir: dir}
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	m := &migrating{app: a, project: p, version: version, commit: someCommit}
	at := slices.IndexFunc(migrations, func(m migration) bool { return m.name == name })
	if at < 0 {
		t.Fatalf("there is no migration %q", name)
	}
	if err := migrations[at].find(m); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range m.edits {
		said = append(append(said, filepath.Base(e.file)), changedLines(string(e.old), string(e.new))...)
		write(t, e.file, string(e.new))
	}
	for _, advice := range m.advice {
		said = append(said, strings.ReplaceAll(advice[0], p.Root+"/", "")+" - "+advice[1])
	}
	return strings.Join(said, "\n")
}

// TestMigrations checks what each migration finds and changes, and that it changes nothing in what has it already.
func TestMigrations(t *testing.T) {
	t.Parallel()
	ci := func(version string, change ...string) string {
		p := initPlace{dir: ".", top: ".", folder: "."}
		return strings.NewReplacer(change...).Replace(string(p.of(".pre-commit-config.yaml", string(initText(t, ".pre-commit-config.yaml", version)), config.Default()).data))
	}
	workflow := func(version string, change ...string) string {
		p := initPlace{dir: ".", top: ".", folder: "."}
		return strings.NewReplacer(change...).Replace(string(p.of(reviewWorkflow, string(initText(t, reviewWorkflow, version)), config.Default()).data))
	}
	const stays = "stays: somebody changed it, or a pmsite without checksums wrote it, and init writes it differently now - to renew it, remove it and run pmsite init; git diff then shows what was yours"
	action := "uses: pmsite/pmsite@" + someCommit + " # "
	tested := map[string]bool{}
	for what, test := range map[string]struct {
		migration string
		files     map[string]string
		version   string
		want      string
	}{
		"a config without a format": {"the config says its format", map[string]string{"pmsite.yaml": "# Ours.\ntitle: A # b\n"}, "v1.3.0", "pmsite.yaml\n+ format: 1"},
		"a config in braces":        {"the config says its format", map[string]string{"pmsite.yaml": "{title: A}\n"}, "v1.3.0", "pmsite.yaml does not say its format - add `format: 1` to it"},
		"a config with a format":    {"the config says its format", map[string]string{"pmsite.yaml": "format: 1\n"}, "v1.3.0", ""},
		"no config":                 {"the config says its format", map[string]string{"content/a.md": document(1)}, "v1.3.0", ""},

		"an old time zone":     {"the time zone has its name of today", map[string]string{"pmsite.yaml": "format: 1\ntimezone: US/Eastern # ours\n"}, "v1.3.0", "pmsite.yaml\n- timezone: US/Eastern # ours\n+ timezone: America/New_York # ours"},
		"a time zone of today": {"the time zone has its name of today", map[string]string{"pmsite.yaml": "timezone: America/New_York\n"}, "v1.3.0", ""},
		"an offset":            {"the time zone has its name of today", map[string]string{"pmsite.yaml": "timezone: UTC+1\n"}, "v1.3.0", ""},

		"hooks of an older release":        {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.2.3")}, "v1.3.0", ".pre-commit-config.yaml\n-     rev: v1.2.3\n+     rev: v1.3.0"},
		"hooks of this release":            {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.3.0")}, "v1.3.0", ""},
		"hooks that pre-commit raised":     {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.2.3", "v1.2.3", "v1.3.0")}, "v1.3.0", ""},
		"hooks of a newer release":         {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.10.0")}, "v1.3.0", ".pre-commit-config.yaml stays: it installs pmsite v1.10.0, and this is v1.3.0 - "},
		"hooks of a release, no release":   {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.2.3")}, "v1.3.0-4-g5e6f7a8", ".pre-commit-config.yaml stays: it installs pmsite v1.2.3, and this is v1.3.0-4-g5e6f7a8 - "},
		"hooks that somebody changed":      {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("dev", "pmsite fmt", "ours fmt")}, "v1.3.0", ".pre-commit-config.yaml " + stays},
		"changed, and init wrote the same": {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.2.3", "repos:", "fail_fast: true\nrepos:")}, "v1.3.0", ""},
		"hooks of others":                  {"files of init are renewed", map[string]string{".pre-commit-config.yaml": "repos: []\n"}, "v1.3.0", ""},
		"Windows' line ends":               {"files of init are renewed", map[string]string{".pre-commit-config.yaml": ci("v1.2.3", "\n", "\r\n")}, "v1.3.0", ".pre-commit-config.yaml\n-     rev: v1.2.3\n+     rev: v1.3.0"},
		"a workflow and newer actions": {
			"files of init are renewed",
			map[string]string{reviewWorkflow: workflow("v1.2.3", "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "actions/checkout@"+someCommit+" # v10.0.0")},
			"v1.3.0",
			"postmortems.yml" + strings.Repeat("\n-         "+action+"v1.2.3", 3) + strings.Repeat("\n+         "+action+"v1.3.0", 3),
		},
		"a workflow and older actions": {
			"files of init are renewed",
			map[string]string{reviewWorkflow: workflow("v1.3.0", "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", someCommit+" # v6.9.0")},
			"v1.3.0",
			"postmortems.yml" + strings.Repeat("\n-       - uses: actions/checkout@"+someCommit+" # v6.9.0", 3) + strings.Repeat("\n+       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", 3),
		},
		"without a checksum": {
			"files of init are renewed",
			map[string]string{".pre-commit-config.yaml": string(initText(t, ".pre-commit-config.yaml", "v1.3.0"))},
			"v1.3.0",
			".pre-commit-config.yaml\n+ " + strings.TrimSpace(sealForm().FindString(ci("v1.3.0"))),
		},
		"an older text without a checksum": {"files of init are renewed", map[string]string{".pre-commit-config.yaml": string(initText(t, ".pre-commit-config.yaml", "dev"))}, "v1.3.0", ".pre-commit-config.yaml " + stays},

		"branches":            {"branches in review are listed only by name", map[string]string{"pmsite.yaml": "title: A\n"}, "v1.3.0", "the site lists branches in review only if the config names them - add `review: {branches: [\"postmortem/*\"]}` to the config, or `[\"**\"]` for all"},
		"branches by name":    {"branches in review are listed only by name", map[string]string{"pmsite.yaml": "review: {branches: [a]}\n"}, "v1.3.0", ""},
		"branches of a newer": {"branches in review are listed only by name", map[string]string{"pmsite.yaml": "format: 1\n"}, "v1.3.0", ""},
		"tables":              {"rows of a table merge by themselves", map[string]string{"pmsite.yaml": "title: A\n"}, "v1.3.0", "fmt aligns the columns of tables and orders keys, so that two branches that change one table may conflict - add `tables: rows` to the config, as new collections have it"},
		"tables by row":       {"rows of a table merge by themselves", map[string]string{"pmsite.yaml": "tables: rows\n"}, "v1.3.0", ""},
		"aliases": {"aliases are relative to /postmortems/", map[string]string{
			"pmsite.yaml": "title: A\n", "content/a.md": strings.Replace(document(1), "tags:", "aliases: [2024/old, /2024/older/, postmortems/oldest]\ntags:", 1), "content/b.md": "no front matter",
		}, "v1.3.0", "content/a.md:7:11: the alias 2024/old is read as /postmortems/2024/old/, and before was /2024/old/ - write /2024/old/ if that is meant"},
		"aliases of a newer": {"aliases are relative to /postmortems/", map[string]string{
			"pmsite.yaml": "format: 1\n", "content/a.md": strings.Replace(document(1), "tags:", "aliases: [2024/old]\ntags:", 1),
		}, "v1.3.0", ""},
	} {
		dir := t.TempDir()
		for _, name := range slices.Sorted(maps.Keys(test.files)) {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), test.files[name])
		}
		tested[test.migration] = true
		if got := found(t, test.migration, dir, test.version); got != test.want {
			t.Errorf("%s: migrate says\n%s\nwant\n%s", what, got, test.want)
			continue
		}
		if strings.Contains(test.want, "\n") {
			if got := found(t, test.migration, dir, test.version); got != "" {
				t.Errorf("%s: the second run says\n%s", what, got)
			}
		}
	}
	for _, migration := range migrations {
		if !tested[migration.name] {
			t.Errorf("the migration %q has no case here", migration.name)
		}
	}
}

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-licenses/v2/licenses"
)

const root = "../.."

// TestRead checks which licences and notices are found for a part, and that a missing, unknown or
// unapproved licence is an error.
func TestRead(t *testing.T) {
	classifier, err := licenses.NewClassifier()
	if err != nil {
		t.Fatal(err)
	}
	const licence = root + "/content/check/gitleaks/LICENSE"
	mit, err := os.ReadFile(licence)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  string // names of the texts, or the error
	}{
		"none":         {map[string]string{"README": string(mit)}, "a v1: there is no licence"},
		"notice only":  {map[string]string{"NOTICE": "a"}, "a v1: there is no licence"},
		"unknown":      {map[string]string{"LICENSE": "All rights reserved."}, "a v1: LICENSE: the kind of licence is unknown"},
		"not approved": {map[string]string{"LICENSE": string(mit) + "\n" + commonsClause}, "a v1: LICENSE: the licence Commons-Clause is not approved"},
		"second one":   {map[string]string{"LICENSE": string(mit), "LICENSE.other": commonsClause}, "a v1: LICENSE.other: the licence Commons-Clause is not approved"},
		"of a package": {map[string]string{"LICENSE": string(mit), "used/by/LICENSE": commonsClause}, "a v1: used/by/LICENSE: the licence Commons-Clause is not approved"},
		"all": {
			map[string]string{
				"COPYING": string(mit), "License.md": string(mit), "APACHE-LICENSE": string(mit), "NOTICE": "a", "PATENTS": "b", "license.go": "c",
				"used/LICENCE": string(mit), "unused/LICENSE": "All rights reserved.",
			},
			"APACHE-LICENSE COPYING License.md NOTICE PATENTS used/LICENCE",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := part{name: "a", version: "v1", dir: t.TempDir()}
			p.folders = []string{filepath.Join(p.dir, "used", "by")}
			test.files["used/by/a.go"] = "package by"
			for name, body := range test.files {
				name = filepath.Join(p.dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var names []string
			err := p.read(classifier)
			for _, text := range p.texts {
				names = append(names, text.name)
			}
			if got := strings.Join(names, " "); err == nil && got != test.want {
				t.Errorf("the texts are %s, want %s", got, test.want)
			} else if err != nil && err.Error() != test.want {
				t.Errorf("the error is %q, want %q", err, test.want)
			}
		})
	}
}

const commonsClause = `"Commons Clause" License Condition v1.0

The Software is provided to you by the Licensor under the License, as defined below, subject to the following condition.

Without limiting other conditions in the License, the grant of rights under the License will not include, and the License does not grant to you, the right to Sell the Software.

For purposes of the foregoing, "Sell" means practicing any or all of the rights granted to you under the License to provide to third parties, for a fee or other consideration (including without limitation fees for hosting or consulting/ support services related to the Software), a product or service whose value derives, entirely or substantially, from the functionality of the Software. Any license notice or attribution required by the License must also include this Commons Clause License Condition notice.
`

// TestRefused checks that all missing licences are reported, and nothing is written.
func TestRefused(t *testing.T) {
	before := copied
	defer func() { copied = before }()
	copied = append(slices.Clone(copied), part{name: "sample", dir: "content/postmortems"}, part{name: "script", dir: "themes/default"})
	file := filepath.Join(t.TempDir(), "licenses.txt")
	err := run(root, file)
	if want := "sample: there is no licence\nscript: there is no licence"; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file exists: %v", err)
	}
}

// TestCopied checks that the list of copied data is complete: it contains every folder with a
// licence, and the files that make rules generates.
func TestCopied(t *testing.T) {
	known := map[string]bool{}
	for _, data := range copied {
		known[data.dir] = true
	}
	out, err := exec.Command("git", "-C", root, "ls-files").Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		dir := filepath.ToSlash(filepath.Dir(name))
		if base := filepath.Base(name); filepath.Ext(base) == "" && licenceName.MatchString(base) && dir != "." && !known[dir] {
			t.Errorf("%s is the licence of data that is not in the list of contents.go", name)
		}
	}
	attributes, err := os.ReadFile(filepath.Join(root, ".gitattributes"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(attributes)) {
		if name, _, generated := strings.Cut(line, " linguist-generated"); generated && !known[filepath.ToSlash(filepath.Dir(strings.TrimSpace(name)))] {
			t.Errorf("%s comes from elsewhere, but is not in the list of contents.go", strings.TrimSpace(name))
		}
	}
}

// TestDocument checks that every part is listed with the kinds of its licences, and that each text
// appears once.
func TestDocument(t *testing.T) {
	got := document([]part{
		{name: "a", version: "v1", texts: []text{{"LICENSE", "Free.", []string{"MIT"}}, {"NOTICE", "By A.", nil}}},
		{name: "b", texts: []text{{"LICENSE", "Free.", []string{"MIT"}}, {"sub/LICENSE", "Freer.", []string{"ISC", "MIT"}}}},
	})
	_, got, _ = bytes.Cut(got, []byte("\n\n"))
	want := `a v1: MIT
b: ISC, MIT

` + line + `a v1: LICENSE
b: LICENSE
` + line + `
Free.

` + line + `a v1: NOTICE
` + line + `
By A.

` + line + `b: sub/LICENSE
` + line + `
Freer.
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

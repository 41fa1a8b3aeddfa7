package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/go-licenses/v2/licenses"
)

// approved lists the kinds of licences that a release may contain, by SPDX identifier. They all
// allow any use and distribution of the program if their texts come with it. MPL-2.0 also
// requires that recipients learn where the source is; the head of the document tells them.
var approved = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "OFL-1.1"}

// publicDomain is the kind of data that nobody has rights in. SPDX has no identifier for it.
const publicDomain = "public domain"

// A text is a licence or notice of a part.
type text struct {
	name  string   // its path below the part's folder
	body  string   // without empty lines around it
	kinds []string // SPDX identifiers, or publicDomain; none for a notice
}

var (
	licenceName = regexp.MustCompile(`(?i)licen[cs]e|^copying`)
	noticeName  = regexp.MustCompile(`(?i)^(notice|patents|copyright)`)
)

// read reads the texts of a part. It returns an error if there is no licence, or one of a kind
// that is not approved.
func (p *part) read(classifier licenses.Classifier) error {
	names, err := p.files()
	if err != nil {
		return err
	}
	licensed := false
	for _, name := range names {
		body, err := os.ReadFile(filepath.Join(p.dir, name))
		if err != nil {
			return err
		}
		t := text{name: filepath.ToSlash(name), body: strings.Trim(strings.ReplaceAll(string(body), "\r\n", "\n"), "\n")}
		if licenceName.MatchString(filepath.Base(name)) {
			if p.kind != "" {
				t.kinds = []string{p.kind}
			} else if t.kinds, err = kinds(classifier, filepath.Join(p.dir, name)); err != nil {
				return fmt.Errorf("%s: %s: %w", p, t.name, err)
			}
			licensed = true
		}
		p.texts = append(p.texts, t)
	}
	if !licensed {
		return fmt.Errorf("%s: there is no licence", p)
	}
	return nil
}

// files returns the names of the licences and notices in dir and folders, and in the folders
// between them, sorted.
func (p *part) files() (names []string, err error) {
	seen := map[string]bool{}
	for _, folder := range append(p.folders, p.dir) {
		for ; len(folder) >= len(p.dir) && !seen[folder]; folder = filepath.Dir(folder) {
			seen[folder] = true
			entries, err := os.ReadDir(folder)
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				if !e.Type().IsRegular() || filepath.Ext(e.Name()) == ".go" || !licenceName.MatchString(e.Name()) && !noticeName.MatchString(e.Name()) {
					continue
				}
				name, err := filepath.Rel(p.dir, filepath.Join(folder, e.Name()))
				if err != nil {
					return nil, err
				}
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

// kinds returns the kinds of the licences in a file. It returns an error if one is not approved.
func kinds(classifier licenses.Classifier, file string) (found []string, err error) {
	all, err := classifier.Identify(file)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errors.New("the kind of licence is unknown")
	}
	for _, one := range all {
		if !slices.Contains(approved, one.Name) {
			return nil, fmt.Errorf("the licence %s is not approved", one.Name)
		}
		found = append(found, one.Name)
	}
	slices.Sort(found)
	return found, nil
}

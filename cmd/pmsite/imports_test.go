package main

import (
	"cmp"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed lists the packages of this module that each package may import. Imports run one
// way: commands may import everything, the site may import content, and content neither.
var allowed = map[string][]string{
	"content/lazyregexp":      {},
	"content/svg":             {"content/lazyregexp"},
	"content/highlight":       {},
	"content/cachefile":       {},
	"content/markdown":        {"content/highlight", "content/lazyregexp"},
	"content/zone":            {},
	"content/glob":            {},
	"content":                 {"content/glob", "content/lazyregexp", "content/markdown", "content/zone"},
	"content/config":          {"content", "content/glob", "content/lazyregexp"},
	"content/collection":      {"content", "content/config", "content/glob", "content/markdown"},
	"content/git":             {"content/cachefile", "content/glob", "content/lazyregexp"},
	"content/git/gittest":     {},
	"content/source":          {"content/cachefile", "content/git", "content/glob", "content/lazyregexp"},
	"content/metrics":         {"content", "content/config"},
	"content/corpus":          {},
	"content/assist":          {"content", "content/config", "content/lazyregexp", "content/markdown", "content/metrics"},
	"content/assist/lsp":      {"content", "content/assist", "content/check", "content/collection", "content/config", "content/console", "content/markdown"},
	"content/check":           {"content", "content/collection", "content/config", "content/lazyregexp", "content/markdown", "content/review", "content/svg", "content/zone"},
	"content/check/report":    {"content", "content/check", "content/console"},
	"content/console":         {"content/lazyregexp"},
	"content/meeting":         {"content", "content/console", "content/lazyregexp", "content/markdown"},
	"content/calibrate":       {"content", "content/metrics"},
	"content/drift":           {"content", "content/check", "content/lazyregexp", "content/markdown"},
	"content/drift/report":    {"content", "content/console", "content/drift"},
	"content/convert":         {"content", "content/lazyregexp", "content/markdown"},
	"content/convert/foreign": {"content", "content/lazyregexp"},
	"content/review":          {"content", "content/cachefile", "content/metrics"},
	"content/review/report":   {"content", "content/check", "content/check/report", "content/console", "content/lazyregexp", "content/review"},
	"content/project":         {"content", "content/cachefile", "content/check", "content/collection", "content/config", "content/git", "content/glob", "content/review", "content/review/report", "content/source"},
	"index":                   {"content", "content/collection", "content/lazyregexp", "content/markdown", "content/metrics"},
	"themes":                  {},
	"site/render":             {"content", "content/metrics", "site/chart", "site/portable", "site/render/execute"},
	"site/render/execute":     {},
	"site/chart":              {},
	"site/feed":               {"content", "content/metrics", "content/zone"},
	"site/serve":              {},
	"site/portable":           {},
	"site/archive":            {},
	"site/publish":            {"content/git"},
	"site":                    {"content", "content/cachefile", "content/collection", "content/config", "content/metrics", "content/review", "content/svg", "index", "site/feed", "site/portable", "site/render"},
	"site/preview":            {"content", "content/check", "content/collection", "content/config", "content/project", "content/review", "content/source", "site", "site/render", "site/serve", "themes"},
	"site/browser":            {},
}

// importers names the only package that imports each third-party module.
var importers = map[string][]string{
	"github.com/yuin/goldmark":                        {"content/markdown"},
	"github.com/yuin/goldmark-emoji":                  {"content/markdown"},
	"github.com/yuin/goldmark-meta":                   {"content/markdown"},
	"github.com/dlclark/regexp2/v2":                   {"content/highlight"},
	"go.yaml.in/yaml/v3":                              {"content", "content/config"},
	"github.com/go-git/go-git/v5":                     {"content/git"},
	"github.com/go-git/go-billy/v5":                   {"content/git"},
	"github.com/blevesearch/bleve/v2":                 {"index"},
	"github.com/blevesearch/":                         {"index"},
	"github.com/fsnotify/fsnotify":                    {"site/serve"},
	"github.com/gorilla/feeds":                        {"site/feed"},
	"github.com/spf13/cobra":                          {"cmd/pmsite"},
	"github.com/JohannesKaufmann/html-to-markdown/v2": {"content/convert/foreign"},
}

// TestImports checks the imports of all packages.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		importer := strings.TrimPrefix(fields[0], module+"/")
		for _, path := range fields[1:] {
			if imported, own := strings.CutPrefix(path, module+"/"); own {
				checkOwn(t, importer, imported)
			} else {
				checkThirdParty(t, importer, path)
			}
		}
	}
}

func checkOwn(t *testing.T, importer, imported string) {
	t.Helper()
	if strings.HasPrefix(importer, "cmd/") {
		return
	}
	list, known := allowed[importer]
	if !known {
		t.Errorf("package %s is not in the list of this test: say what it may import", importer)
	} else if !slices.Contains(list, imported) {
		t.Errorf("package %s must not import %s", importer, imported)
	}
}

func checkThirdParty(t *testing.T, importer, path string) {
	t.Helper()
	for prefix, users := range importers {
		if (path == strings.TrimSuffix(prefix, "/") || strings.HasPrefix(path, strings.TrimSuffix(prefix, "/")+"/")) && !slices.Contains(users, importer) {
			t.Errorf("package %s imports %s, which belongs to %s", importer, path, strings.Join(users, " and "))
		}
	}
}

// TestZones checks that only package zone loads time zones, and that Go's own are not part
// of the program.
func TestZones(t *testing.T) {
	err := filepath.WalkDir(filepath.Join("..", ".."), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() == "node_modules" {
			return cmp.Or(err, fs.SkipDir)
		}
		folder := filepath.ToSlash(filepath.Dir(name))
		if filepath.Ext(name) != ".go" || folder == "../../content/zone" || entry.Name() == "imports_test.go" {
			return nil
		}
		text, err := os.ReadFile(name)
		for _, bad := range []string{"time.LoadLocation", "time/tzdata", "time.Local", ".Local()"} {
			if strings.Contains(string(text), bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	out, err := exec.Command("go", "list", "-deps", module+"/cmd/pmsite").Output()
	if err != nil || strings.Contains(string(out), "time/tzdata") {
		t.Errorf("the program contains time/tzdata: %v", err)
	}
}

package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/portable"
	"github.com/pmsite/pmsite/site/render/execute"
)

// A Theme is a parsed theme. It is safe for concurrent use.
type Theme struct {
	*parsed
	Vocabularies *content.Vocabularies // of the site; set before pages are rendered
	pieces       sync.Map              // what "cached" has rendered: piece -> template.HTML
}

// parsed holds what a theme and its renewals share.
type parsed struct {
	templates *template.Template
	fast      *execute.Set      // executes the templates
	assets    map[string]string // name in the theme -> path on the site
	files     map[string][]byte // path on the site -> content
	sum       string            // of all files

	mu    sync.RWMutex
	shown *Theme // whose pieces "cached" uses; its pages are rendered in parallel
}

// Renew returns the same theme with an empty cache of rendered pieces, for a site whose
// post mortems have changed.
func (t *Theme) Renew() *Theme { return &Theme{parsed: t.parsed} }

// A piece identifies HTML that is the same on many pages.
type piece struct{ template, key string }

// LoadTheme parses a theme, see also [Fallback]. Errors name the file and line.
func LoadTheme(fsys fs.FS) (*Theme, error) {
	t := &Theme{parsed: &parsed{assets: map[string]string{}, files: map[string][]byte{}}}
	summed := newSummedFS(fsys)
	fsys = summed
	if err := t.loadAssets(fsys); err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, "templates/*.html")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("theme has no templates/*.html")
	}
	funcs := maps.Clone(functions)
	maps.Copy(funcs, template.FuncMap{"cached": t.parsed.cached, "piece": t.parsed.piece, "meaning": t.parsed.meaning, "look": t.parsed.look, "glyph": t.parsed.glyph})
	t.templates = template.New("").Funcs(funcs)
	t.fast = &execute.Set{Templates: t.templates, Funcs: funcs, Methods: methods, Cached: "cached", Load: t.parsed.load, Store: t.parsed.store}
	for _, name := range names {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read theme: %w", err)
		}
		if _, err := t.templates.New(path.Base(name)).Parse(string(src)); err != nil {
			return nil, templateError(err)
		}
	}
	if err := t.addFallback(fsys); err != nil {
		return nil, err
	}
	t.sum = summed.sum()
	return t, nil
}

// Sum returns a text that is different for themes with different files.
func (t *Theme) Sum() string { return t.sum }

// A TemplateError is an error in a template of a theme.
type TemplateError struct {
	File string // in the theme, such as templates/home.html; "" if unknown
	Line int    // 1-based; 0 if unknown
	Err  error
}

func (e *TemplateError) Error() string { return "theme: " + e.Err.Error() }
func (e *TemplateError) Unwrap() error { return e.Err }

// The library's messages contain up to two positions. In "unclosed action
// started at", the start is closer to the error than the end of the file.
var (
	position = regexp.MustCompile(`template: ?([^\s:"]+):(\d+)`)
	started  = regexp.MustCompile(`started at ([^\s:"]+):(\d+)`)
)

func templateError(err error) error {
	e := &TemplateError{Err: err}
	for _, pattern := range []*regexp.Regexp{position, started} {
		if m := pattern.FindStringSubmatch(err.Error()); m != nil {
			e.File = path.Join("templates", m[1])
			e.Line, _ = strconv.Atoi(m[2])
		}
	}
	return e
}

func (t *Theme) loadAssets(fsys fs.FS) error {
	if _, err := fs.Stat(fsys, "assets"); err != nil {
		return nil
	}
	files := map[string][]byte{}
	err := fs.WalkDir(fsys, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if files[name], err = fs.ReadFile(fsys, name); err != nil {
			return fmt.Errorf("read theme: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	maps.Copy(files, portable.Bundle(scriptsOf(files)))
	folders := foldersOf(files)
	for name, data := range files {
		public := fingerprinted(name, data)
		if folder := path.Dir(name); folder != "assets" {
			public = path.Join(folders[folder], path.Base(name))
		}
		t.assets[strings.TrimPrefix(name, "assets/")] = public
		t.files[public] = data
	}
	return nil
}

// scriptsOf returns the scripts in folders. Those beside them have names of their own, so that nothing can import them.
func scriptsOf(files map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, data := range files {
		if path.Ext(name) == ".js" && path.Dir(name) != "assets" {
			out[name] = data
		}
	}
	return out
}

// fingerprinted returns a name that changes with the content: style.css becomes
// style.0123456789.css.
func fingerprinted(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

// foldersOf returns the folders below assets with their names on the site. A
// folder's name has a fingerprint of all its files, and the files keep their
// names. So the modules of a script import each other as they do in the theme.
func foldersOf(files map[string][]byte) map[string]string {
	content := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if folder := path.Dir(name); folder != "assets" {
			sum := sha256.Sum256(files[name])
			content[folder] = append(append(content[folder], name...), sum[:]...)
		}
	}
	folders := map[string]string{}
	for folder, sums := range content {
		folders[folder] = fingerprinted(folder, sums)
	}
	return folders
}

// Assets returns the files that pages refer to, by their path on the site.
func (t *Theme) Assets() map[string][]byte { return t.files }

// AssetName returns the path in the theme of a file that pages refer to, by its path on the site.
func (t *Theme) AssetName(public string) string {
	for name, to := range t.assets {
		if to == public {
			return path.Join("assets", name)
		}
	}
	return public
}

// cached renders a template once for each key, and returns the cached result
// afterwards. A theme uses it for what is the same on many pages. Links depend
// on the depth of the page, so the key contains its Root.
func (p *parsed) cached(name, key string, data any) (template.HTML, error) {
	if done, ok := p.load(name, key); ok {
		return done, nil
	}
	html, err := p.piece(name, data)
	if err == nil {
		p.store(name, key, html)
	}
	return html, err
}

// piece renders a template for a page that changes the result.
func (p *parsed) piece(name string, data any) (template.HTML, error) {
	var b strings.Builder
	if err := p.fast.Execute(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil //nolint:gosec // the result of an escaped template
}

func (p *parsed) load(name, key string) (template.HTML, bool) {
	done, ok := p.shown.pieces.Load(piece{name, key})
	if !ok {
		return "", false
	}
	return done.(template.HTML), true
}

func (p *parsed) store(name, key string, html template.HTML) {
	p.shown.pieces.Store(piece{name, key}, html)
}

// Render executes a template, such as "home.html", with a page struct.
func (t *Theme) Render(w io.Writer, name string, page any) error {
	defer t.show()()
	if err := t.fast.Execute(w, name, page); err != nil {
		return templateError(err)
	}
	return nil
}

// Slow returns the names of the templates that html/template has to execute, sorted, among those that pages have used so
// far. See package execute for the others.
func (t *Theme) Slow() []string { return slices.Sorted(slices.Values(t.fast.Slow())) }

// meaning returns the site's definition of a severity, or "".
func (p *parsed) meaning(severity string) string {
	if p.shown.Vocabularies == nil {
		return ""
	}
	return p.shown.Vocabularies.Severity.Definitions[severity]
}

// look returns the last part of the class of a severity, such as near-miss in sev-near-miss.
func (p *parsed) look(severity string) string { return lookOf(p.shown.Vocabularies, severity) }

// glyph returns the sign drawn beside a severity.
func (p *parsed) glyph(severity string) string { return glyph(p.look(severity)) }

// show makes "cached" use the pieces of the theme until the returned function is
// called. Themes that share templates wait for each other, so that no piece of
// one appears in a page of another.
func (t *Theme) show() (done func()) {
	for {
		t.mu.RLock()
		if t.shown == t {
			return t.mu.RUnlock
		}
		t.mu.RUnlock()
		t.mu.Lock()
		t.shown = t
		t.mu.Unlock()
	}
}

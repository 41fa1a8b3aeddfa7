package serve

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"
)

// Paths of the preview's own files, which no site has.
const (
	eventsPath = "/-pmsite/events"
	stylePath  = "/-pmsite/preview.css"
	scriptPath = "/-pmsite/reload.js"
	notesPath  = "/-pmsite/notes.js"
	marksPath  = "/-pmsite/marks.js"
)

//go:embed preview.css
var style []byte

//go:embed reload.js
var reloadScript []byte

//go:embed notes.js
var notesScript []byte

//go:embed marks.js
var marksScript []byte

// ownFiles are the preview's own files.
var ownFiles = map[string]answer{
	stylePath:  {name: "preview.css", data: style, status: http.StatusOK},
	scriptPath: {name: "reload.js", data: reloadScript, status: http.StatusOK},
	notesPath:  {name: "notes.js", data: notesScript, status: http.StatusOK},
	marksPath:  {name: "marks.js", data: marksScript, status: http.StatusOK},
}

// A Server serves the snapshot that was shown last. The zero value responds with status 503
// until then.
type Server struct {
	Hosts []string // accepted host names besides loopback ones; "*" accepts all
	Still bool     // pages stay the same, so they get no script that updates them

	mu       sync.Mutex
	site     *shown
	cached   []cachedPage // newest last
	watchers map[chan struct{}]bool
}

// A shown is the snapshot that is being served, with its faults.
type shown struct {
	Snapshot
	failed []Fault           // why a newer snapshot could not be built
	last   map[string][]byte // last good versions of faulty pages
}

// Show replaces the snapshot; open pages that have changed are updated. Faulty pages show
// their faults above their content or their last good version.
func (s *Server) Show(next Snapshot) {
	s.mu.Lock()
	before := s.site
	s.mu.Unlock()
	s.show(&shown{Snapshot: next, last: lastGood(next.Faults, before)})
}

// Fail shows why the next snapshot could not be built, on every page of the last one.
func (s *Server) Fail(faults ...Fault) {
	if site := s.current(); site != nil {
		failed := *site
		failed.failed = faults
		s.show(&failed)
	}
}

func (s *Server) show(site *shown) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.site = site
	for changed := range s.watchers {
		select {
		case changed <- struct{}{}:
		default: // it is already signalled and will see the newest snapshot
		}
	}
}

func (s *Server) current() *shown {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.site
}

// ServeHTTP responds to GET and HEAD requests.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.knows(r.Host) {
		http.Error(w, "this preview only answers requests for its own host", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' blob:; object-src 'none'; worker-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-cache")
	if r.URL.Path == eventsPath {
		s.events(w, r)
	} else if file, ok := ownFiles[r.URL.Path]; ok {
		write(w, r, file)
	} else {
		s.file(w, r)
	}
}

// knows reports whether a host name is accepted. It guards against DNS rebinding: a page of
// another site whose name was pointed at this machine sends that name as Host.
func (s *Server) knows(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if ip := net.ParseIP(host); strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback() {
		return true
	}
	for _, known := range s.Hosts {
		if known == "*" || strings.EqualFold(known, host) {
			return true
		}
	}
	return false
}

func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	site := s.current()
	if site == nil {
		http.Error(w, "the site is being built", http.StatusServiceUnavailable)
		return
	}
	answer := s.lookUp(site, r.URL.Path)
	switch {
	case answer.redirect != "":
		target := (&url.URL{Path: answer.redirect, RawQuery: r.URL.RawQuery, Fragment: answer.fragment}).String()
		http.Redirect(w, r, target, http.StatusMovedPermanently)
	case answer.err != nil && answer.status == http.StatusNotFound:
		http.NotFound(w, r)
	case answer.err != nil:
		http.Error(w, answer.err.Error(), answer.status)
	default:
		write(w, r, answer)
	}
}

// An answer is the response to a path: data, a redirect, or an error.
type answer struct {
	requested string // path of the requested file
	name      string // path of the file that is served
	data      []byte
	redirect  string
	fragment  string // of the redirect, "" for none
	err       error
	status    int
	scripts   []string // addresses of the preview's own scripts for a page
}

func (s *Server) lookUp(site *shown, address string) answer {
	if rest, ok := strings.CutPrefix(address, basePath); ok && site.Base != nil {
		return site.lookUpBase("/" + rest)
	}
	name := fileOf(address)
	a := find(site.Site, name)
	a.requested = name
	if s.Still {
		return a
	}
	if a.err == nil && a.status == http.StatusOK && contentType(name) == contentTypes[".html"] {
		s.remember(name, a.data)
	}
	a = s.withFaults(site, site.withChanges(a))
	if site.Notes != nil {
		a.scripts = append(a.scripts, notesPath)
	}
	if site.Base != nil {
		a.scripts = append(a.scripts, marksPath)
	}
	a.scripts = append(a.scripts, scriptPath)
	return a
}

// fileOf returns the path of the file for an address of the site.
func fileOf(address string) string {
	name := strings.TrimPrefix(path.Clean("/"+address), "/")
	if strings.HasSuffix(address, "/") {
		name = path.Join(name, "index.html")
	}
	return name
}

func find(site fs.FS, name string) answer {
	data, err := fs.ReadFile(site, name)
	if err == nil {
		return answer{name: name, data: data, status: http.StatusOK}
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
		if info, statErr := fs.Stat(site, name); statErr != nil || !info.IsDir() {
			return answer{err: err, status: http.StatusInternalServerError}
		}
	}
	if info, err := fs.Stat(site, name); err == nil && info.IsDir() {
		return answer{redirect: "/" + name + "/"}
	}
	if to, fragment := ruled(site, name); to != "" {
		return answer{redirect: to, fragment: fragment}
	}
	if data, err = fs.ReadFile(site, "404.html"); err != nil {
		return answer{err: err, status: http.StatusNotFound}
	}
	// Its relative links are relative to the site's root, wherever it is shown.
	data = bytes.Replace(data, []byte("<head>"), []byte(`<head><base href="/">`), 1)
	return answer{name: "404.html", data: data, status: http.StatusNotFound}
}

// ruled returns where the file _redirects leads from the address of a missing file, as the host of the site will do.
func ruled(site fs.FS, name string) (to, fragment string) {
	rules, err := fs.ReadFile(site, "_redirects")
	if err != nil {
		return "", ""
	}
	from := "/" + strings.TrimSuffix(name, "index.html")
	for line := range strings.Lines(string(rules)) {
		rule := strings.Fields(line)
		if len(rule) == 3 && (rule[0] == from || rule[0] == from+"/") {
			to, fragment, _ = strings.Cut(rule[1], "#")
			return to, fragment
		}
	}
	return "", ""
}

// picturePolicy is for SVG pictures that are opened by their address: they may contain style
// sheets, bitmaps and fonts, but neither run nor load anything.
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; frame-ancestors 'none'"

func write(w http.ResponseWriter, r *http.Request, a answer) {
	header, data := w.Header(), a.data
	header.Set("Content-Type", contentType(a.name))
	if contentType(a.name) == contentTypes[".svg"] {
		header.Set("Content-Security-Policy", picturePolicy)
	}
	if len(a.scripts) > 0 && path.Ext(a.name) == ".html" {
		data = withScripts(data, a.scripts)
	}
	digest := sha256.Sum256(data)
	tag := hex.EncodeToString(digest[:12])
	if compressible(a.name, data) {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			data, tag = compressed(data), tag+"-gzip"
			header.Set("Content-Encoding", "gzip")
		}
	}
	header.Set("ETag", `"`+tag+`"`)
	if a.status != http.StatusOK {
		w.WriteHeader(a.status)
		if r.Method == http.MethodGet {
			_, _ = w.Write(data)
		}
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// withScripts adds scripts to the end of a page, with the sums of the page without them.
func withScripts(page []byte, scripts []string) []byte {
	i := bytes.LastIndex(page, []byte("</body>"))
	if i < 0 {
		return page
	}
	out, sums := bytes.Clone(page[:i]), parts(page)
	for _, script := range scripts {
		out = fmt.Appendf(out, `<script src="%s" data-sums="%s"></script>`, script, sums)
	}
	return append(out, page[i:]...)
}

// contentTypes are the types that static hosts use. The system's table differs between
// machines.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml; charset=utf-8", ".svg": "image/svg+xml", ".md": "text/markdown; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".log": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
	".woff2": "font/woff2", ".pdf": "application/pdf",
}

func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t, ok := contentTypes[ext]; ok {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" && !strings.Contains(t, "html") {
		return t
	}
	return "application/octet-stream"
}

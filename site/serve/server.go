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

// Paths of the preview's own, outside of any site.
const (
	eventsPath = "/-pmsite/events"
	scriptPath = "/-pmsite/reload.js"
)

//go:embed reload.js
var reloadScript []byte

var reloadTag = []byte(`<script src="` + scriptPath + `" defer></script>`)

// A Server shows the site shown last. The zero value answers 503 until then.
type Server struct {
	Hosts []string // host names answered beside loopback ones; "*" answers all

	mu       sync.Mutex
	site     fs.FS
	build    int
	started  time.Time
	watchers map[chan string]bool
}

// Show replaces the site; open pages reload.
func (s *Server) Show(site fs.FS) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.started.IsZero() {
		s.started = time.Now()
	}
	s.site = site
	s.build++
	for w := range s.watchers {
		select {
		case w <- s.id():
		default: // it has one to come already, and will read the newest
		}
	}
}

// id names a build: another process's first build is another id.
func (s *Server) id() string { return fmt.Sprintf("%x-%d", s.started.UnixNano(), s.build) }

func (s *Server) current() fs.FS {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.site
}

// ServeHTTP answers GET and HEAD.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.knows(r.Host) {
		http.Error(w, "this preview answers for its own host only", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	header := w.Header()
	header.Set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Cache-Control", "no-cache")
	switch r.URL.Path {
	case eventsPath:
		s.events(w, r)
	case scriptPath:
		header.Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(reloadScript)
	default:
		s.file(w, r)
	}
}

// knows guards against DNS rebinding: a page elsewhere whose name was pointed
// at this machine sends its own name as Host.
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
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	data, err := fs.ReadFile(site, name)
	if err == nil {
		write(w, r, name, data, http.StatusOK)
		return
	}
	if info, statErr := fs.Stat(site, name); statErr == nil && info.IsDir() {
		target := (&url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}).String()
		http.Redirect(w, r, target, http.StatusMovedPermanently)
		return
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if data, err = fs.ReadFile(site, "404.html"); err != nil {
		http.NotFound(w, r)
		return
	}
	// Its relative links are those of the site's root, wherever it is shown.
	data = bytes.Replace(data, []byte("<head>"), []byte(`<head><base href="/">`), 1)
	write(w, r, "404.html", data, http.StatusNotFound)
}

func write(w http.ResponseWriter, r *http.Request, name string, data []byte, status int) {
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	if path.Ext(name) == ".html" {
		data = withReload(data)
	}
	sum := sha256.Sum256(data)
	header.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	if status != http.StatusOK {
		w.WriteHeader(status)
		if r.Method == http.MethodGet {
			_, _ = w.Write(data)
		}
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// withReload puts the reload script at the end of a page.
func withReload(page []byte) []byte {
	i := bytes.LastIndex(page, []byte("</body>"))
	if i < 0 {
		return page
	}
	return bytes.Join([][]byte{page[:i], page[i:]}, reloadTag)
}

// contentTypes are those of static hosts; the system's table differs from one
// machine to the next.
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

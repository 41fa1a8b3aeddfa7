package review

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/cachefile"
)

// A Cache stores what each commit changed in a document, for the next run. An entry
// depends only on the contents of two versions and on how documents are parsed, so it
// never goes stale. A damaged file, or one in another format, is ignored. A nil Cache
// stores nothing.
type Cache struct {
	file  string
	mu    sync.Mutex
	steps map[string]step
	dirty bool // steps has entries that the file lacks
}

// cacheFormat must change whenever the file format, the output of [Describe] or the parsing
// of documents changes.
const cacheFormat = "pmsite changes 7"

// OpenCache reads the cache called name from the folder dir. The name must be different
// for each repository and for each way to parse documents. If there is no valid cache
// file, the cache is empty.
func OpenCache(dir, name string) *Cache {
	sum := sha256.Sum256([]byte(name))
	c := &Cache{file: filepath.Join(dir, "changes-"+hex.EncodeToString(sum[:8])), steps: map[string]step{}}
	data, err := os.ReadFile(c.file)
	if err != nil || len(data) < sha256.Size {
		return c
	}
	body, seal := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(seal) {
		return c
	}
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() || lines.Text() != cacheFormat {
		return c
	}
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\t")
		if len(parts) < 5 {
			continue
		}
		s := step{Status: parts[1], Severity: parts[2], Changes: parts[5:]}
		if readJSON(parts[3], &s.Items) == nil && readJSON(parts[4], &s.Facts) == nil {
			c.steps[parts[0]] = s
		}
	}
	return c
}

func (c *Cache) get(key string) (step, bool) {
	if c == nil {
		return step{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.steps[key]
	return s, ok
}

func (c *Cache) put(key string, s step) {
	if c == nil {
		return
	}
	for _, text := range append([]string{s.Status, s.Severity}, s.Changes...) {
		if strings.ContainsAny(text, "\t\n\r") {
			return
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.steps[key], c.dirty = s, true
}

// writeJSON writes numbers and strings on one line without tabs; nil is "".
func writeJSON(value any) string {
	out, err := json.Marshal(value)
	if err != nil {
		panic(err) // it has numbers and strings only
	}
	if string(out) == "null" {
		return ""
	}
	return string(out)
}

func readJSON(text string, value any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), value)
}

// Save atomically writes the cache to its file. It does nothing if there are no new entries.
func (c *Cache) Save() error {
	if c == nil || !c.dirty {
		return nil
	}
	keys := make([]string, 0, len(c.steps))
	for key := range c.steps {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var b bytes.Buffer
	fmt.Fprintln(&b, cacheFormat)
	for _, key := range keys {
		s := c.steps[key]
		b.WriteString(strings.Join(append([]string{key, s.Status, s.Severity, writeJSON(s.Items), writeJSON(s.Facts)}, s.Changes...), "\t"))
		b.WriteByte('\n')
	}
	seal := sha256.Sum256(b.Bytes())
	b.Write(seal[:])
	return cachefile.Write(c.file, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

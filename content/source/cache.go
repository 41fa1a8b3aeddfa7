package source

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/git"
)

// A cache is a file that holds the records of a repository's commits. A commit's hash determines its record, so a
// record never becomes stale. A file that is damaged in any way is treated as missing.
type cache struct {
	file    string // "" for none
	records map[git.OID]*record
}

// cacheMagic is the first line of a cache file. Its number changes with the format and with what is recorded.
const cacheMagic = "pmsite history 3\n"

func openCache(dir string, p git.Place) *cache {
	c := &cache{records: map[git.OID]*record{}}
	if dir == "" {
		return c
	}
	name := sha256.Sum256([]byte(p.Common))
	c.file = filepath.Join(dir, "history-"+hex.EncodeToString(name[:8]))
	data, err := os.ReadFile(c.file)
	if err != nil {
		return c
	}
	if records := unseal(data); records != nil {
		c.records = records
	}
	return c
}

// unseal verifies the checksum at the end of a cache file and decodes the rest. It returns nil if anything is wrong.
func unseal(data []byte) map[git.OID]*record {
	end := len(data) - sha256.Size
	if end < 0 || sha256.Sum256(data[:end]) != [sha256.Size]byte(data[end:]) {
		return nil
	}
	body, ok := strings.CutPrefix(string(data[:end]), cacheMagic)
	if !ok {
		return nil
	}
	return decodeRecords(body)
}

func seal(records []*record) []byte {
	data := encodeRecords([]byte(cacheMagic), records)
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

// save writes all known records atomically: a concurrent run sees either the old file or the new one. Records of
// commits that this walk did not reach, such as those of other branches, are kept unless there are too many of them.
func (c *cache) save(walked []*record) error {
	if c.file == "" {
		return nil
	}
	records := slices.Clone(walked) // the next walk reads them in this order, so it finds them next to each other in memory
	if len(c.records) <= len(walked)+1000 {
		for _, id := range slices.Sorted(maps.Keys(c.records)) {
			if r := c.records[id]; !r.walked {
				records = append(records, r)
			}
		}
	}
	return writeCacheBytes(c.file, seal(records))
}

func writeCacheBytes(name string, data []byte) error {
	return cachefile.Write(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// reportCacheError calls CacheFailed if writing the cache failed. The failure is harmless: the next run computes the
// data again.
func (s *Source) reportCacheError(err error) {
	if err != nil && s.CacheFailed != nil {
		s.CacheFailed(err)
	}
}

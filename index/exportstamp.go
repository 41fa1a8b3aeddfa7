package index

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content/collection"
)

// stampSize is the number of bytes of a stamp, the first ones of the sum of what follows it. The manifest has thousands.
const stampSize = 3

// A stampedFile is a file of an export that begins with a stamp.
type stampedFile struct {
	kind, name string // such as facets and facets/3.bin
	level      int    // of compression
	content    func(*exportData) []byte
}

// stampedFiles returns the files with stamps of an export of some post mortems, those of a kind in the order of their numbers.
func stampedFiles(posts int) []stampedFile {
	files := []stampedFile{
		{"columns", "columns.bin", gzip.BestCompression, func(d *exportData) []byte { return d.columns }},
		{"numbers", "numbers.bin", gzip.BestCompression, func(d *exportData) []byte { return d.numbers }},
		{"words", "words.bin", gzip.DefaultCompression, func(d *exportData) []byte { return d.dictionary(false) }},
		{"ids", "ids.bin", gzip.DefaultCompression, func(d *exportData) []byte { return d.dictionary(true) }},
	}
	for i := range Facets {
		files = append(files, stampedFile{"facets", fmt.Sprintf("facets/%d.bin", i), gzip.BestCompression, func(d *exportData) []byte { return d.facets[i] }})
	}
	for i := range shardCount(posts) {
		files = append(
			files,
			stampedFile{"postings", fmt.Sprintf("postings/%04d.bin", i), gzip.BestSpeed, func(d *exportData) []byte { return d.postingsShard(i) }},
			stampedFile{"positions", fmt.Sprintf("positions/%04d.bin", i), gzip.BestSpeed, func(d *exportData) []byte { return d.positionsShard(i) }},
		)
	}
	return files
}

// stamped returns the content of a file, after its stamp.
func (d *exportData) stamped(f stampedFile) []byte {
	sum := d.sums[f.name]
	return append(slices.Clone(sum[:stampSize]), f.content(d)...)
}

// stamps returns the stamps of the files of each kind, one after the other in hexadecimal digits.
func (d *exportData) stamps() map[string]string {
	out := map[string]string{}
	for _, f := range stampedFiles(d.documents) {
		sum := d.sums[f.name]
		out[f.kind] += hex.EncodeToString(sum[:stampSize])
	}
	return out
}

// sign sets the sums of the files with stamps, and the stamp of the export, a checksum of its whole content.
func (d *exportData) sign(docs []exportedDoc) {
	d.sums = map[string]collection.Sum{}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range stampedFiles(d.documents) {
		group.Go(func() error {
			full := sha256.Sum256(f.content(d))
			mu.Lock()
			defer mu.Unlock()
			d.sums[f.name] = collection.Sum(full[:])
			return nil
		})
	}
	_ = group.Wait() // no function returns an error
	d.stamp = crc32.Checksum(d.settings(), castagnoli)
	for _, f := range stampedFiles(d.documents) {
		sum := d.sums[f.name]
		d.stamp = crc32.Update(d.stamp, castagnoli, sum[:])
	}
	for i := range docs {
		d.stamp = crc32.Update(d.stamp, castagnoli, binary.BigEndian.AppendUint32(nil, docs[i].sum))
	}
}

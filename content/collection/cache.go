package collection

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"time"
	"unsafe"

	"github.com/pmsite/pmsite/content"
	"golang.org/x/sync/errgroup"
)

// cacheFormat changes whenever the form of the cache does.
const cacheFormat = "pmsite documents 1\n"

// cacheKey returns a text that differs for programs and options that read documents
// differently.
func (o Options) cacheKey(program string) string {
	return o.Fingerprint() + fmt.Sprint(o.Levels) + program // fmt sorts maps
}

// A cache is a head (cacheFormat and cacheKey), followed by blocks of whole
// documents. Each block can be read by itself: its length and its CRC-32C, four
// bytes each, stand before it.
const (
	blockSize = 1 << 20 // bytes at which a block is written
	blockHead = 8       // bytes of length and checksum
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// WriteCache writes what is known of each document, for [LoadCached] of a later
// run. Program identifies the build of the program: another one may read documents
// differently, and does not use the cache.
func (c *Collection) WriteCache(w io.Writer, program string) error {
	head := &codec{out: []byte(cacheFormat)}
	key := c.opts.withDefaults().cacheKey(program)
	head.str(&key)
	if _, err := w.Write(head.out); err != nil {
		return err
	}
	block, one := &codec{}, &codec{}
	for _, folder := range c.folders {
		for _, e := range folder.entries {
			if e.document == nil || e.document.stamp == (stamp{}) {
				continue // it could not be read
			}
			one.out, one.bad = one.out[:0], false
			if one.document(e); one.bad {
				continue // it is read anew each time
			}
			block.count(len(one.out))
			block.out = append(block.out, one.out...)
			if len(block.out) >= blockSize {
				if err := writeBlock(w, block.out); err != nil {
					return err
				}
				block.out = block.out[:0]
			}
		}
	}
	return writeBlock(w, block.out)
}

func writeBlock(w io.Writer, data []byte) error {
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(data))) //nolint:gosec // a megabyte and one document
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(data, castagnoli))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

// document codes a file that was read, with its path.
func (c *codec) document(e *entry) {
	d := e.document
	c.str(&e.path)
	for _, n := range []*int64{&d.stamp.size, &d.stamp.modified, &d.stamp.changed} {
		c.int64(n)
	}
	c.uint64(&d.stamp.inode)
	c.bool(&d.settled)
	sum := string(d.sum[:])
	c.str(&sum)
	if c.reading && copy(d.sum[:], sum) < sumSize {
		c.fail()
	}
	list(c, &d.problems, c.problem)
	known := d.pm != nil
	c.bool(&known)
	if !known {
		return
	}
	if c.reading {
		d.pm = &content.PostMortem{}
	}
	c.postMortem(d.pm)
}

// LoadCached returns the collection that [Load] would, without reading documents
// again that have not changed since [Collection.WriteCache] wrote the cache. A cache
// that is damaged, or that another program or other options wrote, is ignored.
// Fresh is the number of documents that were read. The other documents share the
// memory of the cache.
func LoadCached(ctx context.Context, cache, program string, fsys fs.FS, opts Options, progress func(done, total int)) (c *Collection, fresh int, err error) {
	none := &Collection{opts: opts.withDefaults()}
	none.folders = unpack(cache, none.opts.cacheKey(program))
	c, err = none.next(ctx, fsys, opts.Now, nil, func(done, total int) {
		fresh = done
		if progress != nil {
			progress(done, total)
		}
	})
	return c, fresh, err
}

// unpack returns the documents of a cache, by folder; nil if the cache is not for
// this key.
func unpack(cache, key string) map[string]folder {
	head := &codec{out: []byte(cacheFormat)}
	head.str(&key)
	rest, ours := strings.CutPrefix(cache, string(head.out))
	blocks, whole := findBlocks(rest)
	if !ours || !whole {
		return nil
	}
	folders := map[string]folder{}
	for _, entries := range unpackAll(blocks) {
		for _, e := range entries {
			dir := path.Dir(e.path)
			f := folders[dir]
			f.entries = append(f.entries, e)
			folders[dir] = f
		}
	}
	return folders
}

// A block holds documents, and the checksum that they have to have.
type block struct {
	text string
	sum  uint32
}

// findBlocks reports as whole a text that ends where its last block does.
func findBlocks(text string) (blocks []block, whole bool) {
	for len(text) >= blockHead {
		head := []byte(text[:blockHead])
		length := binary.LittleEndian.Uint32(head)
		if text = text[blockHead:]; uint64(length) > uint64(len(text)) {
			return nil, false
		}
		blocks = append(blocks, block{text[:length], binary.LittleEndian.Uint32(head[4:])})
		text = text[length:]
	}
	return blocks, text == ""
}

// unpackAll returns the documents of each block, none of a damaged one.
func unpackAll(blocks []block) [][]*entry {
	out := make([][]*entry, len(blocks))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, b := range blocks {
		group.Go(func() error {
			if crc32.Checksum(unsafe.Slice(unsafe.StringData(b.text), len(b.text)), castagnoli) == b.sum {
				out[i] = unpackBlock(b.text)
			}
			return nil // what is not here is read
		})
	}
	_ = group.Wait() // no function fails
	return out
}

func unpackBlock(text string) (entries []*entry) {
	c := &codec{reading: true, in: text, zones: map[string]*time.Location{}}
	for c.in != "" {
		var chunk string
		c.str(&chunk)
		rest := c.in
		e := &entry{kind: documentEntry, document: &document{}}
		c.in = chunk
		if c.document(e); c.bad || c.in != "" || e.path == "" {
			return nil
		}
		// What the system says too little of is read again.
		e.document.settled = e.document.settled && e.document.stamp.changed != 0
		entries = append(entries, e)
		c.in = rest
	}
	return entries
}

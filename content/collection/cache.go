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
const cacheFormat = "pmsite documents 5\n"

// cacheKey returns a text that is different for programs or options that read documents
// differently.
func (o Options) cacheKey(program string) string {
	return o.Fingerprint() + fmt.Sprint(o.Levels, o.Legacy) + program // fmt sorts maps
}

// A cache is a header (cacheFormat and cacheKey), followed by blocks of whole documents.
// Each block can be read by itself; its length and its CRC-32C, four bytes each, come
// first.
const (
	blockSize = 1 << 20 // size in bytes at which a block is written
	blockHead = 8       // size in bytes of the length and checksum
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// WriteCache writes the parsed documents for [LoadCached] in a later run. Program
// identifies the build of the program: another build may read documents differently, so it
// does not use the cache.
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
			if e.document == nil || e.document.stamp == (Stamp{}) {
				continue // it could not be read
			}
			one.out, one.bad = one.out[:0], false
			if one.document(e); one.bad {
				continue // it is read again each time
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
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(data))) // at most a megabyte and one document
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(data, castagnoli))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

// document encodes or decodes a parsed file with its path.
func (c *codec) document(e *entry) {
	d := e.document
	c.str(&e.path)
	for _, n := range []*int64{&d.stamp.Size, &d.stamp.Modified, &d.stamp.Changed} {
		c.int64(n)
	}
	c.uint64(&d.stamp.Inode)
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

// LoadCached is like [Load], but does not parse documents again that are the same as when
// [Collection.WriteCache] wrote the cache, anywhere: the content of a document decides, or with
// [Options].Times the size and times of its file. It ignores a cache that is damaged or was written
// by another program or with other options. Fresh is the number of documents that are worth caching
// again: those that it parsed, or with Times those that it read. The others share the memory of the cache.
func LoadCached(ctx context.Context, cache, program string, fsys fs.FS, opts Options, progress func(done, total int)) (c *Collection, fresh int, err error) {
	none := empty(opts)
	none.folders = unpack(cache, none.opts.cacheKey(program), opts.Times)
	s := none.scan(fsys, nil)
	c, err = none.next(ctx, s, opts.Now, progress)
	if fresh = int(s.parsed.Load()); opts.Times {
		fresh = len(s.unread)
	}
	return c, fresh, err
}

// unpack returns the documents in a cache by folder, or nil if the cache has another key. Without times, all files are to
// be read.
func unpack(cache, key string, times bool) map[string]folder {
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
			e.document.settled = e.document.settled && times
			dir := path.Dir(e.path)
			f := folders[dir]
			f.entries = append(f.entries, e)
			folders[dir] = f
		}
	}
	return folders
}

// A block holds encoded documents and their expected checksum.
type block struct {
	text string
	sum  uint32
}

// findBlocks returns the blocks of a text. whole is false if the last block is cut off.
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

// unpackAll returns the documents of each block, or none for a damaged one.
func unpackAll(blocks []block) [][]*entry {
	out := make([][]*entry, len(blocks))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, b := range blocks {
		group.Go(func() error {
			if crc32.Checksum(unsafe.Slice(unsafe.StringData(b.text), len(b.text)), castagnoli) == b.sum {
				out[i] = unpackBlock(b.text)
			}
			return nil // documents that are missing here are read again
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
		// Without a time of the last metadata change, the file must be read again.
		e.document.settled = e.document.settled && e.document.stamp.Changed != 0
		entries = append(entries, e)
		c.in = rest
	}
	return entries
}

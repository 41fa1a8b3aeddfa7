package content

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

	"golang.org/x/sync/errgroup"
)

// keepFormat changes with the form in which documents are kept.
const keepFormat = "pmsite documents 1\n"

// keptAs tells apart what reads documents differently.
func (o Options) keptAs(program string) string {
	return o.Fingerprint() + fmt.Sprint(o.Levels) + program // fmt sorts maps
}

// What is kept is a head, keepFormat and what keptAs says, and then blocks of
// whole documents. A block can be read by itself: before it stand its length and
// its CRC-32C, four bytes each.
const (
	blockSize = 1 << 20 // from which on a block is written
	blockHead = 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Keep writes what is known of each document, for a later run of the same program
// to begin with: see [Resume]. Program tells builds apart that may read documents
// differently.
func (c *Collection) Keep(w io.Writer, program string) error {
	head := &codec{out: []byte(keepFormat)}
	as := c.opts.withDefaults().keptAs(program)
	head.str(&as)
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

// document is for a file that was read, with its path.
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
		d.pm = &PostMortem{}
	}
	c.postMortem(d.pm)
}

// Resume gives the collection that [Load] would, without reading again what has
// not changed since [Collection.Keep] wrote what was kept. What is damaged or
// foreign is as good as none. Fresh is how many documents were read. The others
// are made of pieces of what was kept.
func Resume(ctx context.Context, kept, program string, fsys fs.FS, opts Options, progress func(done, total int)) (c *Collection, fresh int, err error) {
	none := &Collection{opts: opts.withDefaults()}
	none.folders = unpack(kept, none.opts.keptAs(program))
	c, err = none.next(ctx, fsys, opts.Now, nil, func(done, total int) {
		fresh = done
		if progress != nil {
			progress(done, total)
		}
	})
	return c, fresh, err
}

// unpack gives the documents that were kept, by folder, or none.
func unpack(kept, as string) map[string]folder {
	head := &codec{out: []byte(keepFormat)}
	head.str(&as)
	rest, ours := strings.CutPrefix(kept, string(head.out))
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

// A block is where documents are kept.
type block struct {
	text string
	sum  uint32
}

// findBlocks needs the last one to end where the text does.
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

// unpackAll gives the documents of each block, none of a damaged one.
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

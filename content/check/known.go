package check

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// Known is what earlier runs have found in documents. The findings of a document are determined by its text and path, and
// by what the parser and those rules say of it that look beyond it: at other documents, at files, the date or the base of
// the branch. [Run] always applies these rules, but looks at the text only if that has not been seen together with what
// they say. A Known may be used by one Run at a time.
type Known struct {
	head  string
	known map[collection.Sum]string // encoded findings

	mu   sync.Mutex
	used map[collection.Sum]string // of the documents of this run
}

// knownFormat changes whenever the form of the file or the meaning of its keys does.
const knownFormat = "pmsite findings 1\n"

// A file is a header, followed by keys, each with the length of the findings and the findings, and by a SHA-256 sum of all
// before it.

// ReadKnown returns what [Known.Write] wrote. It knows nothing if the text is damaged, or was written by another program or
// for another config or other people. Program identifies the build of the program and the text of the config.
func ReadKnown(text, program string, in Input) *Known {
	h := sha256.New()
	fmt.Fprintf(h, "%q\n%s%q", program, in.Config.Options().Fingerprint(), in.People)
	k := &Known{head: knownFormat + hex.EncodeToString(h.Sum(nil)) + "\n", known: map[collection.Sum]string{}, used: map[collection.Sum]string{}}
	end := len(text) - sha256.Size
	if !strings.HasPrefix(text, k.head) || end < len(k.head) {
		return k
	}
	if seal := sha256.Sum256([]byte(text[:end])); string(seal[:]) != text[end:] {
		return k
	}
	c := coder{reading: true, in: text[len(k.head):end]}
	for c.in != "" && !c.bad {
		var key, findings string
		c.str(&key)
		c.str(&findings)
		if len(key) == len(collection.Sum{}) {
			k.known[collection.Sum([]byte(key))] = findings
		}
	}
	return k
}

// Fresh returns the number of documents of this run that are not known yet.
func (k *Known) Fresh() (n int) {
	for key := range k.used {
		if _, known := k.known[key]; !known {
			n++
		}
	}
	return n
}

// Write writes what is found in the documents of this run, and what was known before unless that is much more.
func (k *Known) Write(w io.Writer) error {
	all := maps.Clone(k.used)
	if len(k.known) < 2*len(k.used)+1000 {
		maps.Copy(all, k.known)
	}
	c := coder{out: []byte(k.head)}
	for _, sum := range slices.SortedFunc(maps.Keys(all), func(a, b collection.Sum) int { return slices.Compare(a[:], b[:]) }) {
		key, findings := string(sum[:]), all[sum]
		c.str(&key)
		c.str(&findings)
	}
	seal := sha256.Sum256(c.out)
	_, err := w.Write(append(c.out, seal[:]...))
	return err
}

func (k *Known) put(key collection.Sum, findings string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used[key] = findings
}

// knownKey returns the key of a document's findings. ok is false if they depend on more than the key.
func (d *Document) knownKey() (key collection.Sum, ok bool) {
	if d.Known == nil || d.PM == nil || d.linksOnly || d.Unsaved[d.Path] != nil {
		return key, false
	}
	for _, name := range d.attachments() {
		if ext := strings.ToLower(path.Ext(name)); textFiles[ext] || ext == ".svg" {
			return key, false // rules read it
		}
	}
	sum, ok := d.Collection.Sum(d.Path)
	h := sha256.New()
	fmt.Fprintf(h, "%x%q%v%#v%s", sum, d.Path, d.Touched != nil, d.problems[d.Path], encode(d.beyond()))
	return collection.Sum(h.Sum(nil)), ok
}

// beyond returns what the rules say that look beyond the document, without its text: what they find is complete, except
// that most places are unknown.
func (d *Document) beyond() []Finding {
	without := &Document{shared: d.shared, standard: d.standard, Path: d.Path, PM: d.PM}
	for _, rule := range d.rules {
		if (rule.beyond || rule.varies) && rule.applies(d.PM) {
			without.rule = rule
			rule.Run(without)
		}
	}
	return without.found
}

// recall returns the findings of a document that are known.
func (d *Document) recall(key collection.Sum) (found []Finding, ok bool) {
	text, ok := d.Known.known[key]
	if !ok {
		return nil, false
	}
	c := coder{reading: true, in: text}
	for c.in != "" {
		var f Finding
		c.finding(&f)
		found = append(found, f)
	}
	if c.bad {
		return nil, false
	}
	d.Known.put(key, text)
	return found, true
}

// remember adds the findings of a document to those that are known, unless there may be more than are reported.
func (d *Document) remember(key collection.Sum) {
	if d.full() {
		return
	}
	d.Known.put(key, encode(d.found))
}

// encode returns findings as a text.
func encode(findings []Finding) string {
	c := coder{}
	for i := range findings {
		c.finding(&findings[i])
	}
	return string(c.out)
}

// A coder encodes values, or decodes them. After the first invalid value, bad is set.
type coder struct {
	reading bool
	in      string // left to read
	out     []byte // written so far
	bad     bool
}

func (c *coder) int(n *int) {
	if !c.reading {
		c.out = binary.AppendVarint(c.out, int64(*n))
		return
	}
	value, size := binary.Varint([]byte(c.in[:min(len(c.in), binary.MaxVarintLen64)]))
	if size <= 0 {
		c.bad, c.in = true, ""
		return
	}
	*n, c.in = int(value), c.in[size:]
}

func (c *coder) str(s *string) {
	n := len(*s)
	c.int(&n)
	if !c.reading {
		c.out = append(c.out, *s...)
		return
	}
	if n < 0 || n > len(c.in) {
		c.bad, c.in = true, ""
		return
	}
	*s, c.in = c.in[:n], c.in[n:]
}

func (c *coder) finding(f *Finding) {
	level, fixes := int(f.Level), 0
	if f.Fix != nil {
		fixes = 1
	}
	for _, s := range []*string{&f.File, &f.Rule, &f.Message, &f.Hint, &f.Source} {
		c.str(s)
	}
	for _, n := range []*int{&f.Line, &f.Column, &f.EndLine, &f.EndColumn, &level, &f.Pairs[0], &f.Pairs[1], &f.FixPairs[0], &f.FixPairs[1], &fixes} {
		c.int(n)
	}
	if f.Level = content.Level(level); fixes == 0 {
		return
	}
	if c.reading {
		f.Fix = &Fix{}
	}
	for _, n := range []*int{&f.Fix.Line, &f.Fix.Column, &f.Fix.EndLine, &f.Fix.EndColumn} {
		c.int(n)
	}
	c.str(&f.Fix.Text)
}

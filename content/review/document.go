package review

import (
	"bytes"

	"github.com/pmsite/pmsite/content"
)

// A document is one version, parsed only as far as needed.
type document struct {
	path  string
	src   []byte
	opts  content.Options
	front *content.PostMortem
	full  *content.PostMortem
}

func (d *document) body() []byte {
	_, body := content.SplitFrontMatter(d.src)
	return body
}

// frontMatter parses the front matter alone. It returns nil if that is not a post mortem.
func (d *document) frontMatter() *content.PostMortem {
	if d.front == nil {
		front, _ := content.SplitFrontMatter(d.src)
		d.front, _ = content.Parse(d.path, front, d.opts)
	}
	return d.front
}

// known returns what is parsed already, or else the front matter, or nil. Both say the same of what the front matter has.
func (d *document) known() *content.PostMortem {
	if d.full != nil {
		return d.full
	}
	return d.frontMatter()
}

// removed reports whether the version is the tombstone of a removed post mortem.
func (d *document) removed() bool {
	pm := d.known()
	return pm != nil && pm.Removal != nil
}

// status returns the document's status, or "". It parses the whole document only if the
// front matter has no status, because a metadata table may have one.
func (d *document) status() string {
	pm := d.known()
	if (pm == nil || pm.Status == "") && !d.removed() {
		pm = d.whole()
	}
	if pm == nil {
		return ""
	}
	return pm.Status
}

func (d *document) whole() *content.PostMortem {
	if d.full == nil {
		d.full, _ = content.Parse(d.path, d.src, d.opts)
	}
	return d.full
}

// shows reports whether readers see the same of two versions, of which both can be read.
func (d *document) shows(other *document) bool {
	x, err := d.whole().PublicText(d.src)
	if err != nil {
		return false
	}
	y, err := other.whole().PublicText(other.src)
	return err == nil && bytes.Equal(x, y)
}

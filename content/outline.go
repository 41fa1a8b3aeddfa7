package content

import (
	"slices"

	"github.com/pmsite/pmsite/content/markdown"
)

// A KeyLine is a key of the front matter as written, with its position.
type KeyLine struct {
	Name  string
	Known string // the canonical name; "" if the format does not know the key
	Pos   Pos    // of the key
}

// FrontMatterKeys returns the keys of the front matter in the order written, and the
// 1-based line of the closing dashes, which is 0 for a document without front matter. It
// returns false if the block cannot be read.
func FrontMatterKeys(src []byte) (keys []KeyLine, end int, ok bool) {
	src = markdown.Normalize(src)
	if markdown.Check(src) != nil {
		return nil, 0, false
	}
	fm, ok := readFrontMatter(src, &report{})
	if !ok {
		return nil, 0, false
	}
	for _, name := range fm.keys {
		line := KeyLine{Name: name, Pos: fm.keyPos[name]}
		if known := keyByName[name]; known != nil {
			line.Known = known.Name
		}
		keys = append(keys, line)
	}
	return keys, fm.end, true
}

// Rank returns the place of a key in the canonical order, 0 for the first. Unknown keys
// come last.
func (k KeyLine) Rank() int {
	if i := slices.IndexFunc(keys, func(key Key) bool { return key.Name == k.Known }); i >= 0 {
		return i
	}
	return len(keys)
}

package index

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/corpus"
)

// TestEditKeepsFiles checks that an edit changes only files of the words that it adds or removes: the texts of one post mortem,
// and few shards.
func TestEditKeepsFiles(t *testing.T) {
	t.Parallel()
	posts := loadPosts(t, corpus.FS(150, 1), "content")
	before := exported(t, posts)
	edited := *posts[75]
	edited.Timeline = slices.Clone(edited.Timeline)
	edited.Timeline[0].Note += " Zyzzyva."
	posts[75] = &edited
	after := exported(t, posts)
	changed := map[string]int{}
	for name, data := range after {
		if !bytes.Equal(data, before[name]) {
			folder, _, _ := strings.Cut(name, "/")
			changed[folder]++
		}
	}
	for folder, most := range map[string]int{"postings": 3, "positions": 3, "documents": 1, "facets": 0, "numbers.bin": 0, "ids.bin": 0} {
		if changed[folder] > most {
			t.Errorf("of %s, %d files change, want at most %d", folder, changed[folder], most)
		}
	}
	if changed["postings"] == 0 || changed["words.bin"] == 0 || changed["manifest.bin"] == 0 {
		t.Errorf("the files that change are %v", changed)
	}
}

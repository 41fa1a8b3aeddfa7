package index

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// postsPerShard is the number of post mortems per shard of postings, some 12 KB. The number of
// shards must be known before anything is read.
const postsPerShard = 10

// manyPosts is the most post mortems whose texts have a file each. Of more, files are fewer and larger.
const manyPosts = 2000

// ManifestFile is the name of the file of an export that is read first. It differs if anything in the others does.
const ManifestFile = "manifest.bin"

// An Export holds the files with which a script searches in the browser as bleve does: the same
// documents and words, as small gzip files that are fetched when a query needs them.
//
//	manifest.bin        JSON: settings, the shard of each word, and the stamps of the files
//	columns.bin         for each document: date, length of each field
//	facets/N.bin        for each document: values of one of Facets
//	numbers.bin         for each document: the figures of Numbers
//	words.bin           all words, for misspelled ones; ids.bin has those with digits
//	postings/NNNN.bin   words, and the documents that have them
//	positions/NNNN.bin  positions of words in the documents, for phrases
//	documents/N.bin     JSON: the texts of one or more documents, for excerpts, a line each
//
// All but the manifest and the texts begin with a stamp of what follows, three bytes. So the script notices a file of another
// version of the site, and a file stays the same as long as its content does.
//
// Documents are numbered from the oldest to the newest, those without a date first, so that a
// new post mortem changes few numbers.
type Export struct {
	posts []*content.PostMortem // by number
	words content.Options
	mu    sync.Mutex
	made  *exportData  // nil until a file needs it
	cache *exportCache // nil if there is none
}

// NewExport returns the export of the post mortems of a site with the options, whose words searches take.
// Callers must leave out hidden post mortems.
func NewExport(posts []*content.PostMortem, o content.Options) *Export {
	e := &Export{posts: slices.Clone(posts), words: o}
	slices.SortFunc(e.posts, func(a, b *content.PostMortem) int {
		return cmp.Or(a.Date.Time().Compare(b.Date.Time()), cmp.Compare(b.Slug, a.Slug))
	})
	return e
}

// Newest returns the n newest post mortems, or all if there are fewer, in the order in which a search finds them that looks for
// no word.
func (e *Export) Newest(n int) []*content.PostMortem {
	newest := slices.Clone(e.posts[max(0, len(e.posts)-n):])
	slices.Reverse(newest)
	return newest
}

func (e *Export) data() *exportData {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.made == nil {
		e.made = newExportData(e.posts, e.words, e.cache)
	}
	return e.made
}

// Release frees the data that the files share, and the cache. Call it after writing them; writing a file later
// computes the data again.
func (e *Export) Release() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.made, e.cache = nil, nil
}

// Files returns the name of each file and the function that writes it. The data is computed
// when the first one is written that needs it; a file of texts does not. The functions may be called concurrently.
func (e *Export) Files() iter.Seq2[string, func(io.Writer) error] {
	return func(yield func(string, func(io.Writer) error) bool) {
		ok := yield(ManifestFile, func(w io.Writer) error { return pack(w, gzip.BestCompression, e.data().manifest()) })
		for _, f := range stampedFiles(len(e.posts)) {
			ok = ok && yield(f.name, func(w io.Writer) error { return pack(w, f.level, e.data().stamped(f)) })
		}
		for i := 0; ok && i*docsIn(len(e.posts)) < len(e.posts); i++ {
			ok = yield(fmt.Sprintf("documents/%d.bin", i), func(w io.Writer) error { return e.writeTexts(w, i) })
		}
	}
}

// Sum returns the sum of what a file holds that is made from all post mortems, but not the manifest. It computes the data.
func (e *Export) Sum(name string) collection.Sum { return e.data().sums[name] }

// MadeFrom returns the post mortems that a file is made from, or nil if the file is made from all of them.
func (e *Export) MadeFrom(name string) []*content.PostMortem {
	var number int
	if _, err := fmt.Sscanf(name, "documents/%d.bin", &number); err != nil {
		return nil
	}
	return e.postsIn(number)
}

// postsIn returns the post mortems whose texts are in a file.
func (e *Export) postsIn(file int) []*content.PostMortem {
	per := docsIn(len(e.posts))
	return e.posts[file*per : min(len(e.posts), (file+1)*per)]
}

// writeTexts writes a file of texts. It needs nothing of the data that the other files share.
func (e *Export) writeTexts(w io.Writer, file int) error {
	var lines [][]byte
	for _, pm := range e.postsIn(file) {
		lines = append(lines, exportedDocument(pm, NewDocument(pm)))
	}
	return pack(w, gzip.BestSpeed, bytes.Join(lines, []byte("\n")))
}

func shardCount(posts int) int {
	if posts > manyPosts {
		return posts / (2 * postsPerShard)
	}
	return max(1, posts/postsPerShard)
}

// docsIn returns the number of documents in a file of their texts.
func docsIn(posts int) int {
	if posts > manyPosts {
		return 4
	}
	return 1
}

// exportedFields are the texts of a document, in the order in which they are shown.
var exportedFields = append([]Field{Title, Labels, IDs}, BodyFields...)

// exportedDocument returns the data that a hit shows of a document.
func exportedDocument(pm *content.PostMortem, d *Document) []byte {
	out := struct {
		Slug     string     `json:"slug"`
		Title    string     `json:"title"`
		Date     string     `json:"date"`
		Severity string     `json:"severity"`
		Status   string     `json:"status"`
		Services []string   `json:"services"`
		Texts    [][]string `json:"texts"`   // each is a field, followed by its texts
		Anchors  [][]string `json:"anchors"` // each belongs to a field: the sections of its texts
	}{Slug: d.ID, Title: d.Title, Date: d.Date.String(), Severity: pm.Severity, Status: pm.Status, Services: pm.Services}
	for _, field := range exportedFields {
		if texts := d.Texts[field]; len(texts) > 0 {
			valid := []string{string(field)}
			for _, text := range texts {
				valid = append(valid, strings.ToValidUTF8(text, "\ufffd"))
			}
			out.Texts, out.Anchors = append(out.Texts, valid), append(out.Anchors, d.Anchors[field])
		}
	}
	data, _ := json.Marshal(out) // encoding strings does not fail
	return data
}

// packers are pools of writers by level.
var packers [gzip.BestCompression + 2]sync.Pool

// pack writes data in gzip format. The bytes depend only on the data.
func pack(w io.Writer, level int, data []byte) error {
	packer, ok := packers[level+1].Get().(*gzip.Writer)
	if !ok {
		packer, _ = gzip.NewWriterLevel(w, level) // all levels are valid constants
	}
	defer packers[level+1].Put(packer)
	packer.Reset(w)
	if _, err := packer.Write(data); err != nil {
		return err
	}
	return packer.Close()
}

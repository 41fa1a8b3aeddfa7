package index

import (
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
)

// Shards hold the postings of about so many post mortems' worth of words, some
// 12 KB; their number is known before anything has been read.
const postsPerShard = 10

// An Export is what a script needs to search in the browser as bleve does: the
// same documents and words, as small files that are fetched when a query asks
// for them. All of them are packed with gzip.
//
//	manifest.bin        JSON: what the script has to know, and which shard a word is in
//	columns.bin         of each document: date, length of each field
//	facets/N.bin        of each document: values of one of Facets
//	numbers.bin         of each document: the figures of Numbers
//	words.bin           every word, for words that are misspelt; ids.bin those of digits
//	postings/NNNN.bin   words, and the documents that have them
//	positions/NNNN.bin  where in the documents they stand, for phrases
//	documents/N.bin     JSON: the texts of a document, for excerpts
//
// Documents are numbered from the oldest to the newest, those without a date
// first, so that a new post mortem changes the number of few others.
type Export struct {
	posts []*content.PostMortem // by number
	mu    sync.Mutex
	made  *exportData // nil until a file asks for it
}

// NewExport gives the export of post mortems. Whoever calls it has taken hidden
// ones out.
func NewExport(posts []*content.PostMortem) *Export {
	e := &Export{posts: slices.Clone(posts)}
	slices.SortFunc(e.posts, func(a, b *content.PostMortem) int {
		return cmp.Or(a.Date.Time().Compare(b.Date.Time()), cmp.Compare(b.Slug, a.Slug))
	})
	return e
}

func (e *Export) data() *exportData {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.made == nil {
		e.made = newExportData(e.posts)
	}
	return e.made
}

// Release lets go of what the files share, when they have been written. A file
// that is asked for later has it worked out again.
func (e *Export) Release() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.made = nil
}

// Files gives the name of each file and what writes it. Nothing is worked out
// until one of them is written; they may be written at once.
func (e *Export) Files() iter.Seq2[string, func(io.Writer) error] {
	return func(yield func(string, func(io.Writer) error) bool) {
		whole := func(name string, level int, content func() []byte) bool {
			return yield(name, func(w io.Writer) error { return pack(w, level, content()) })
		}
		shards := shardCount(len(e.posts))
		ok := whole("manifest.bin", gzip.BestCompression, func() []byte { return e.data().manifest() }) &&
			whole("columns.bin", gzip.BestCompression, func() []byte { return e.data().columns }) &&
			whole("numbers.bin", gzip.BestCompression, func() []byte { return e.data().numbers }) &&
			whole("words.bin", gzip.DefaultCompression, func() []byte { return e.data().dictionary(false) }) &&
			whole("ids.bin", gzip.DefaultCompression, func() []byte { return e.data().dictionary(true) })
		for i := 0; ok && i < len(Facets); i++ {
			ok = whole(fmt.Sprintf("facets/%d.bin", i), gzip.BestCompression, func() []byte { return e.data().facets[i] })
		}
		for i := 0; ok && i < shards; i++ {
			ok = whole(fmt.Sprintf("postings/%04d.bin", i), gzip.BestSpeed, func() []byte { return e.data().postingsShard(i) }) &&
				whole(fmt.Sprintf("positions/%04d.bin", i), gzip.BestSpeed, func() []byte { return e.data().positionsShard(i) })
		}
		for i := 0; ok && i < len(e.posts); i++ {
			ok = yield(fmt.Sprintf("documents/%d.bin", i), func(w io.Writer) error {
				_, err := w.Write(e.data().texts[i])
				return err
			})
		}
	}
}

func shardCount(posts int) int { return max(1, posts/postsPerShard) }

// exportedFields are the texts of a document, in the order in which they are
// shown.
var exportedFields = append([]Field{Title, Labels, IDs}, BodyFields...)

// exportedDocument gives what a hit shows of a document.
func exportedDocument(pm *content.PostMortem, d *Document) []byte {
	out := struct {
		Slug     string     `json:"slug"`
		Title    string     `json:"title"`
		Date     string     `json:"date"`
		Severity string     `json:"severity"`
		Status   string     `json:"status"`
		Services []string   `json:"services"`
		Texts    [][]string `json:"texts"` // field, then its texts
	}{Slug: d.ID, Title: d.Title, Date: d.Date.String(), Severity: pm.Severity, Status: pm.Status, Services: pm.Services}
	for _, field := range exportedFields {
		if texts := d.Texts[field]; len(texts) > 0 {
			valid := []string{string(field)}
			for _, text := range texts {
				valid = append(valid, strings.ToValidUTF8(text, "\ufffd"))
			}
			out.Texts = append(out.Texts, valid)
		}
	}
	data, _ := json.Marshal(out) // strings alone: it does not fail
	return data
}

// packers are writers for each level that are used again.
var packers [gzip.BestCompression + 2]sync.Pool

// pack writes data in gzip's form. The bytes depend on the data alone.
func pack(w io.Writer, level int, data []byte) error {
	packer, ok := packers[level+1].Get().(*gzip.Writer)
	if !ok {
		packer, _ = gzip.NewWriterLevel(w, level) // levels are constants
	}
	defer packers[level+1].Put(packer)
	packer.Reset(w)
	if _, err := packer.Write(data); err != nil {
		return err
	}
	return packer.Close()
}

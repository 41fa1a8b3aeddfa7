package collection

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
	"golang.org/x/tools/txtar"
)

// cached returns a post mortem as a later run reads it from the cache.
func cached(t *testing.T, pm *content.PostMortem) *content.PostMortem {
	t.Helper()
	w := &codec{}
	w.postMortem(pm)
	out := &content.PostMortem{}
	r := &codec{reading: true, in: string(w.out), zones: map[string]*time.Location{}}
	if r.postMortem(out); w.bad || r.bad || r.in != "" {
		t.Fatalf("written: bad %v; read: bad %v, %d bytes left", w.bad, r.bad, len(r.in))
	}
	return out
}

// TestCodec fills every field of a post mortem, so that a new one is not forgotten, and
// checks that all survive except those that come from elsewhere.
func TestCodec(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	zone, err := content.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		pm := &content.PostMortem{}
		fill(random, zone, reflect.ValueOf(pm).Elem())
		pm.Attachments, pm.History = nil, nil
		if got := cached(t, pm); !reflect.DeepEqual(got, pm) {
			t.Fatalf("decoded as\n%+v\nfrom\n%+v", got, pm)
		}
		var group sync.WaitGroup // Meanwhile, a site renders them; the race detector watches.
		for range 2 {
			group.Go(func() { (&codec{}).postMortem(pm) })
		}
		group.Wait()
		e := &entry{path: "content/a.md", kind: documentEntry, document: &document{pm: pm}}
		fill(random, zone, reflect.ValueOf(&e.document.problems).Elem())
		w := &codec{}
		w.document(e)
		got := &entry{kind: documentEntry, document: &document{}}
		r := &codec{reading: true, in: string(w.out), zones: map[string]*time.Location{}}
		if r.document(got); r.bad || !reflect.DeepEqual(got, e) {
			t.Fatalf("decoded as\n%+v\nfrom\n%+v", got.document, e.document)
		}
	}
}

// fill sets a value and everything in it to random contents, none of them zero.
func fill(random *rand.Rand, zone *time.Location, v reflect.Value) {
	switch of := v.Addr().Interface().(type) {
	case *time.Time:
		*of = time.Unix(random.Int64N(4e9), random.Int64N(1e9)).In(zone)
		return
	case **time.Location:
		*of = zone
		return
	case *markdown.Fragment:
		*of, _ = markdown.FragmentOf("<a\x00h0\x00>"+word(random)+"</a>", []string{word(random)})
		return
	case *content.Level:
		*of = content.Level(1 + random.IntN(3))
		return
	case *map[string]string:
		*of = map[string]string{word(random): word(random), "second": word(random)}
		return
	case *map[string]any:
		*of = map[string]any{
			word(random): 1, "int64": int64(-1) << 62, "uint64": ^uint64(0), "float": random.Float64(), "nil": nil, "bool": true,
			"list": []any{"a", []any{}, 2}, "map": map[string]any{"x": map[string]any{}},
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(word(random))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1 + random.Int64N(1e6))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+random.IntN(2), 2))
		for i := range v.Len() {
			fill(random, zone, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(random, zone, v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(random, zone, v.Elem())
	default:
		panic("what of " + v.Type().String() + "?")
	}
}

func word(random *rand.Rand) string {
	return strings.Repeat(string(rune('a'+random.IntN(26))), 1+random.IntN(80))
}

// goldenDocuments returns every document of the golden cases of package content,
// parsed, with its problems.
func goldenDocuments(t testing.TB) (out []*document) {
	t.Helper()
	archives, err := filepath.Glob("../testdata/parse/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if !strings.HasSuffix(file.Name, ".md") {
				continue
			}
			if pm, problems := content.Parse("content/a.md", file.Data, content.Options{}); pm != nil {
				out = append(out, &document{pm: pm, problems: problems})
			}
		}
	}
	return out
}

// TestCodecOfDocuments checks that the content of real documents survives the cache.
func TestCodecOfDocuments(t *testing.T) {
	for _, d := range goldenDocuments(t) {
		if got := cached(t, d.pm); !reflect.DeepEqual(got, d.pm) {
			t.Errorf("read from the cache, a document says\n%+v\nnot\n%+v", got, d.pm)
		}
	}
}

// FuzzUnpack reads arbitrary data with a valid checksum.
func FuzzUnpack(f *testing.F) {
	for _, d := range goldenDocuments(f) {
		w := &codec{}
		w.document(&entry{path: "content/a.md", document: d})
		f.Add(string(w.out))
	}
	f.Fuzz(func(_ *testing.T, chunk string) {
		w := &codec{}
		w.str(&chunk)
		for _, e := range unpackBlock(string(w.out)) {
			if e.document.pm == nil {
				continue
			}
			for _, s := range e.document.pm.Sections { // what is shown of it
				_ = s.Head.HTML(func(dest string) (string, bool) { return dest, true })
				for _, part := range s.Parts {
					_ = part.Prose.Paragraphs()
				}
			}
		}
	})
}

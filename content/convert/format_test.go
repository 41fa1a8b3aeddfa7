package convert_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/markdown"
)

var update = flag.Bool("update", false, "write the results into the golden files")

// golden runs a conversion on the archives of a folder: every file "X.md" of an archive
// must become its file "X.md.want".
func golden(t *testing.T, folder string, convert func(name, src string) string) {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var files []txtar.File
		want := map[string]string{}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".want") {
				want[file.Name] = string(file.Data)
				continue
			}
			got := convert(file.Name, string(file.Data))
			files = append(files, file, txtar.File{Name: file.Name + ".want", Data: []byte(got)})
		}
		for i := 1; !*update && i < len(files); i += 2 {
			if got := string(files[i].Data); got != want[files[i].Name] {
				t.Errorf("%s: %s (run with -update to accept):\n%s", name, files[i].Name, got)
			}
		}
		if *update {
			archive.Files = files
			if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestFormat(t *testing.T) {
	golden(t, "format", func(name, src string) string {
		checkFormat(t, src)
		out, problems := convert.Format(name, []byte(src), convert.FormatOptions{Options: content.Options{}})
		for _, p := range problems {
			out = append(out, "# "+p.String()+"\n"...)
		}
		return string(out)
	})
}

// documents returns every document of the sample, of the parser's cases, and of a
// generated collection.
func documents(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	collect := func(fsys fs.FS) {
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".md") {
				return err
			}
			src, err := fs.ReadFile(fsys, name)
			out[name] = string(src)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	collect(content.Sample)
	collect(corpus.FS(20, 7))
	archives, err := filepath.Glob("../testdata/parse/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".md") {
				out[name+"/"+file.Name] = string(file.Data)
			}
		}
	}
	return out
}

// TestFormatSample checks that the sample, which init writes, is formatted.
func TestFormatSample(t *testing.T) {
	for name, src := range documents(t) {
		if !strings.HasPrefix(name, "postmortems/") {
			continue
		}
		if out, problems := convert.Format(name, []byte(src), convert.FormatOptions{}); string(out) != src {
			t.Errorf("%s is not formatted: %v", name, problems)
		}
	}
}

// windows returns a text with Windows line endings and a byte order mark.
func windows(text string) string { return "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n") }

// TestFormatKeepsMeaning formats all documents. Line endings and a byte order mark make
// no difference and are kept.
func TestFormatKeepsMeaning(t *testing.T) {
	changed := 0
	for name, src := range documents(t) {
		out := checkFormat(t, src)
		if strings.Contains(src, "\n") && !strings.ContainsAny(src, "\r\ufeff") {
			if got, _ := convert.Format("content/a.md", []byte(windows(src)), convert.FormatOptions{Options: plain()}); string(got) != windows(out) {
				t.Errorf("with Windows line endings:\n%q\nwant\n%q", got, windows(out))
			}
		}
		if t.Failed() {
			t.Fatalf("in %s", name)
		}
		if out != src {
			changed++
		}
	}
	if changed < 50 {
		t.Errorf("only %d documents changed", changed)
	}
}

// plain holds the options of a site without a config.
var plain = sync.OnceValue(func() content.Options { return content.Options{Vocabularies: content.BuiltinVocabularies()} })

// checkFormat checks what is true of all formatting: it keeps the meaning and every word,
// and a second run changes nothing.
func checkFormat(t *testing.T, src string) string {
	t.Helper()
	opts := plain()
	once, _ := convert.Format("content/a.md", []byte(src), convert.FormatOptions{Options: opts})
	twice, _ := convert.Format("content/a.md", once, convert.FormatOptions{Options: opts})
	if string(once) != string(twice) {
		t.Errorf("formatting again changes:\n%q\n%q\n%q", src, once, twice)
	}
	want, wantProblems := content.Parse("content/a.md", []byte(src), opts)
	got, gotProblems := content.Parse("content/a.md", once, opts)
	if !reflect.DeepEqual(withoutPositions(want), withoutPositions(got)) || len(wantProblems) != len(gotProblems) {
		t.Errorf("formatting changes the meaning:\n%q\n%q\n%v\n%v", src, once, wantProblems, gotProblems)
	}
	if want, got := words(src), words(string(once)); !slices.Equal(want, got) {
		t.Errorf("words differ:\n%q\n%q", want, got)
	}
	return string(once)
}

// withoutPositions returns a post mortem without the positions in its file.
func withoutPositions(pm *content.PostMortem) *content.PostMortem {
	if pm == nil {
		return nil
	}
	for i := range pm.Timeline {
		pm.Timeline[i].Pos = content.Pos{}
	}
	for i := range pm.ActionItems {
		pm.ActionItems[i].Pos = content.Pos{}
	}
	return pm
}

// words returns the sorted words of a text, without those that only draw tables.
func words(text string) []string {
	out := strings.FieldsFunc(string(markdown.Normalize([]byte(text))), func(r rune) bool { return strings.ContainsRune(" \t\n\v\f|", r) })
	out = slices.DeleteFunc(out, func(word string) bool { return strings.Trim(word, "-:") == "" })
	slices.Sort(out)
	return out
}

func FuzzFormat(f *testing.F) {
	for _, src := range documents(f) {
		if len(src) < 3000 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<15 {
			t.Skip("large files are slow, not different")
		}
		checkFormat(t, src)
	})
}

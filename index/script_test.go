package index

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/corpus"
)

// A script is the search of the default theme, run by Node.js on an export.
type script struct {
	t      testing.TB
	dir    string // of the export
	input  io.Writer
	output *bufio.Reader
}

func startScript(t testing.TB, posts []*content.PostMortem) *script {
	t.Helper()
	home, dir := t.TempDir(), t.TempDir()
	if err := os.CopyFS(home, os.DirFS("../themes/default/assets/search")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(home, os.DirFS("testdata/script")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "package.json"), []byte(`{"type": "module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	writeExport(t, dir, posts)
	node := exec.Command("node", filepath.Join(home, "ask.js"))
	node.Stderr = os.Stderr
	input, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatalf("Node.js does not run: %v; make tools installs it", err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		_ = node.Wait()
	})
	return &script{t, dir, input, bufio.NewReaderSize(output, 1<<20)}
}

func writeExport(t testing.TB, dir string, posts []*content.PostMortem) {
	t.Helper()
	for name, write := range NewExport(posts).Files() {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var data bytes.Buffer
		if err := write(&data); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// ask waits for the answer to one question.
func (s *script) ask(what, text string, answer any) {
	s.t.Helper()
	question, err := json.Marshal(map[string]string{"what": what, "dir": s.dir, "text": text})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.input.Write(append(question, '\n')); err != nil {
		s.t.Fatal(err)
	}
	line, err := s.output.ReadBytes('\n')
	if err != nil {
		s.t.Fatalf("%s %q: the script stopped: %v", what, text, err)
	}
	if err := json.Unmarshal(line, answer); err != nil {
		s.t.Fatal(err)
	}
}

// A fault is what the script says of a query that cannot be read.
type fault struct{ Caret, Message, Hint string }

func (f fault) String() string {
	text := "  " + strings.ReplaceAll(f.Caret, "\n", "\n  ") + "\n  error: " + f.Message
	if f.Hint != "" {
		text += "\n  hint: " + f.Hint
	}
	return text
}

func loadPosts(t testing.TB, fsys fs.FS, root string) []*content.PostMortem {
	t.Helper()
	c, err := content.Load(t.Context(), fsys, content.Options{Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Published(false).PostMortems
}

// TestScriptParses reads the queries of testdata/queries.txt, and ones beyond
// the limits, with both parsers.
func TestScriptParses(t *testing.T) {
	t.Parallel()
	s := startScript(t, loadPosts(t, searchedFS(), "content"))
	golden, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	queries := []string{
		strings.Repeat("a ", 5000), strings.Repeat("a* ", 500), strings.Repeat("a ", 500), strings.Repeat("a~ ", 100),
		strings.Repeat("(", 500) + "a" + strings.Repeat(")", 500), strings.Repeat("NOT ", 100) + "a",
		strings.Repeat("größe ", 30) + "titel:x", strings.Repeat("x ", 100) + "foo:bar " + strings.Repeat("y ", 20),
		"+(a b) -(c)", `title:(a "b c" d*)`, "severity:(a AND NOT b*)", "severity:(-a)", `date:>"2026-01"`, "date:> 2026", "duration:>= 2h 30m",
		"duration:PT2H15M", "duration:2:15", "duration:1w2d", "duration:1.5h", "duration:2 hours", "duration:\"2 hours, 5 min\"", "duration:1e3", "duration:+5",
		"duration:99999999h", "duration:0x10", "date:2024-02-29", "date:2023-02-29", "date:0000", "date:99999", "date:2026-3..2026-12-24", "year:1969",
		"a~12", "a b~", "~", "~1", "a~~", "*~", "a**", "**", "a-*", "- a", "-", "+", "-*", "--a", "+-a", "NOT", "NOT(a)", "a OR", "a ORb", "ANDa", "a AND(b)",
		"“a”b", "a\"b\"c", "a(b)c", "x:y:z", "title:a:b", "a:b", "é:x", "ti-tle:x", "Title : x", "title:-a", "title:(", "title:)", "()", "(a", "a)", "((a))",
		"\u3000a\u00a0b\u2003c", "\ufeffa", "𝒳 𠀀𠀁", "a\u0000b", "İstanbul", "ΣΑΣ", "ﬁ", "http://x", "c:\\x", "tag:a* tag:b", "+tag:a -tag:b", "tag:\"\"", "tag:-_",
		"NOT -a", "NOT NOT a", "-(NOT a)", "a AND -(b c)", "a OR (b AND (c OR (d)))", "service:(a OR (b c))", "service:((title:x))",
	}
	for block := range strings.SplitSeq(strings.TrimSpace(string(golden)), "\n\n") {
		if query, _, _ := strings.Cut(block, "\n"); strings.HasPrefix(query, "> ") {
			queries = append(queries, strings.TrimPrefix(query, "> "))
		}
	}
	for _, query := range queries {
		var got struct {
			Tree string
			fault
		}
		s.ask("parse", query, &got)
		text := "  " + got.Tree
		if got.Tree == "" {
			text = got.fault.String()
		}
		if want := explain(query); text != want {
			t.Errorf("%.200s\n got %s\nwant %s", query, text, want)
		}
	}
}

// TestScriptAnalyses compares the words that both make of texts.
func TestScriptAnalyses(t *testing.T) {
	t.Parallel()
	s := startScript(t, loadPosts(t, searchedFS(), "content"))
	texts := append([]string{
		"Störung in データベース障害 の DNS", "Sto\u0308rung ΣΑΣ İstanbul ǅ ﬁ", "edge-gw-03.prod v1.2.3 don't we'll INC0042", "𝒳𝒴 𠀀𠀁 ٣٤ क्षि", "a\ufffdb",
	}, stemSuffixes()...)
	for _, pm := range loadPosts(t, content.Sample, "postmortems") {
		for _, list := range NewDocument(pm).Texts {
			texts = append(texts, list...)
		}
	}
	var a Analyser
	words := 0
	for _, text := range texts {
		var got, want []string
		s.ask("tokens", text, &got)
		for _, token := range a.Tokens(nil, text) {
			want = append(want, fmt.Sprintf("%d %s", token.Position, token.Term))
		}
		if words += len(want); !slices.Equal(got, want) {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
	if words < 20000 {
		t.Errorf("only %d words were compared", words)
	}
}

// stemSuffixes gives words with every suffix that the stemmer knows, one after
// the other.
func stemSuffixes() (out []string) {
	const known = `s ss sses ies eed ed ing ated bled ized ating bling izing y ational tional enci anci izer bli alli entli eli ousli ization ation ator
		alism iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion
		sion tion ou ism ate iti ous ive ize e ll le`
	for _, beginning := range strings.Fields("b ab tr hop fall fil happ relat condition syzyg oat yy eee crypt agre plast motor") {
		var words []string
		for _, suffix := range strings.Fields(known) {
			words = append(words, beginning+suffix, beginning+suffix+"s", beginning+suffix+"ing", beginning+suffix+"ly")
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

// TestScriptShows compares excerpts and better queries.
func TestScriptShows(t *testing.T) {
	t.Parallel()
	ix := openIndex(t, t.TempDir(), searchedFS())
	s := startScript(t, loadPosts(t, searchedFS(), "content"))
	type piece struct {
		Field string
		Spans []Span
	}
	for _, query := range []string{
		"certificates", `"zone transfer"`, "edge-gw-03", "42", "severity:critical", "障害", "timeout dns", "script", "renew*", "",
		"certifcate", "title:certifcate", "severity:critcal", "tag:loadbalancr", "qqqqqqqqqq",
	} {
		var got struct {
			Best *struct {
				Title  []Span
				Pieces []piece
			}
			Better string
		}
		s.ask("show", query, &got)
		want, err := ix.Search(t.Context(), query, SearchOptions{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got.Better != want.DidYouMean || (got.Best == nil) != (len(want.Hits) == 0) {
			t.Errorf("%s: better %q, want %q", query, got.Better, want.DidYouMean)
		}
		if got.Best == nil || len(want.Hits) == 0 {
			continue
		}
		var pieces []piece
		for _, f := range want.Hits[0].Fragments {
			pieces = append(pieces, piece{string(f.Field), f.Spans})
		}
		if fmt.Sprint(got.Best.Title, got.Best.Pieces) != fmt.Sprint(want.Hits[0].TitleSpans, pieces) {
			t.Errorf("%s\n got %v %v\nwant %v %v", query, got.Best.Title, got.Best.Pieces, want.Hits[0].TitleSpans, pieces)
		}
	}
}

// TestParity holds totals, order, scores and counts of facets of the script
// against bleve's.
func TestParity(t *testing.T) {
	t.Parallel()
	for name, fsys := range parityCollections() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareSearches(t, fsys, 500)
		})
	}
}

// compareSearches asks both so many queries of every construct.
func compareSearches(t *testing.T, fsys fs.FS, n int) {
	ix := openIndex(t, t.TempDir(), fsys)
	posts := loadPosts(t, fsys, "content")
	s := startScript(t, posts)
	g := newQueryGenerator(posts)
	for range n {
		compareSearch(t, ix, s, g.query())
	}
	for _, missing := range g.missing() {
		t.Errorf("no query has %s", missing)
	}
	if g.found < n/3 {
		t.Errorf("only %d of %d queries found anything", g.found, n)
	}
}

func compareSearch(t testing.TB, ix *Index, s *script, query string) {
	t.Helper()
	var got struct {
		Total  int
		Slugs  []string
		Scores []float64
		Counts []string
		fault
	}
	s.ask("search", query, &got)
	want, err := ix.Search(t.Context(), query, SearchOptions{Limit: 50, Fragments: -1, Facets: true})
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		if fmt.Sprint(got.fault) != fmt.Sprint(fault{syntax.Caret(), syntax.Message, syntax.Hint}) {
			t.Errorf("%s\n got %v\nwant %v", query, got.fault, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var slugs, counts []string
	same := got.Total == want.Total
	for i, hit := range want.Hits {
		slugs = append(slugs, hit.Slug)
		same = same && i < len(got.Scores) && closeTo(got.Scores[i], hit.Score)
	}
	for _, facet := range want.Facets {
		for _, v := range facet.Values {
			counts = append(counts, fmt.Sprintf("%s:%s=%d", facet.Facet.Name, v.Value, v.Count))
		}
	}
	slices.Sort(counts)
	if !same || !slices.Equal(got.Slugs, slugs) || !slices.Equal(got.Counts, counts) {
		var scores []float64
		for _, hit := range want.Hits {
			scores = append(scores, hit.Score)
		}
		t.Errorf("%s\n got %d %v %v %s\nwant %d %v %v", query, got.Total, got.Slugs, got.Scores, got.Message, want.Total, slugs, scores)
	}
}

// closeTo allows for the order of summation.
func closeTo(a, b float64) bool {
	return a == b || max(a, b)-min(a, b) <= 1e-12*max(a, b)
}

// parityCollections are in different languages and writings.
func parityCollections() map[string]fs.FS {
	return map[string]fs.FS{
		"ascii":    corpus.FS(120, 3),
		"sample":   prefixed(content.Sample, "postmortems", "content/postmortems"),
		"german":   babble(120, strings.Fields("Störung Größe Überlast Straße Fähre der die das Zertifikat abgelaufen Prüfung maß Ärger übertragen Verbindung Ausfall Schlüssel öffnen Übergabe Bäume Häfen"), " "),
		"japanese": babble(120, strings.Split("障害 データベース 接続 証明書 期限切れ ネットワーク 遅延 復旧 監視 手順書 DNS タイムアウト 、 。 東京 更新 〆切 々 ゲートウェイ ﾃｽﾄ", " "), ""),
		"tickets":  babble(120, strings.Fields("INC0042 INC42 CHG4711 PM-2026-0007 edge-gw-03.prod.example.org v1.2.3 v1.2.4 10.0.0.1 VC-1012 0042 4711 42 7 failed restarted host hosts ticket OPS-12 OP-12 ops"), " "),
		"code":     babble(120, strings.Fields("func main() if err != nil { return err } kubectl get pods pod -n prod SELECT * FROM users WHERE id=42; x_y_z CamelCase /etc/resolv.conf don't we'll 𝒳𝒴 ﬁle İd ΣΑΣ"), " "),
	}
}

func prefixed(fsys fs.FS, from, to string) fs.FS {
	out := fstest.MapFS{}
	_ = fs.WalkDir(fsys, from, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			data, _ := fs.ReadFile(fsys, name)
			out[to+strings.TrimPrefix(name, from)] = &fstest.MapFile{Data: data}
		}
		return err
	})
	return out
}

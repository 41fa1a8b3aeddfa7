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
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

// A script is the search script of the default theme, run by Node.js on an
// export.
type script struct {
	t   testing.TB
	dir string // of the export
	*nodeProcess
}

// A nodeProcess answers questions about any number of exports. All tests share
// one process, since starting it takes most of the time.
type nodeProcess struct {
	home   string
	cmd    *exec.Cmd
	mu     sync.Mutex // held from a request to its response
	input  io.WriteCloser
	output *bufio.Reader
}

var sharedNode = sync.OnceValues(startNode)

// startedNode is set if there is a process to stop.
var startedNode *nodeProcess

func startNode() (*nodeProcess, error) {
	home, err := os.MkdirTemp("", "pmsite-script-*")
	if err != nil {
		return nil, err
	}
	n := &nodeProcess{home: home, cmd: exec.Command("node", filepath.Join(home, "ask.js"))}
	n.cmd.Stderr = os.Stderr
	startedNode = n
	output, pipeErr := n.cmd.StdoutPipe()
	n.input, err = n.cmd.StdinPipe()
	err = errors.Join(
		err, pipeErr,
		os.CopyFS(home, os.DirFS("../themes/default/assets/search")),
		os.CopyFS(home, os.DirFS("testdata/script")),
		os.WriteFile(filepath.Join(home, "package.json"), []byte(`{"type": "module"}`), 0o600),
	)
	if err != nil {
		return nil, err
	}
	n.output = bufio.NewReaderSize(output, 1<<20)
	if err := n.cmd.Start(); err != nil {
		return nil, fmt.Errorf("Node.js does not run: %w; make tools installs it", err)
	}
	return n, nil
}

// stopNode stops the process if a test has started it.
func stopNode() {
	if n := startedNode; n != nil {
		_ = n.input.Close()
		_ = n.cmd.Wait()
		_ = os.RemoveAll(n.home)
	}
}

func startScript(t testing.TB, posts []*content.PostMortem) *script {
	t.Helper()
	return startScriptWith(t, posts, nil)
}

// startScriptWith starts the script of a site with vocabularies of its own.
func startScriptWith(t testing.TB, posts []*content.PostMortem, v *content.Vocabularies) *script {
	t.Helper()
	node, err := sharedNode()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeExport(t, dir, posts, v)
	return &script{t, dir, node}
}

func writeExport(t testing.TB, dir string, posts []*content.PostMortem, v *content.Vocabularies) {
	t.Helper()
	for name, write := range NewExport(posts, content.Options{Vocabularies: v}).Files() {
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

// ask asks one question and waits for the answer.
func (s *script) ask(what, text string, answer any) {
	s.t.Helper()
	s.askAll(what, []string{text})(0, answer)
}

// askAll asks questions without waiting. The function it returns waits for the
// answers.
func (s *script) askAll(what string, texts []string) (answer func(i int, to any)) {
	s.t.Helper()
	var questions bytes.Buffer
	for _, text := range texts {
		question, err := json.Marshal(map[string]string{"what": what, "dir": s.dir, "text": text})
		if err != nil {
			s.t.Fatal(err)
		}
		questions.Write(append(question, '\n'))
	}
	var answers [][]byte
	var err error
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		answers, err = s.exchange(questions.Bytes(), len(texts))
	}()
	return func(i int, to any) {
		s.t.Helper()
		if <-answered; i >= len(answers) {
			s.t.Fatalf("%s %q: the script stopped: %v", what, texts[len(answers)], err)
		}
		if err := json.Unmarshal(answers[i], to); err != nil {
			s.t.Fatal(err)
		}
	}
}

// exchange sends questions and returns n answers, or fewer if the process stops.
func (p *nodeProcess) exchange(questions []byte, n int) (answers [][]byte, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	go func() { _, _ = p.input.Write(questions) }() // if it fails, no answer comes
	for range n {
		line, err := p.output.ReadBytes('\n')
		if err != nil {
			return answers, err
		}
		answers = append(answers, line)
	}
	return answers, nil
}

// A fault is the script's error for an invalid query.
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
	c, err := collection.Load(t.Context(), fsys, collection.Options{Root: root}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Published(false).PostMortems
}

// TestScriptParses compares both parsers on the queries of testdata/queries.txt,
// and on queries beyond the limits.
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
	answer := s.askAll("parse", queries)
	for i, query := range queries {
		var got struct {
			Tree string
			fault
		}
		answer(i, &got)
		text := "  " + got.Tree
		if got.Tree == "" {
			text = got.fault.String()
		}
		if want := explain(query); text != want {
			t.Errorf("%.200s\n got %s\nwant %s", query, text, want)
		}
	}
}

// TestScriptAnalyses compares the tokens of texts.
func TestScriptAnalyses(t *testing.T) {
	t.Parallel()
	s := startScript(t, loadPosts(t, searchedFS(), "content"))
	texts := append([]string{
		"Störung in データベース障害 の DNS", "か\u3099 a\u0e31b ก\u0301ข 서버들에서는 이가 가 Łódź ﬂøß ıIİ v1 V2 tlsv1.2 500MS 5xms v v1a", "Sto\u0308rung ΣΑΣ İstanbul ǅ ﬁ", "edge-gw-03.prod v1.2.3 don't we'll INC0042", "𝒳𝒴 𠀀𠀁 ٣٤ क्षि", "a\ufffdb",
	}, stemSuffixes()...)
	for _, pm := range loadPosts(t, content.Sample, "postmortems") {
		for _, list := range NewDocument(pm).Texts {
			texts = append(texts, list...)
		}
	}
	var a Analyser
	words := 0
	answer := s.askAll("tokens", texts)
	for i, text := range texts {
		var got, want []string
		answer(i, &got)
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

// stemSuffixes returns words with every suffix that the stemmer knows, alone and
// followed by s, ing and ly.
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

// TestScriptShows compares excerpts and suggested queries.
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
			t.Errorf("%s: suggested %q, want %q", query, got.Better, want.DidYouMean)
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

// TestParity compares totals, order, scores and facet counts of the script with
// bleve's, and pages of hits with all hits.
func TestParity(t *testing.T) {
	t.Parallel()
	for name, fsys := range parityCollections() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compareSearches(t, fsys, 500)
		})
	}
}

// compareSearches compares both on n queries with every construct.
func compareSearches(t *testing.T, fsys fs.FS, n int) {
	ix := openIndex(t, t.TempDir(), fsys)
	posts := loadPosts(t, fsys, "content")
	g := newQueryGenerator(posts)
	cut := 0
	queries := g.queries(n)
	for i, want := range compareQueries(t, ix, startScript(t, posts), queries) {
		if want != nil && comparePage(t, ix, queries[i], i%3*4, i%5+1, want) {
			cut++
		}
	}
	if cut < n/4 {
		t.Errorf("only %d of %d pages have more after them", cut, n)
	}
	for _, missing := range g.missing() {
		t.Errorf("no query has %s", missing)
	}
	if g.found < n/3 {
		t.Errorf("only %d of %d queries found anything", g.found, n)
	}
}

// compareQueries returns bleve's first fifty hits of each query, nil for an
// invalid one.
func compareQueries(t testing.TB, ix *Index, s *script, queries []string) (out []*Result) {
	t.Helper()
	answer := s.askAll("search", queries)
	errs := make([]error, len(queries))
	for i, query := range queries {
		var result *Result
		result, errs[i] = ix.Search(t.Context(), query, SearchOptions{Limit: 50, Fragments: -1, Facets: true})
		out = append(out, result)
	}
	for i, query := range queries {
		var got found
		answer(i, &got)
		compareFound(t, query, got, out[i], errs[i])
	}
	return out
}

// comparePage checks that a page of hits, for which few hits are requested from
// bleve, is a part of all hits in order. It reports whether more hits follow than
// were requested.
func comparePage(t testing.TB, ix *Index, query string, from, limit int, all *Result) bool {
	t.Helper()
	page, err := ix.Search(t.Context(), query, SearchOptions{From: from, Limit: limit, Fragments: -1})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	from, end := min(from, len(all.Hits)), min(from+limit, len(all.Hits))
	if fmt.Sprint(page.Hits) != fmt.Sprint(all.Hits[from:end]) || page.Total != all.Total {
		t.Errorf("%s from %d\n got %v\nwant %v", query, from, page.Hits, all.Hits[from:end])
	}
	return end+spare < all.Total
}

// A found is the script's result, or its error for the query.
type found struct {
	Total  int
	Slugs  []string
	Scores []float64
	Counts []string
	fault
}

func compareFound(t testing.TB, query string, got found, want *Result, err error) {
	t.Helper()
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

// closeTo reports whether scores are equal except for the order of summation.
func closeTo(a, b float64) bool {
	return a == b || max(a, b)-min(a, b) <= 1e-12*max(a, b)
}

// parityCollections are collections in different languages and scripts.
func parityCollections() map[string]fs.FS {
	return map[string]fs.FS{
		"ascii":    corpus.FS(120, 3),
		"sample":   prefixed(content.Sample, "postmortems", "content/postmortems"),
		"german":   babble(120, strings.Fields("Störung Größe Überlast Straße Fähre der die das Zertifikat abgelaufen Prüfung maß Ärger übertragen Verbindung Ausfall Schlüssel öffnen Übergabe Bäume Häfen"), " "),
		"japanese": babble(120, strings.Split("障害 データベース 接続 証明書 期限切れ ネットワーク 遅延 復旧 監視 手順書 DNS タイムアウト 、 。 東京 更新 〆切 々 ゲートウェイ ﾃｽﾄ", " "), ""),
		"korean":   babble(120, strings.Fields("서버가 서버는 서버 서버들에서 장애 장애가 결제를 결제 데이터베이스의 연결 회의 네트워크로 네트워크 DNS 값이 값에서"), " "),
		"thai":     babble(120, strings.Fields("เซิร์ฟเวอร์ ล่ม ใบรับรอง หมดอายุ เครือข่าย ช้า DNS ที่ ๑๒ ฐานข้อมูล"), ""),
		"nordic":   babble(120, strings.Fields("Łódź lodz Ærøskøbing aeroskobing Straße strasse œuvre oeuvre Đorđević dordevic þing größe grosse café cafe"), " "),
		"amounts":  babble(120, strings.Fields("500ms 500 ms 30s 16GB GB TLSv1.2 TLS 1.2 v1.2.3 1.2.3 v1 v2 IPv6 srv1 10.0.0.1:8080 exit code -1 NOT FOUND PM-2026-0007"), " "),
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

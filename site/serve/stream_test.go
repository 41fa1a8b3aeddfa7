package serve_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/pmsite/pmsite/site/serve"
)

// A stream is what a browser has received of the events; what is not flushed
// does not arrive.
type stream struct {
	header        http.Header
	mu            sync.Mutex // the clock of a bubble is no lock
	held, arrived string
}

func (s *stream) Header() http.Header { return s.header }

func (s *stream) WriteHeader(int) {}

func (s *stream) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held += string(data)
	return len(data), nil
}

func (s *stream) Flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrived += s.held
	s.held = ""
}

// take returns what has arrived since the last call, once nothing happens any more.
func (s *stream) take() string {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.arrived
	s.arrived = ""
	return text
}

// kinds returns the kinds of the events that have arrived since the last call.
func (s *stream) kinds() (kinds []string) {
	for line := range strings.Lines(s.take()) {
		if kind, found := strings.CutPrefix(line, "event: "); found {
			kinds = append(kinds, strings.TrimSpace(kind))
		}
	}
	return kinds
}

// open listens to the events of a page until the returned function is called.
func open(t *testing.T, s http.Handler, page, sums, last string) (*stream, func()) {
	ctx, cancel := context.WithCancel(t.Context())
	query := url.Values{"page": {page}, "sums": {sums}}
	r := httptest.NewRequestWithContext(ctx, "GET", "http://localhost/-pmsite/events?"+query.Encode(), nil)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	w, done := &stream{header: http.Header{}}, make(chan struct{})
	go func() {
		defer close(done)
		s.ServeHTTP(w, r)
	}()
	return w, func() {
		cancel()
		<-done
	}
}

// sumsOf returns what a page says of itself.
func sumsOf(t *testing.T, s http.Handler, page string) string {
	t.Helper()
	_, after, found := strings.Cut(body(t, get(t, s, "GET", page, nil)), `data-sums="`)
	if !found {
		t.Fatalf("%s does not say what it is", page)
	}
	sums, _, _ := strings.Cut(after, `"`)
	return sums
}

func site(page *fstest.MapFile) serve.Snapshot {
	return serve.Snapshot{Site: fstest.MapFS{"a/index.html": page}}
}

// TestStream begins with how soon to come back, is kept open by a word every
// twenty seconds, and carries nothing while the page stays the same.
func TestStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &serve.Server{}
		s.Show(site(htmlPage("1.css", "nav", "a")))
		b, leave := open(t, s, "/a/", sumsOf(t, s, "/a/"), "")
		if got := b.take(); got != "retry: 300\n\n" {
			t.Errorf("the stream begins with %q", got)
		}
		if got := b.header.Get("Content-Type"); got != "text/event-stream" {
			t.Errorf("the stream is of type %q", got)
		}
		time.Sleep(20*time.Second - 1)
		if got := b.take(); got != "" {
			t.Errorf("within twenty seconds of silence arrives %q", got)
		}
		time.Sleep(20*time.Second + 2)
		if got := b.take(); got != ": still here\n\n: still here\n\n" {
			t.Errorf("within forty seconds of silence arrives %q", got)
		}
		s.Show(site(htmlPage("1.css", "nav", "a")))
		if got := b.take(); got != "" {
			t.Errorf("of the same page arrives %q", got)
		}
		leave()
		s.Show(site(htmlPage("1.css", "nav", "b"))) // nobody listens
	})
}

// TestWhatBecameOfAPage holds which change of a page is which event: its main
// part and its styles are changed in place, and nothing else that is seen is.
func TestWhatBecameOfAPage(t *testing.T) {
	page := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	const first = `<html><head><title>T</title><meta name="x" content="1"><link rel="stylesheet" href="1.css"></head><body>nav<main id="m">text</main>end</body></html>`
	with := func(from, to string) *fstest.MapFile {
		if !strings.Contains(first, from) {
			t.Fatalf("the page has no %q", from)
		}
		return page(strings.Replace(first, from, to, 1))
	}
	script := func(text string) *fstest.MapFile { return with("text", "<script>"+text+"</script>") }
	data := func(text string) *fstest.MapFile {
		return with("text", `<script type="application/ld+json">`+text+`</script>`)
	}
	for _, tc := range []struct {
		what          string
		before, after *fstest.MapFile
		want          []string
	}{
		{"the text", page(first), with("text", "other\n\ntext"), []string{"main"}},
		{"an attribute of the main part", page(first), with(`id="m"`, `id="n"`), []string{"main"}},
		{"what comes before", page(first), with("nav", "nav, too"), []string{"reload"}},
		{"what comes after", page(first), with("end", "the end"), []string{"reload"}},
		{"the style", page(first), with("1.css", "2.css"), []string{"style"}},
		{"a second style", page(first), with("</head>", `<link rel="stylesheet" href="2.css"></head>`), []string{"style"}},
		{"the style and the text", page(first), page(strings.NewReplacer("1.css", "2.css", "text", "other").Replace(first)), []string{"reload"}},
		{"the title", page(first), with("<title>T", "<title>Other\n"), nil},
		{"what machines read", page(first), with(`content="1"`, `content="2"`), nil},
		{"the title, and the text", page(first), page(strings.NewReplacer(">T<", ">U<", "text", "other").Replace(first)), []string{"main"}},
		{"a script in the main part", script("run()"), script("runs()"), []string{"reload"}},
		{"text beside a script in the main part", script("run()"), with("text", "more <script>run()</script>"), []string{"reload"}},
		{"a script that came", page(first), script("run()"), []string{"reload"}},
		{"data in the main part", data("1"), data("2"), []string{"main"}},
		{"a script below data", data("1"), with("text", `<script type="application/ld+json">1</script><script>run()</script>`), []string{"reload"}},
		{"what follows the end of a main part that was quoted", with("text", "</main>text"), with("text", "</main>other"), []string{"main"}},
		{"no main part", page("<body>a</body>"), page("<body>b</body>"), []string{"reload"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &serve.Server{}
			s.Show(site(tc.before))
			b, leave := open(t, s, "/a/", sumsOf(t, s, "/a/"), "")
			defer leave()
			b.take()
			s.Show(site(tc.after))
			if got := b.kinds(); !slices.Equal(got, tc.want) {
				t.Errorf("%s: the page hears of %q, want %q", tc.what, got, tc.want)
			}
			s.Show(site(tc.after))
			if got := b.kinds(); len(got) > 0 {
				t.Errorf("%s: the page hears of %q once more", tc.what, got)
			}
		})
	}
}

// TestEventsCarryThePage holds what an event carries: the page for what is
// changed in place, nothing else, and by which name a browser that comes back
// says what it has.
func TestEventsCarryThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &serve.Server{}
		s.Show(site(htmlPage("1.css", "nav", "a")))
		old := sumsOf(t, s, "/a/")
		b, leave := open(t, s, "/a/", old, "")
		b.take()
		next := htmlPage("1.css", "nav", "<b>line\nend</b>")
		s.Show(site(next))
		now := sumsOf(t, s, "/a/")
		text, err := json.Marshal(string(next.Data))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := b.take(), "event: main\nid: "+now+"\ndata: "+string(text)+"\n\n"; got != want {
			t.Errorf("the event is\n%q, want\n%q", got, want)
		}
		s.Show(site(htmlPage("1.css", "other nav", "a")))
		if got, want := b.take(), "event: reload\nid: "+sumsOf(t, s, "/a/")+"\ndata: {}\n\n"; got != want {
			t.Errorf("the event is\n%q, want\n%q", got, want)
		}
		leave()
		s.Show(site(next))
		for _, tc := range []struct {
			what, sums, last string
			want             []string
		}{
			{"what is there", now, "", nil},
			{"what was there", old, "", []string{"main"}},
			{"what was there, and has heard of what is", old, now, nil},
			{"what is there, and has heard of what was last", now, old, []string{"main"}},
			{"something else", "x", "", []string{"reload"}},
			{"nothing", "", "", []string{"reload"}},
		} {
			b, leave := open(t, s, "/a/", tc.sums, tc.last)
			if got := b.kinds(); !slices.Equal(got, tc.want) {
				t.Errorf("a browser that shows %s hears of %q, want %q", tc.what, got, tc.want)
			}
			leave()
		}
	})
}

// TestPagesThatAreNotThere holds that a browser keeps what it shows while its
// page is gone, leads elsewhere or there is no site yet, and follows it again.
func TestPagesThatAreNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &serve.Server{}
		b, leave := open(t, s, "/a/", "1-2-3", "")
		defer leave()
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("before there is a site, a page hears of %q", got)
		}
		s.Show(serve.Snapshot{Site: fstest.MapFS{"b/index.html": htmlPage("", "", "b")}})
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("a page that is not there hears of %q", got)
		}
		folder, close := open(t, s, "/b", "1-2-3", "")
		if got := folder.kinds(); len(got) > 0 {
			t.Errorf("a page that is elsewhere hears of %q", got)
		}
		close()
		s.Show(site(htmlPage("", "", "a")))
		if got := b.kinds(); !slices.Equal(got, []string{"reload"}) {
			t.Errorf("a page that has come hears of %q", got)
		}
	})
}

// plain cannot send anything before its end.
type plain struct{ http.ResponseWriter }

// TestNoStream says so where nothing can be sent bit by bit.
func TestNoStream(t *testing.T) {
	w := httptest.NewRecorder()
	shown().ServeHTTP(plain{w}, httptest.NewRequest("GET", "http://localhost/-pmsite/events?page=/", nil))
	if w.Code != http.StatusNotImplemented || !strings.Contains(w.Body.String(), "no streaming") {
		t.Errorf("the answer is %d %q", w.Code, w.Body)
	}
}

// noted is a site whose page has notes.
func noted(text string, notes *serve.Notes) serve.Snapshot {
	s := site(htmlPage("", "", text))
	s.Notes = func(_ context.Context, page string) *serve.Notes {
		if page != "a/index.html" {
			return &serve.Notes{File: "wrong page " + page}
		}
		return notes
	}
	return s
}

// TestNotesFollowThePage a moment after it, once for changes that come together,
// and not when they are the same.
func TestNotesFollowThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &serve.Server{}
		s.Show(noted("a", &serve.Notes{File: "first"}))
		b, leave := open(t, s, "/a/", sumsOf(t, s, "/a/"), "")
		defer leave()
		time.Sleep(60*time.Millisecond - 1)
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("before a page has rested arrives %q", got)
		}
		time.Sleep(2 * time.Nanosecond)
		if got := b.take(); !strings.HasPrefix(got, "event: notes\ndata: \"") || !strings.Contains(got, "first") || !strings.HasSuffix(got, "\"\n\n") {
			t.Errorf("the notes of a page are %q", got)
		}
		s.Show(noted("b", &serve.Notes{File: "first"}))
		time.Sleep(time.Second)
		if got := b.kinds(); !slices.Equal(got, []string{"main"}) {
			t.Errorf("with the same notes, the page hears of %q", got)
		}
		for _, text := range []string{"c", "d", "e"} {
			s.Show(noted(text, &serve.Notes{File: "notes of " + text}))
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		if got := b.take(); strings.Count(got, "event: main") != 3 || strings.Count(got, "event: notes") != 1 || !strings.Contains(got, "notes of e") {
			t.Errorf("of three changes within a moment arrives %q, want all pages and the last notes", got)
		}
		s.Show(noted("e", nil))
		time.Sleep(time.Second)
		if got := b.take(); got != "event: notes\ndata: \"\"\n\n" {
			t.Errorf("of notes that are gone arrives %q", got)
		}
		s.Show(site(htmlPage("", "", "e")))
		time.Sleep(time.Second)
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("of a site without notes arrives %q", got)
		}
	})
}

// TestTally counts the notes of each level, in the order in which they come, and
// leads to the places where they can be mended.
func TestTally(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for want, notes := range map[string]*serve.Notes{
			`<summary class="none">No findings</summary>`:               {},
			`<summary>1 error</summary>`:                                {List: []serve.Note{{Level: "error"}}},
			`<summary>2 warnings, 1 error, 2 info</summary>`:            {List: []serve.Note{{Level: "warning"}, {Level: "error"}, {Level: "info"}, {Level: "warning"}, {Level: "info"}}},
			`<p class="file">a.md</p>`:                                  {File: "a.md"},
			`<p class="file"><a href="x:a">a.md</a></p>`:                {File: "a.md", Link: "x:a"},
			`<span class="level">error</span> line 7 <span`:             {List: []serve.Note{{Level: "error", Line: 7}}},
			`<li class="error">`:                                        {List: []serve.Note{{Level: "error"}}},
			`<span class="message">m</span></li>`:                       {List: []serve.Note{{Message: "m"}}},
			`<span class="message">m</span><span class="hint">h</span>`: {List: []serve.Note{{Message: "m", Hint: "h"}}},
			`<span class="message">m</span> <code>n</code></li>`:        {List: []serve.Note{{Message: "m", Name: "n"}}},
		} {
			s := &serve.Server{}
			s.Show(noted("a", notes))
			b, leave := open(t, s, "/a/", sumsOf(t, s, "/a/"), "")
			time.Sleep(time.Second)
			_, data, _ := strings.Cut(b.take(), "data: ")
			leave()
			var text string
			if err := json.Unmarshal([]byte(data), &text); err != nil || !strings.Contains(text, want) {
				t.Errorf("there is no %q in %q (%v)", want, text, err)
			}
		}
	})
}

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

// A stream holds the events that a browser has received, which excludes what is not
// flushed.
type stream struct {
	header        http.Header
	mu            sync.Mutex // synctest's clock does not synchronize memory
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

// take returns what has arrived since the last call, once nothing more happens.
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

// open requests the events of a page until the returned function is called.
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

// sumsOf returns the sums in a page.
func sumsOf(t *testing.T, s http.Handler, page string) string {
	t.Helper()
	_, after, found := strings.Cut(body(t, get(t, s, "GET", page, nil)), `data-sums="`)
	if !found {
		t.Fatalf("%s has no sums", page)
	}
	sums, _, _ := strings.Cut(after, `"`)
	return sums
}

func site(page *fstest.MapFile) serve.Snapshot {
	return serve.Snapshot{Site: fstest.MapFS{"a/index.html": page}}
}

// TestStream checks that the stream begins with the reconnection time, has a
// comment every twenty seconds to keep it open, and has no event while the page is
// unchanged.
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
			t.Errorf("after twenty seconds of silence: %q", got)
		}
		time.Sleep(20*time.Second + 2)
		if got := b.take(); got != ": still here\n\n: still here\n\n" {
			t.Errorf("after forty seconds of silence: %q", got)
		}
		s.Show(site(htmlPage("1.css", "nav", "a")))
		if got := b.take(); got != "" {
			t.Errorf("for the same page: %q", got)
		}
		leave()
		s.Show(site(htmlPage("1.css", "nav", "b"))) // nobody is connected
	})
}

// TestWhatBecameOfAPage checks which change of a page causes which event: only the
// main part and the style sheets are updated in place.
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
		{"text before the main part", page(first), with("nav", "nav, too"), []string{"reload"}},
		{"text after the main part", page(first), with("end", "the end"), []string{"reload"}},
		{"the style", page(first), with("1.css", "2.css"), []string{"style"}},
		{"a second style", page(first), with("</head>", `<link rel="stylesheet" href="2.css"></head>`), []string{"style"}},
		{"the style and the text", page(first), page(strings.NewReplacer("1.css", "2.css", "text", "other").Replace(first)), []string{"reload"}},
		{"the title", page(first), with("<title>T", "<title>Other\n"), nil},
		{"metadata", page(first), with(`content="1"`, `content="2"`), nil},
		{"the title, and the text", page(first), page(strings.NewReplacer(">T<", ">U<", "text", "other").Replace(first)), []string{"main"}},
		{"a script in the main part", script("run()"), script("runs()"), []string{"reload"}},
		{"text beside a script in the main part", script("run()"), with("text", "more <script>run()</script>"), []string{"reload"}},
		{"an added script", page(first), script("run()"), []string{"reload"}},
		{"data in the main part", data("1"), data("2"), []string{"main"}},
		{"a script after data", data("1"), with("text", `<script type="application/ld+json">1</script><script>run()</script>`), []string{"reload"}},
		{"text after a quoted </main>", with("text", "</main>text"), with("text", "</main>other"), []string{"main"}},
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
				t.Errorf("%s: the page gets %q, want %q", tc.what, got, tc.want)
			}
			s.Show(site(tc.after))
			if got := b.kinds(); len(got) > 0 {
				t.Errorf("%s: the page gets %q again", tc.what, got)
			}
		})
	}
}

// TestEventsCarryThePage checks the data of an event, which is the page if it is
// updated in place and else empty, and the id by which a reconnecting browser says
// what it shows.
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
			{"the current page", now, "", nil},
			{"the previous page", old, "", []string{"main"}},
			{"what was there, and has heard of what is", old, now, nil},
			{"what is there, and has heard of what was last", now, old, []string{"main"}},
			{"something else", "x", "", []string{"reload"}},
			{"nothing", "", "", []string{"reload"}},
		} {
			b, leave := open(t, s, "/a/", tc.sums, tc.last)
			if got := b.kinds(); !slices.Equal(got, tc.want) {
				t.Errorf("a browser that shows %s gets %q, want %q", tc.what, got, tc.want)
			}
			leave()
		}
	})
}

// TestPagesThatAreNotThere checks that a browser gets no events while its page is
// missing or redirects, or there is no site yet, and gets them again afterwards.
func TestPagesThatAreNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &serve.Server{}
		b, leave := open(t, s, "/a/", "1-2-3", "")
		defer leave()
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("before the first site, a page gets %q", got)
		}
		s.Show(serve.Snapshot{Site: fstest.MapFS{"b/index.html": htmlPage("", "", "b")}})
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("a missing page gets %q", got)
		}
		folder, close := open(t, s, "/b", "1-2-3", "")
		if got := folder.kinds(); len(got) > 0 {
			t.Errorf("a page that redirects gets %q", got)
		}
		close()
		s.Show(site(htmlPage("", "", "a")))
		if got := b.kinds(); !slices.Equal(got, []string{"reload"}) {
			t.Errorf("a new page gets %q", got)
		}
	})
}

// plain is a ResponseWriter that cannot flush.
type plain struct{ http.ResponseWriter }

// TestNoStream checks the error if a response cannot be streamed.
func TestNoStream(t *testing.T) {
	w := httptest.NewRecorder()
	shown().ServeHTTP(plain{w}, httptest.NewRequest("GET", "http://localhost/-pmsite/events?page=/", nil))
	if w.Code != http.StatusNotImplemented || !strings.Contains(w.Body.String(), "no streaming") {
		t.Errorf("the response is %d %q", w.Code, w.Body)
	}
}

// noted returns a site whose page has notes.
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

// TestNotesFollowThePage checks that notes are sent a moment after the page, once
// for changes in quick succession, and not if they are unchanged.
func TestNotesFollowThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &serve.Server{}
		s.Show(noted("a", &serve.Notes{File: "first"}))
		b, leave := open(t, s, "/a/", sumsOf(t, s, "/a/"), "")
		defer leave()
		time.Sleep(60*time.Millisecond - 1)
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("before the pause, the page gets %q", got)
		}
		time.Sleep(2 * time.Nanosecond)
		if got := b.take(); !strings.HasPrefix(got, "event: notes\ndata: \"") || !strings.Contains(got, "first") || !strings.HasSuffix(got, "\"\n\n") {
			t.Errorf("the notes of a page are %q", got)
		}
		s.Show(noted("b", &serve.Notes{File: "first"}))
		time.Sleep(time.Second)
		if got := b.kinds(); !slices.Equal(got, []string{"main"}) {
			t.Errorf("with the same notes, the page gets %q", got)
		}
		for _, text := range []string{"c", "d", "e"} {
			s.Show(noted(text, &serve.Notes{File: "notes of " + text}))
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		if got := b.take(); strings.Count(got, "event: main") != 3 || strings.Count(got, "event: notes") != 1 || !strings.Contains(got, "notes of e") {
			t.Errorf("for three changes within a moment, the page gets %q, want all pages and the last notes", got)
		}
		s.Show(noted("e", nil))
		time.Sleep(time.Second)
		if got := b.take(); got != "event: notes\ndata: \"\"\n\n" {
			t.Errorf("after notes were removed, the page gets %q", got)
		}
		s.Show(site(htmlPage("", "", "e")))
		time.Sleep(time.Second)
		if got := b.kinds(); len(got) > 0 {
			t.Errorf("for a site without notes, the page gets %q", got)
		}
	})
}

// TestTally checks that notes are counted by level, in order of appearance, and
// link to their places.
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

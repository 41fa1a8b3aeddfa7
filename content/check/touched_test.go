package check_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestTouched checks that findings are reported in what a branch touches, and for what it
// breaks elsewhere.
func TestTouched(t *testing.T) {
	document := func(id, slug, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + slug + "\nid: " + id + "\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nstatus: draft\n---\n" + body)}
	}
	fsys := fstest.MapFS{
		"content/a.md":          document("PM-1", "a", "It was human error. See [gone](gone.md), [other](none.md) and [b](b.md#was-here).\n"),
		"content/b.md":          document("PM-2", "b", "## Is here\n"),
		"content/c.md":          document("PM-2", "c", "It was human error.\n"),
		"content/d/index.md":    document("PM-4", "d", "#### Deep\n"),
		"content/d/gateway.log": {Data: []byte("starts\n")},
		"content/e.md":          document("PM-5", "e", "It was human error.\n"),
	}
	touched := map[string]bool{"content/gone.md": true, "content/b.md": true, "content/d/gateway.log": true}
	cfg := config.Default()
	in := check.Input{Collection: load(t, fsys, cfg), Config: cfg, Touched: touched}
	var got []string
	for _, f := range check.Run(context.Background(), in) {
		got = append(got, fmt.Sprintf("%s:%d: %s", strings.TrimPrefix(f.File, "content/"), f.Line, f.Message))
	}
	want := `a.md:11: there is no file "content/gone.md"
a.md:11: "content/b.md" has no anchor #was-here
b.md:3: its id is also used by content/c.md
d/index.md:11: the heading “Deep” has level 4, but the one above has level 1`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	// If the context has ended, Run returns only what was checked before.
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if findings := check.Run(ctx, in); len(findings) > 0 {
		t.Errorf("with a cancelled context, the findings are %v, want none", findings)
	}
}

// TestReread checks that of other files, only the errors that stop a build are reported.
func TestReread(t *testing.T) {
	document := func(severity string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: A\nservice: a\nimpact: latency\nseverity: " + severity + "\ndetection: manual\ndate: 2026-03-05\nstatus: draft\n---\nIt was human error. See [gone](none.md).\n")}
	}
	fsys := fstest.MapFS{"content/a.md": document("high"), "content/b.md": document("odd"), "content/c.md": document("odd"), "content/d.md": {Data: []byte("\xff")}}
	cfg := config.Default()
	in := check.Input{
		Collection: load(t, fsys, cfg), Config: cfg, Touched: map[string]bool{"content/a.md": true},
		Reread: map[string]bool{"content/b.md": true, "content/d.md": true},
	}
	var got []string
	for _, f := range check.Run(context.Background(), in) {
		got = append(got, strings.TrimPrefix(f.File, "content/")+" "+f.Rule)
	}
	want := "a.md blaming-phrase, a.md broken-link, b.md vocabulary, d.md front-matter"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

// TestUnreadable checks that names and secrets are found in files that cannot be parsed, and
// that they are masked.
func TestUnreadable(t *testing.T) {
	text := keys.Replace("---\ntitle: Ada Lovelace: {{github}}\n---\n")
	cfg := config.Default()
	c := load(t, fstest.MapFS{"content/a.md": {Data: []byte(text)}, "content/b.md": {Data: []byte("\xff Ada Lovelace")}}, cfg)
	found := check.Run(context.Background(), check.Input{Collection: c, Config: cfg, People: []check.Person{{Name: "Ada Lovelace"}}})
	var rules []string
	for _, f := range found {
		rules = append(rules, f.File+" "+f.Rule)
	}
	want := "content/a.md front-matter, content/a.md person-name, content/a.md secret, content/b.md front-matter"
	if got := strings.Join(rules, ", "); got != want || strings.Contains(fmt.Sprint(found), "Lovelace") || strings.Contains(fmt.Sprint(found), "ghp_") {
		t.Errorf("the findings are %s, want %s without names and secrets: %+v", got, want, found)
	}
}

func ExampleRun() {
	fsys := fstest.MapFS{"content/slow.md": {Data: []byte("---\ntitle: Slow\ndate: 2026-03-05\nstatus: draft\n---\nIt was human error.\n")}}
	cfg := config.Default()
	collection, err := collection.Load(context.Background(), fsys, collection.OptionsOf(cfg), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range check.Run(context.Background(), check.Input{Collection: collection, Config: cfg}) {
		if f.Rule == "blaming-phrase" {
			fmt.Printf("%s:%d:%d: %s\n", f.File, f.Line, f.Column, f.Message)
		}
	}
	// Output: content/slow.md:6:8: “human error” blames
}

// TestOthers checks that of files of another repository, only the errors of Reread are reported, and a duplicate at the
// file of this one, unless the rule is off there.
func TestOthers(t *testing.T) {
	t.Parallel()
	document := func(front, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: A\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nstatus: draft\n" + front + "---\n" + body)}
	}
	fsys := fstest.MapFS{
		"content/a.md":       document("id: PM-1\n", "It was human error. See [theirs](x/b.md#none) and [none](x/none.md).\n"),
		"content/x/e.md":     document("", "It was human error.\n"),
		"content/x/b.md":     document("id: PM-1\n", "See [a](../a.md#none) and [none](none.md).\n"),
		"content/x/c.md":     document("reported: 2026/03/05\nvendor: [\n", "See [a](../a.md#none).\n"),
		"content/x/d/log.md": {Data: []byte("\xff")},
	}
	for _, test := range []struct {
		level   content.Level
		touched map[string]bool
		want    string
	}{
		{content.Error, nil, "a.md:9 duplicate-id, a.md:11 blaming-phrase, a.md:11 broken-link, x/c.md:10 front-matter, x/d/log.md:1 front-matter"},
		{content.Off, nil, "a.md:11 blaming-phrase, a.md:11 broken-link, x/c.md:10 front-matter, x/d/log.md:1 front-matter"},
		{content.Error, map[string]bool{"content/x/e.md": true, "content/a.md": true}, "a.md:9 duplicate-id, a.md:11 blaming-phrase, a.md:11 broken-link"},
	} {
		cfg := config.Default()
		cfg.Levels = map[string]content.Level{"duplicate-id": test.level}
		in := check.Input{Collection: load(t, fsys, cfg), Config: cfg, Touched: test.touched, Others: func(name string) bool { return strings.HasPrefix(name, "content/x/") }}
		in.Reread = map[string]bool{}
		for _, p := range in.Collection.Problems {
			in.Reread[p.File] = p.Level == content.Error && test.touched == nil
		}
		var got []string
		for _, f := range check.Run(t.Context(), in) {
			got = append(got, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(f.File, "content/"), f.Line, f.Rule))
			if f.Fix != nil && strings.HasPrefix(f.File, "content/x/") {
				t.Errorf("%s has a fix", f.File)
			}
		}
		if all := strings.Join(got, ", "); all != test.want {
			t.Errorf("got\n%s\nwant\n%s", all, test.want)
		}
	}
}

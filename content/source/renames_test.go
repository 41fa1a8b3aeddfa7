package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// lines returns n numbered lines of the same length, starting at from.
func lines(seed string, from, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s line %04d ......\n", seed, from+i)
	}
	return b.String()
}

// TestRenames checks which deleted file an added one is paired with, and that git log pairs the same files. Each case
// is a commit and the next one.
func TestRenames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 64)
	tests := map[string]struct {
		deleted, added []string // name, content …
		want           string
	}{
		"half the same":                 {[]string{"a", lines("s", 0, 20)}, []string{"b", lines("s", 0, 10) + lines("t", 0, 10)}, "b<a"},
		"less than half the same":       {[]string{"a", lines("s", 0, 20)}, []string{"b", lines("s", 0, 9) + lines("t", 0, 11)}, ""},
		"half of a file that grew":      {[]string{"a", lines("s", 0, 20)}, []string{"b", lines("s", 0, 20) + lines("t", 0, 20)}, "b<a"},
		"grew to more than twice":       {[]string{"a", lines("s", 0, 20)}, []string{"b", lines("s", 0, 20) + lines("t", 0, 21)}, ""},
		"cut to half":                   {[]string{"a", lines("s", 0, 20)}, []string{"b", lines("s", 0, 10)}, "b<a"},
		"cut to less than half":         {[]string{"a", lines("s", 0, 20)}, []string{"b", lines("s", 0, 9)}, ""},
		"other lines of the same words": {[]string{"a", lines("s", 0, 20)}, []string{"b", strings.ReplaceAll(lines("s", 0, 20), " line", "  ine")}, ""},
		"repeated lines":                {[]string{"a", strings.Repeat("once more\n", 20)}, []string{"b", strings.Repeat("once more\n", 5) + lines("s", 0, 10)}, ""},
		"the most similar": {
			[]string{"a", lines("s", 0, 20)},
			[]string{"b", lines("s", 0, 12) + lines("t", 0, 8), "c", lines("s", 0, 18) + lines("u", 0, 2), "d", lines("s", 0, 13) + lines("v", 0, 7)},
			"c<a",
		},
		"the most similar, the other way round": {
			[]string{"b", lines("s", 0, 12) + lines("t", 0, 8), "c", lines("s", 0, 18) + lines("u", 0, 2)}, []string{"a", lines("s", 0, 20)}, "a<c",
		},
		"the rest for the rest": {
			[]string{"a", lines("s", 0, 20), "b", lines("s", 0, 14) + lines("t", 0, 6)},
			[]string{"c", lines("s", 0, 19) + lines("u", 0, 1), "d", lines("s", 0, 14) + lines("v", 0, 6)},
			"c<a d<b",
		},
		"the same content before similar content": {
			[]string{"a", lines("s", 0, 20), "x/b", lines("s", 0, 19) + lines("t", 0, 1)}, []string{"y/b", lines("s", 0, 20)}, "y/b<a",
		},
		"of files with the same content, the one with the same name": {
			[]string{"x/a", lines("s", 0, 20), "x/b", lines("s", 0, 20), "x/c", lines("s", 0, 20)}, []string{"y/b", lines("s", 0, 20)}, "y/b<x/b",
		},
		"each file with the same content once": {
			[]string{"x/a", lines("s", 0, 20), "x/b", lines("s", 0, 20)},
			[]string{"y/b", lines("s", 0, 20), "y/a", lines("s", 0, 20), "y/c", lines("s", 0, 20)},
			"y/a<x/a y/b<x/b",
		},
		"the same name and three quarters before a more similar file": {
			[]string{"x/a", lines("s", 0, 20)}, []string{"y/a", lines("s", 0, 15) + lines("t", 0, 5), "y/b", lines("s", 0, 19) + lines("u", 0, 1)}, "y/a<x/a",
		},
		"a more similar file before the same name and less than three quarters": {
			[]string{"x/a", lines("s", 0, 20)}, []string{"y/a", lines("s", 0, 14) + lines("t", 0, 6), "y/b", lines("s", 0, 19) + lines("u", 0, 1)}, "y/b<x/a",
		},
		"an added name that is not unique is ignored": {
			[]string{"x/a", lines("s", 0, 20)},
			[]string{"y/a", lines("s", 0, 15) + lines("t", 0, 5), "z/a", lines("s", 0, 16) + lines("u", 0, 4), "y/b", lines("s", 0, 19) + lines("v", 0, 1)},
			"y/b<x/a",
		},
		"a deleted name that is not unique is ignored": {
			[]string{"x/a", lines("s", 0, 15) + lines("t", 0, 5), "w/a", lines("s", 0, 16) + lines("u", 0, 4), "w/b", lines("s", 0, 19) + lines("v", 0, 1)},
			[]string{"y/a", lines("s", 0, 20)},
			"y/a<w/b",
		},
		"one line":            {[]string{"a", "only\n"}, []string{"b", "only\n"}, "b<a"},
		"no line ends":        {[]string{"a", strings.Repeat("x", 64) + strings.Repeat("y", 64)}, []string{"b", strings.Repeat("x", 64) + strings.Repeat("z", 64)}, "b<a"},
		"no line ends, moved": {[]string{"a", long + strings.Repeat("y", 65)}, []string{"b", "." + long[:63] + strings.Repeat("z", 65)}, ""},
		"empty":               {[]string{"a", ""}, []string{"b", ""}, ""},
		"emptied":             {[]string{"a", "x\n"}, []string{"b", ""}, ""},
		"filled":              {[]string{"a", ""}, []string{"b", "x\n"}, ""},
		"nothing deleted":     {nil, []string{"b", lines("s", 0, 20)}, ""},
		"nothing added":       {[]string{"a", lines("s", 0, 20)}, nil, ""},
		"out of a folder":     {[]string{"a/b/c", lines("s", 0, 20)}, []string{"c", lines("s", 0, 20)}, "c<a/b/c"},
	}
	r := gittest.New(t)
	var in strings.Builder
	commit := func(subject string, files []string) {
		fmt.Fprintf(&in, "commit refs/heads/main\nauthor A <a@example.org> 1 +0000\ncommitter C <c@example.org> 1 +0000\ndata %d\n%s\ndeleteall\n", len(subject), subject)
		for i := 0; i < len(files); i += 2 {
			fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", files[i], len(files[i+1]), files[i+1])
		}
	}
	names := []string{}
	for name := range tests {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		test := tests[name]
		// Makes files differ from those of other cases.
		own := func(files []string) []string {
			out := slices.Clone(files)
			for j := 1; j < len(out); j += 2 {
				out[j] = strings.ReplaceAll(out[j], "line", fmt.Sprintf("%04d", i))
			}
			return out
		}
		commit("before "+name, own(test.deleted))
		commit("after "+name, own(test.added))
	}
	if out, err := r.Try(in.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err, out)
	}
	said := map[string]string{}
	var subject string
	for line := range strings.Lines(r.Git("-c", "core.quotePath=false", "log", "--format=%s", "--name-status", "--diff-filter=R", "-M50%")) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) == 3 {
			said[subject] = strings.TrimSpace(said[subject] + " " + f[2] + "<" + f[1])
		} else if f[0] != "" {
			subject = f[0]
		}
	}
	for i, name := range names {
		s := mustCommit(t, r.Dir, fmt.Sprintf("main~%d", 2*(len(names)-1-i)))
		h, err := s.History(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for file, revisions := range h.Files {
			v := revisions[0]
			if v.Subject != "after "+name {
				t.Fatalf("%s: the newest revision of %s is %q", name, file, v.Subject)
			}
			if (v.Change == Renamed) != (v.From != "") {
				t.Errorf("%s: %s is %v from %q", name, file, v.Change, v.From)
			}
			if v.Change == Renamed {
				got = append(got, file+"<"+v.From)
				if next := revisions[1]; next.Subject != "before "+name || next.Path != v.From {
					t.Errorf("%s: before the rename, %s is %s in %q", name, file, next.Path, next.Subject)
				}
			}
		}
		slices.Sort(got)
		if list := strings.Join(got, " "); list != tests[name].want {
			t.Errorf("%s: renames %q, want %q", name, list, tests[name].want)
		}
		if name == "empty" {
			continue // git log reports a rename; pmsite does not, as it would join unrelated histories
		}
		if list := said["after "+name]; list != tests[name].want {
			t.Errorf("%s: git log has the renames %q, want %q", name, list, tests[name].want)
		}
	}
}

// TestManyRenames checks that up to 200 deleted files are compared with 200 added ones. With more, only files with the
// same content or base name are paired.
func TestManyRenames(t *testing.T) {
	t.Parallel()
	for n, compared := range map[int]bool{200: true, 201: false} {
		r := gittest.New(t)
		var before, after strings.Builder
		add := func(to *strings.Builder, name, text string) {
			fmt.Fprintf(to, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
		}
		for i := range n {
			body := fmt.Sprintf("first line %d\nsecond line %d\n", i, i)
			add(&before, fmt.Sprintf("old/%d.md", i), body)
			add(&after, fmt.Sprintf("new/now %d.md", i), body+"edited\n")
		}
		add(&before, "old/same.md", "the same\n")
		add(&after, "new/still the same.md", "the same\n")
		add(&before, "old/name.md", lines("name", 0, 8))
		add(&after, "new/name.md", lines("name", 0, 7))
		const commit = "commit refs/heads/main\ncommitter C <c@example.org> 1700000000 +0000\ndata 0\n\n"
		if out, err := r.Try(commit+before.String()+commit+"D old\n"+after.String(), "fast-import", "--quiet"); err != nil {
			t.Fatal(err, out)
		}
		h, err := mustCommit(t, r.Dir, "main").History(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		for name, list := range h.Files {
			want := compared || name == "new/still the same.md" || name == "new/name.md"
			if (list[0].Change == Renamed) != want || len(list) != map[bool]int{true: 2, false: 1}[want] {
				t.Fatalf("with %d files at once, %s has the history\n%swant a rename: %v", n, name, show(list), want)
			}
		}
		if len(h.Files) != n+2 {
			t.Errorf("%d files have a history, want %d", len(h.Files), n+2)
		}
	}
}

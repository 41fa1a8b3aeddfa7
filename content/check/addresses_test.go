package check_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestAddressGone compares collections with their base.
func TestAddressGone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		base, now map[string]string // front matter by file
		untouched string            // a file that the branch does not touch
		want      string
	}{
		"a renamed file that has no aliases yet": {
			base: map[string]string{"a.md": "title: A"}, now: map[string]string{"b.md": "title: A\naliases: [] # none"},
			want: "b.md:9:10 /postmortems/a/ leads nowhere now; add /postmortems/a/ to `aliases`; fix 9:11 \"/postmortems/a/\"\n",
		},
		"a renamed file with aliases": {
			base: map[string]string{"a.md": "title: A\naliases: [/old/]"}, now: map[string]string{"b.md": "title: A\naliases: [/old/,]"},
			want: "b.md:9:10 /postmortems/a/ leads nowhere now; add /postmortems/a/ to `aliases`; fix 9:17 \" /postmortems/a/\"\n",
		},
		"a renamed file with one alias per line": {
			base: map[string]string{"a.md": "title: A"}, now: map[string]string{"b.md": "title: A\naliases:\n  - /old/"},
			want: "b.md:9:1 /postmortems/a/ leads nowhere now; add /postmortems/a/ to `aliases`\n",
		},
		"swapped ids": {
			base: map[string]string{"a.md": "title: A\nid: PM-1", "b.md": "title: B\nid: PM-2"},
			now:  map[string]string{"a.md": "title: A\nid: PM-2", "b.md": "title: B\nid: PM-1"},
			want: "a.md:9:5 /id/PM-1/ leads to content/b.md now; an address stays with its post mortem: give this one its id, file name and aliases again\n" +
				"b.md:9:5 /id/PM-2/ leads to content/a.md now; an address stays with its post mortem: give this one its id, file name and aliases again\n",
		},
		"an alias of another document": {
			base: map[string]string{"a.md": "title: A\naliases: [/x/]", "b.md": "title: B"},
			now:  map[string]string{"a.md": "title: A", "b.md": "title: B\naliases: [/x/]"},
			want: "a.md:2:8 /x/ leads to content/b.md now; an address stays with its post mortem: give this one its id, file name and aliases again\n",
		},
		"swapped file names": {
			base: map[string]string{"a.md": "title: A", "b.md": "title: B"},
			now:  map[string]string{"a.md": "title: B", "b.md": "title: A"},
			want: "a.md:2:8 /postmortems/b/ leads to content/b.md now; an address stays with its post mortem: give this one its id, file name and aliases again\n" +
				"b.md:2:8 /postmortems/a/ leads to content/a.md now; an address stays with its post mortem: give this one its id, file name and aliases again\n",
		},
		"a deleted file": {
			base: map[string]string{"a.md": "title: A\nid: PM-1", "b.md": "title: B", "c.md": "title: C\nstatus: draft", "d.md": "title: D"},
			now:  map[string]string{"b.md": "title: B\naliases: [/postmortems/d/]"},
			want: "a.md:1:1 the post mortem was deleted, and /postmortems/a/, /id/PM-1/ lead nowhere now; bring the file back with git, and type: pmsite remove content/a.md --reason 'TEXT'\n",
		},
		"a deleted file beside a new one of the same day": {
			base: map[string]string{"a.md": "title: A", "b.md": "title: B"}, now: map[string]string{"c.md": "title: C"},
			want: "a.md:1:1 the post mortem was deleted, and /postmortems/a/ leads nowhere now; bring the file back with git, and type: pmsite remove content/a.md --reason 'TEXT'\n" +
				"b.md:1:1 the post mortem was deleted, and /postmortems/b/ leads nowhere now; bring the file back with git, and type: pmsite remove content/b.md --reason 'TEXT'\n",
		},
		"another title": {
			base: map[string]string{"a.md": "title: A"}, now: map[string]string{"a.md": "title: B"},
		},
		"a name that another document has now": {
			base: map[string]string{"a.md": "title: A", "b.md": "title: B"},
			now:  map[string]string{"c.md": "title: A\naliases: [/c/]", "a.md": "title: B\naliases: [/postmortems/b/]"},
			want: "c.md:2:8 /postmortems/a/ leads to content/a.md now; an address stays with its post mortem: give this one its id, file name and aliases again\n",
		},
		"a new document beside one that was merged into another": {
			base: map[string]string{"a.md": "title: A", "b.md": "title: B"},
			now:  map[string]string{"c.md": "title: C", "b.md": "title: B\naliases: [/postmortems/a/]"},
		},
		"an id that two had": {
			base: map[string]string{"a.md": "title: A\nid: PM-1", "b.md": "title: B\nid: PM-1"},
			now:  map[string]string{"a.md": "title: A\nid: PM-2", "b.md": "title: B\nid: PM-1"}, untouched: "b.md",
		},
		"another case": {
			base: map[string]string{"abc.md": "title: A\nid: pm-a"}, now: map[string]string{"ABC.md": "title: A\nid: PM-A"},
			want: "ABC.md:2:8 /postmortems/abc/ leads nowhere now, because the case of letters counts; give the file or the alias its name of before: a site cannot have two addresses that differ only in case\n",
		},
		"an alias in another case": {
			base: map[string]string{"a.md": "title: A\naliases: [/Old/, /older/]"}, now: map[string]string{"a.md": "title: A\naliases: [/old/, /older/]"},
			want: "a.md:9:10 /Old/ leads nowhere now, because the case of letters counts; give the file or the alias its name of before: a site cannot have two addresses that differ only in case\n",
		},
	} {
		documents := func(fronts map[string]string) map[string]string {
			out := map[string]string{}
			for file, front := range fronts {
				out[file] = documentOf(front, "\n")
			}
			return out
		}
		in := site{}.input(t, documents(c.now))
		in.Base = site{}.input(t, documents(c.base)).Collection
		in.Touched = map[string]bool{}
		for _, file := range slices.Concat(slices.Collect(maps.Keys(c.now)), slices.Collect(maps.Keys(c.base))) {
			in.Touched["content/"+file] = file != c.untouched
		}
		in.Base.PostMortems = slices.DeleteFunc(in.Base.PostMortems, func(pm *content.PostMortem) bool { return !in.Touched[pm.Path] })
		got := ""
		for _, f := range of("address-gone", runAll(in)) {
			got += fmt.Sprintf("%s:%d:%d %s; %s", strings.TrimPrefix(f.File, "content/"), f.Line, f.Column, f.Message, f.Hint)
			if f.Fix != nil {
				got += fmt.Sprintf("; fix %d:%d %q", f.Fix.Line, f.Fix.Column, f.Fix.Text)
			}
			got += "\n"
		}
		if got != c.want {
			t.Errorf("%s: the findings are\n%swant\n%s", name, got, c.want)
		}
	}
}

package source

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestIgnoreMatchesGit checks that random rules hide the same files as in git.
func TestIgnoreMatchesGit(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "ab", "a.b", "-", "[", "a b", "é"}
	tokens := []string{"a", "b", ".", "*", "?", "[ab]", "[!a]", "[a-", "[^b-z]", "[[:alpha:]]", `\`, "é", "ab", "-", " "}
	rng := rand.New(rand.NewPCG(1, 1))
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	rules := func() string {
		var b strings.Builder
		for range 1 + rng.IntN(4) {
			b.WriteString(pick([]string{"", "", "", "!"}) + pick([]string{"", "", "/"}))
			for range rng.IntN(3) {
				b.WriteString(pick([]string{"**/", pick(tokens) + "/"}))
			}
			b.WriteString(pick(tokens) + pick(append(tokens, "", "")) + pick([]string{"", "", "/", "/**"}) + "\n")
		}
		return b.String()
	}
	// One repository with a folder for each case, so that a single call of git covers all of them.
	r := gittest.New(t)
	const cases = 60
	described := make([]string, cases)
	for i := range cases {
		folder := fmt.Sprintf("%03d/", i)
		for range 40 {
			parts := make([]string, 1+rng.IntN(3))
			for j := range parts {
				parts[j] = names[rng.IntN(len(names))]
			}
			file := filepath.Join(r.Dir, folder, strings.Join(parts, "/"))
			if os.MkdirAll(filepath.Dir(file), 0o755) == nil {
				_ = os.WriteFile(file, nil, 0o644) // fails if there is a folder
			}
		}
		top, nested := rules(), rules()
		r.Write(folder+".gitignore", top)
		if info, err := os.Stat(filepath.Join(r.Dir, folder, "a")); err == nil && info.IsDir() {
			r.Write(folder+"a/.gitignore", nested)
		}
		described[i] = fmt.Sprintf("rules %q, in a %q", top, nested)
	}
	want := make([][]string, cases)
	for name := range strings.SplitSeq(strings.TrimSuffix(r.Git("ls-files", "-z", "--others", "--exclude-standard"), "\x00"), "\x00") {
		var i int
		if _, err := fmt.Sscanf(name[:3], "%d", &i); err != nil {
			t.Fatal(err)
		}
		want[i] = append(want[i], name[4:])
	}
	whole := mustTree(t, r.Dir)
	for i := range cases {
		slices.Sort(want[i])
		below, err := fs.Sub(whole.FS, fmt.Sprintf("%03d", i))
		if err != nil {
			t.Fatal(err)
		}
		alone := mustTree(t, filepath.Join(r.Dir, fmt.Sprintf("%03d", i))) // opened on its own
		for _, fsys := range []fs.FS{below, alone.FS} {
			got := paths(t, fsys)
			slices.Sort(got)
			if !slices.Equal(got, want[i]) {
				t.Errorf("%s:\n%q, want\n%q", described[i], got, want[i])
			}
		}
	}
}

// TestIgnoreAtTopMatchesGit checks rules at the repository's top, some of them with several path elements.
func TestIgnoreAtTopMatchesGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a", "", "b.log", "", "sub/a", "", "sub/b.log", "", "sub/sub/a", "", "sub/build/x", "", "build/x", "", "sub/keep.log", "")
	for _, rules := range []string{"/a", "a", "sub/a", "/sub/*.log\n!keep.log", "build/", "sub/build/", "**/a", "sub/**", "*.log\n!/sub/*.log", "/*\n!/sub", "/sub[!x]a", "/sub?a", "/sub*a", "sub/[s]*/a", "[sb]*/", "/sub/sub/[", "/sub[", "*/a"} {
		r.Write(".gitignore", rules)
		want := strings.FieldsFunc(r.Git("ls-files", "-z", "--others", "--exclude-standard"), func(r rune) bool { return r == 0 })
		got := paths(t, mustTree(t, r.Dir).FS)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("rules %q show %q, want %q", rules, got, want)
		}
	}
}

func FuzzIgnore(f *testing.F) {
	f.Add("!*.log\n/a/**/b[^a-z]\\ \n[[:alpha:]]\n[")
	f.Fuzz(func(_ *testing.T, s string) { parseIgnore("", s, false).match("a/b", false) })
}

package source

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestIgnoreLikeGit compares what random rules hide from git with what they hide here.
func TestIgnoreLikeGit(t *testing.T) {
	names := []string{"a", "b", "ab", "a.b", "-", "[", "a b", "é"}
	tokens := []string{
		"a", "b", ".", "*", "**", "/", "/", "?", "[ab]", "[!a]", "[a-", "[^b-z]", "[[:alpha:]]", `\`, "é", "**/", "/**", "ab", "-", " ",
	}
	rng := rand.New(rand.NewPCG(1, 1))
	rules := func() string {
		var b strings.Builder
		for range 1 + rng.IntN(4) {
			if rng.IntN(4) == 0 {
				b.WriteString("!")
			}
			for range 1 + rng.IntN(4) {
				b.WriteString(tokens[rng.IntN(len(tokens))])
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	for i := range 150 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			r := newRepo(t)
			var files []string
			for range 40 {
				parts := make([]string, 1+rng.IntN(3))
				for j := range parts {
					parts[j] = names[rng.IntN(len(names))]
				}
				name := strings.Join(parts, "/")
				file := filepath.Join(r.dir, name)
				if os.MkdirAll(filepath.Dir(file), 0o755) == nil && os.WriteFile(file, nil, 0o644) == nil {
					files = append(files, name)
				}
			}
			top, nested := rules(), rules()
			r.write(".gitignore", top)
			if info, err := os.Stat(filepath.Join(r.dir, "a")); err == nil && info.IsDir() {
				r.write("a/.gitignore", nested)
			}
			want := strings.Split(strings.TrimSuffix(r.git("ls-files", "-z", "--others", "--exclude-standard"), "\x00"), "\x00")
			got := paths(t, mustTree(t, r.dir).FS)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("rules %q, in a %q, of %q:\n%q, want\n%q", top, nested, files, got, want)
			}
		})
	}
}

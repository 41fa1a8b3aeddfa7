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
	for i := range 40 {
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
			out := r.git("ls-files", "-z", "--others", "--exclude-standard")
			want := strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
			got := paths(t, mustTree(t, r.dir).FS)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("rules %q, in a %q, of %q:\n%q, want\n%q", top, nested, files, got, want)
			}
		})
	}
}

package check_test

import (
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// slips are mistakes that a fix corrects.
var slips = [][2]string{
	{"date: 2026-", "date: 2026/"},
	{"| 2026-0", "| 2026/0"},
	{"status: completed", "status: Complete"},
	{"severity: medium", "severity: Moderate"},
	{"Outage begins", "Outage began"},
	{" 14:0", " 2:0"},
	{"timezone: America/New_York", "timezone: US/Eastern"},
	{"\n## Summary", "\n<!-- pmsite: allow dst: none -->\n## Summary"},
}

// TestFixesKeepLineEnds checks with random documents that fixes are the same with Windows line ends as with others.
func TestFixesKeepLineEnds(t *testing.T) {
	var texts []string
	err := fs.WalkDir(content.Sample, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		src, err := content.Sample.ReadFile(name)
		texts = append(texts, string(src))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 2))
	total := 0
	for range 100 {
		text := texts[random.IntN(len(texts))]
		for _, slip := range slips {
			if random.IntN(2) == 0 {
				text = strings.Replace(text, slip[0], slip[1], 1+random.IntN(3))
			}
		}
		lines := strings.SplitAfter(text, "\n")
		at := random.IntN(len(lines))
		text = strings.Join(slices.Delete(lines, at, min(at+random.IntN(3), len(lines))), "")
		crlf := strings.ReplaceAll(text, "\n", "\r\n")
		fixed, made := check.Apply([]byte(text), findings(t, text))
		got, alsoMade := check.Apply([]byte(crlf), findings(t, crlf))
		if want := strings.ReplaceAll(string(fixed), "\n", "\r\n"); string(got) != want || made != alsoMade {
			t.Fatalf("seed %d: with Windows line ends, %d fixes, want %d, of\n%q\ngive\n%q\nwant\n%q", seed, alsoMade, made, crlf, got, want)
		}
		total += made
	}
	if total < 100 {
		t.Errorf("only %d fixes were made", total)
	}
}

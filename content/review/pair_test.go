package review_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// A transition is one step of a list of action items, with a label for each item.
type transition struct {
	what          string
	before, after labelled
}

// labelled are action items as a document has them, and which items they are.
type labelled struct {
	labels []string
	lines  []string
}

func (l labelled) items(t testing.TB) []content.ActionItem {
	src := "---\ntitle: Queue stopped\ndate: 2026-03-05\n---\n\n## Action items\n\n- " + strings.Join(l.lines, "\n- ") + "\n"
	pm, problems := content.Parse("a.md", []byte(src), content.Options{})
	if len(l.lines) == 0 {
		return nil
	}
	if len(pm.ActionItems) != len(l.lines) {
		t.Fatalf("%q has %d action items: %v", l.lines, len(pm.ActionItems), problems)
	}
	return pm.ActionItems
}

// transitions reads a file of testdata; transitions.txt says what its lines mean.
func transitions(t testing.TB, name string) (out []transition) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(text), "\n# ")[1:] {
		what, lines, _ := strings.Cut(block, "\n")
		before, after, _ := strings.Cut("\n"+lines, "\n->")
		out = append(out, transition{what, labelledOf(before), labelledOf(after)})
	}
	return out
}

func labelledOf(text string) (l labelled) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		label, item, _ := strings.Cut(strings.TrimSpace(line), " ")
		l.labels, l.lines = append(l.labels, label), append(l.lines, item)
	}
	return l
}

// same reports whether an item with the label was may be the one with the label is. An item that was merged from others
// has their labels, with slashes.
func same(was, is string) bool { return slices.Contains(strings.Split(is, "/"), was) }

// A tally counts pairs of items, those found and those that the labels ask for.
type tally struct {
	found, wrong, wanted, missed int
	edited                       int // of wanted: the item is not as it was
}

// count compares pairs with the labels of a transition. It returns the mistakes.
func (n *tally) count(s transition, pairs []int) (mistakes []string) {
	joined := map[string]bool{}
	for j, i := range pairs {
		if i < 0 {
			continue
		}
		n.found++
		if label := s.after.labels[j]; same(s.before.labels[i], label) {
			joined[label] = true
		} else {
			n.wrong++
			mistakes = append(mistakes, fmt.Sprintf("%s: %q became %q", s.what, s.before.lines[i], s.after.lines[j]))
		}
	}
	for j, label := range s.after.labels {
		i := slices.IndexFunc(s.before.labels, func(was string) bool { return same(was, label) })
		if i < 0 || slices.Index(s.after.labels, label) < j {
			continue
		}
		n.wanted++
		if !slices.Contains(s.after.lines, s.before.lines[i]) {
			n.edited++
		}
		if !joined[label] {
			n.missed++
			mistakes = append(mistakes, fmt.Sprintf("%s: missed %q", s.what, s.after.lines[j]))
		}
	}
	return mistakes
}

func (n tally) String() string {
	return fmt.Sprintf("%d of %d pairs are wrong (%.1f %%), %d of %d were missed (%.1f %%; %.1f %% of the %d edited ones)",
		n.wrong, n.found, percent(n.wrong, n.found), n.missed, n.wanted, percent(n.missed, n.wanted), percent(n.missed, n.edited), n.edited)
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(whole, 1)) }

// TestPairs compares the pairs that pair finds with what people say, on 200 steps of lists of action items. Of the pairs,
// less than 1 % may be wrong. With -v, it prints the rates and all mistakes.
func TestPairs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		file   string
		steps  int
		missed float64 // percent, at most
	}{{"transitions.txt", 134, 3}, {"heldout.txt", 66, 7}} {
		t.Run(tc.file, func(t *testing.T) {
			t.Parallel()
			var n tally
			steps := transitions(t, tc.file)
			for _, s := range steps {
				for _, mistake := range n.count(s, review.Pair(s.before.items(t), s.after.items(t))) {
					t.Log(mistake)
				}
			}
			t.Log(n)
			if len(steps) != tc.steps {
				t.Errorf("%s has %d steps, want %d", tc.file, len(steps), tc.steps)
			}
			if percent(n.wrong, n.found) >= 1 || percent(n.missed, n.wanted) > tc.missed {
				t.Errorf("%v; want less than 1 %% wrong and at most %v %% missed", n, tc.missed)
			}
		})
	}
}

// FuzzPair checks that an item has at most one pair, that lists are paired with themselves, and that nothing panics.
func FuzzPair(f *testing.F) {
	for _, s := range transitions(f, "transitions.txt") {
		f.Add(strings.Join(s.before.lines, "\n"), strings.Join(s.after.lines, "\n"))
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		x, y := titled(before), titled(after)
		taken := map[int]bool{}
		for _, i := range review.Pair(x, y) {
			if i >= len(x) || i >= 0 && taken[i] {
				t.Errorf("%q and %q have the pairs %v", before, after, review.Pair(x, y))
			}
			taken[i] = true
		}
		for j, i := range review.Pair(x, x) {
			if x[i].Title != x[j].Title {
				t.Errorf("in %q, item %d became %d", before, i, j)
			}
		}
	})
}

func titled(lines string) (items []content.ActionItem) {
	for line := range strings.SplitSeq(lines, "\n") {
		items = append(items, item(line))
	}
	return items
}

func BenchmarkPair(b *testing.B) {
	reworded, unchanged := [][2][]content.ActionItem{}, [][2][]content.ActionItem{}
	for _, s := range transitions(b, "transitions.txt") {
		before, after := s.before.items(b), s.after.items(b)
		reworded, unchanged = append(reworded, [2][]content.ActionItem{before, after}), append(unchanged, [2][]content.ActionItem{before, before})
	}
	var many [2][]content.ActionItem
	for i := range 300 {
		many[0] = append(many[0], item(fmt.Sprintf("Alert on failed logins of service %c%c after deploys", 'a'+i%26, 'a'+i/26)))
		many[1] = append(many[1], item(fmt.Sprintf("Alert on failed logins of %c%c after each deploy", 'a'+i%26, 'a'+i/26)))
	}
	for _, bc := range []struct {
		name  string
		steps [][2][]content.ActionItem
	}{{"reworded", reworded}, {"unchanged", unchanged}, {"many", [][2][]content.ActionItem{many}}} {
		b.Run(bc.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range bc.steps {
					review.Pair(s[0], s[1])
				}
			}
		})
	}
}

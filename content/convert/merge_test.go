package convert_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestFormatMerges checks, with git, that what two branches change in a table is merged without
// a conflict after both are formatted if it is without; and that aligned columns conflict,
// which shows that the changes could.
func TestFormatMerges(t *testing.T) {
	const trials = 60
	r := rand.New(rand.NewPCG(1, 2))
	stream := &commits{}
	type sides struct{ plain, rows, columns [2]string }
	var all []sides
	for range trials {
		base := documentOfRows(randomRows(r))
		if r.IntN(2) == 0 {
			base = formattedBy(base, convert.FormatOptions{Options: plain()}) // padded, from before the setting
		}
		base = formattedBy(base, convert.FormatOptions{Options: plain(), ByRow: true})
		aligned := formattedBy(base, convert.FormatOptions{Options: plain()})
		ours, theirs := edited(r, base, 0), edited(r, base, 1)
		all = append(all, sides{
			stream.branches(base, ours, theirs),
			stream.branches(base, formattedBy(ours, convert.FormatOptions{Options: plain(), ByRow: true}), formattedBy(theirs, convert.FormatOptions{Options: plain(), ByRow: true})),
			stream.branches(aligned, formattedBy(ours, convert.FormatOptions{Options: plain()}), formattedBy(theirs, convert.FormatOptions{Options: plain()})),
		})
	}
	repo, conflicts := stream.merger(t)
	merged, aligned := 0, 0
	for i, s := range all {
		if conflicts(s.plain) {
			continue // git alone has a conflict
		}
		merged++
		if conflicts(s.rows) {
			t.Errorf("trial %d: a conflict only after formatting:\n%s", i, repo.Git("diff", s.rows[0], s.rows[1]))
		}
		if conflicts(s.columns) {
			aligned++
		}
	}
	if merged < trials/2 || aligned == 0 {
		t.Errorf("of %d trials, %d merge without formatting; of these, %d conflict if columns are aligned", trials, merged, aligned)
	}
}

// TestFormatMergesKeys checks the same of front matter in an order of its own, where rows are formatted by themselves: two
// branches change, add or remove keys in it. Sorting it conflicts.
func TestFormatMergesKeys(t *testing.T) {
	const trials = 30
	r := rand.New(rand.NewPCG(3, 4))
	stream := &commits{}
	byRow := convert.FormatOptions{Options: plain(), ByRow: true}
	sorted := convert.FormatOptions{Options: plain(), ByRow: true, Sort: true}
	var all [][3][2]string // plain, formatted, sorted
	for range trials {
		lines := strings.Split("title: An outage\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nauthors: [a]\nstatus: review\ntags: [a]\nid: PM-1", "\n")
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		var sides [2]string
		for side := range sides {
			own := append([]string(nil), lines...)
			at := side*6 + r.IntN(4)
			switch r.IntN(3) {
			case 0:
				own[at] += " # changed"
			case 1:
				own[at] += []string{"\nvendor: X", "\nsummary: X."}[side]
			default:
				own[at] = "# " + own[at]
			}
			sides[side] = "---\n" + strings.Join(own, "\n") + "\n---\n\n## Summary\n\nText.\n"
		}
		base := "---\n" + strings.Join(lines, "\n") + "\n---\n\n## Summary\n\nText.\n"
		all = append(all, [3][2]string{
			stream.branches(base, sides[0], sides[1]),
			stream.branches(base, formattedBy(sides[0], byRow), formattedBy(sides[1], byRow)),
			stream.branches(base, formattedBy(sides[0], sorted), formattedBy(sides[1], sorted)),
		})
	}
	_, conflicts := stream.merger(t)
	merged, bySorting := 0, 0
	for i, s := range all {
		if conflicts(s[0]) {
			continue
		}
		merged++
		if conflicts(s[1]) {
			t.Errorf("trial %d: a conflict only after formatting", i)
		}
		if conflicts(s[2]) {
			bySorting++
		}
	}
	if merged < trials/2 || bySorting == 0 {
		t.Errorf("of %d trials, %d merge without formatting; of these, %d conflict if keys are sorted", trials, merged, bySorting)
	}
}

// merger returns a repository with the commits, and what reports whether git merges two branches with a conflict.
func (c *commits) merger(t *testing.T) (repo *gittest.Repo, conflicts func(sides [2]string) bool) {
	t.Helper()
	repo = gittest.New(t)
	if _, err := repo.Try(c.b.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err)
	}
	return repo, func(sides [2]string) bool {
		_, err := repo.Try("", "merge-tree", "--write-tree", sides[0], sides[1])
		if err != nil && !strings.HasPrefix(err.Error(), "exit status 1") {
			t.Fatal(err)
		}
		return err != nil
	}
}

// commits is a stream for git fast-import.
type commits struct {
	b strings.Builder
	n int
}

// branches adds a commit and two after it, and returns the names of their branches.
func (c *commits) branches(base, ours, theirs string) (names [2]string) {
	c.n++
	root := fmt.Sprintf("refs/heads/base%d", c.n)
	c.commit(root, "", base)
	for i, text := range []string{ours, theirs} {
		names[i] = fmt.Sprintf("side%d-%d", c.n, i)
		c.commit("refs/heads/"+names[i], root, text)
	}
	return names
}

func (c *commits) commit(ref, from, text string) {
	fmt.Fprintf(&c.b, "commit %s\ncommitter team <team@example.org> 1700000000 +0000\ndata 1\nx\n", ref)
	if from != "" {
		fmt.Fprintf(&c.b, "from %s\n", from)
	}
	fmt.Fprintf(&c.b, "M 100644 inline a.md\ndata %d\n%s\n", len(text), text)
}

func formattedBy(text string, opts convert.FormatOptions) string {
	out, _ := convert.Format("content/a.md", []byte(text), opts)
	return string(out)
}

const beforeRows = "---\ntitle: An outage\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nauthors: [a]\nstatus: review\n---\n\n## Timeline\n\n" +
	"| Date | Time | Metadata | Notes |\n|---|---|---|---|\n"

func documentOfRows(rows []string) string {
	return beforeRows + strings.Join(rows, "") + "\nThe end.\n"
}

func randomRows(r *rand.Rand) (rows []string) {
	for i := range 8 + r.IntN(8) {
		rows = append(rows, fmt.Sprintf("| | 10:%02d | | Step %d %s |\n", i, i, strings.Repeat("x", r.IntN(20))))
	}
	return rows
}

// edited returns a document of which one half of the rows, the first for half 0, has changes: a
// note that grows or shrinks, a new row, one less, or one written without blanks.
func edited(r *rand.Rand, text string, half int) string {
	lines := strings.SplitAfter(text, "\n")
	first := 0
	for !strings.Contains(lines[first], "10:00") {
		first++
	}
	last := first
	for strings.HasPrefix(lines[last], "|") {
		last++
	}
	middle := (first + last) / 2
	from, to := first, middle-1
	if half == 1 {
		from, to = middle+1, last
	}
	for range 1 + r.IntN(3) {
		at := from + r.IntN(to-from)
		if lines[at] == "" {
			continue // it was removed
		}
		cell := strings.TrimSpace(strings.Split(lines[at]+"||||", "|")[4])
		switch r.IntN(5) {
		case 0:
			lines[at] = strings.Replace(lines[at], cell, cell+" and then "+strings.Repeat("y", r.IntN(30)), 1)
		case 1:
			lines[at] = strings.Replace(lines[at], cell, "Z", 1)
		case 2:
			lines[at] += fmt.Sprintf("||10:59||new row %d|\n", r.IntN(100))
		case 3:
			lines[at] = ""
		default:
			lines[at] = strings.ReplaceAll(lines[at], " |", "|")
		}
	}
	return strings.Join(lines, "")
}

// TestFormatByRow checks that only the row that changed is formatted, padding is kept, and
// formatting again changes nothing.
func TestFormatByRow(t *testing.T) {
	padded := formattedBy(documentOfRows([]string{"| | 10:00 | Outage begins | Short |\n", "| | 10:05 | Outage ends | A longer note |\n"}), convert.FormatOptions{Options: plain()})
	byRow := convert.FormatOptions{Options: plain(), ByRow: true}
	if got := formattedBy(padded, byRow); got != padded {
		t.Errorf("a padded table becomes\n%s", got)
	}
	for old, change := range map[string][2]string{
		"Short         |": {"A note that is longer than all others |", "|      | 10:00 | Outage begins | A note that is longer than all others |\n"},
		"Short         ":  {"x", "|      | 10:00 | Outage begins | x |\n"},
		"|      | 10:00 | Outage begins | Short         |": {"||10:00||a \\| b", "| | 10:00 | | a \\| b |\n"},
	} {
		once := formattedBy(strings.Replace(padded, old, change[0], 1), byRow)
		if formattedBy(once, byRow) != once {
			t.Errorf("%q: formatting again changes\n%s", change[0], once)
		}
		before, after := strings.Split(padded, "\n"), strings.Split(once, "\n")
		different := 0
		for i := range before {
			if before[i] != after[i] {
				different++
			}
		}
		if different != 1 || !strings.Contains(once, change[1]) {
			t.Errorf("%d rows differ, want %q:\n%s", different, change[1], once)
		}
	}
}

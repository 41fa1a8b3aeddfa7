package calibrate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/calibrate"
)

var builtin = content.BuiltinVocabularies()

// posts returns post mortems with these severities.
func posts(severities ...string) (out []*content.PostMortem) {
	for i, severity := range severities {
		pm := &content.PostMortem{ID: fmt.Sprintf("PM-%d", i), Path: fmt.Sprintf("content/%d.md", i), Title: fmt.Sprint("Incident ", i), Severity: severity, Status: content.Completed}
		out = append(out, pm)
	}
	return out
}

// TestPick checks that all severities are picked as evenly as possible, and neither drafts nor near misses, and that the seed decides.
func TestPick(t *testing.T) {
	t.Parallel()
	all := posts(slices.Concat(slices.Repeat([]string{"low"}, 40), slices.Repeat([]string{"high"}, 20), []string{"critical", content.NearMiss, "", "medium"})...)
	all[len(all)-1].Status = content.Draft
	scale := calibrate.Scale(builtin)
	picked := calibrate.Pick(all, scale, 10, "a")
	counts := map[string]int{}
	for _, pm := range picked {
		counts[pm.Severity]++
	}
	if len(picked) != 10 || counts["critical"] != 1 || counts["high"]+counts["low"] != 9 || counts["high"] < 4 || counts["low"] < 4 {
		t.Errorf("picked %v", counts)
	}
	slices.Reverse(all)
	if again := calibrate.Pick(all, scale, 10, "a"); !slices.Equal(again, picked) {
		t.Error("the order of the collection decides")
	}
	if other := calibrate.Pick(all, scale, 10, "b"); slices.Equal(other, picked) {
		t.Error("another seed picks the same")
	}
	if few := calibrate.Pick(all, scale, 1000, "a"); len(few) != 61 {
		t.Errorf("picked %d of all", len(few))
	}
}

// TestBlind checks that nothing tells the severity.
func TestBlind(t *testing.T) {
	t.Parallel()
	const src = "---\ntitle: SEV-1, critical outage of the lower deck\nid: PM-2026-0001\nseverity: critical\ntags: [sev1, major]\ndate: 2026-03-05\nservice: booking\nstatus: completed\n---\n" +
		"## Summary\nA CRITICAL, high load (P2) for below 5 hours. <!-- it was medium -->\n\n| Impact severity | near-miss |\n|---|---|\n"
	pm, problems := content.Parse("content/a.md", []byte(src), content.Options{})
	if pm == nil {
		t.Fatal(problems)
	}
	got, err := calibrate.NewBlinder(builtin).Document(pm, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for _, telling := range []string{"critical", "sev-1", "sev1", "high", "p2", "medium", "near", "PM-2026-0001", "major"} {
		if strings.Contains(strings.ToLower(got), strings.ToLower(telling)) {
			t.Errorf("%q is in\n%s", telling, got)
		}
	}
	for _, kept := range []string{"outage of the lower deck", "Services: booking", "Day: 2026-03-05", "load", "below 5 hours", calibrate.Code(pm)} {
		if !strings.Contains(got, kept) {
			t.Errorf("%q is not in\n%s", kept, got)
		}
	}
}

// TestScore checks what two sheets of ratings give.
func TestScore(t *testing.T) {
	t.Parallel()
	all, scale := posts("low", "high", "critical", "low", "medium"), calibrate.Scale(builtin)
	codes := calibrate.Codes(all)
	sheet := func(ratings ...string) calibrate.Sheet {
		text := "\ufeffDocument,severity,note\n"
		for i, rating := range ratings {
			text += calibrate.Code(all[i]) + ", " + rating + "\n"
		}
		s, err := calibrate.ReadSheet(strings.NewReader(text), scale, builtin, codes)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	r := calibrate.Score(sheet("low", "High", "critical", "critical", ""), sheet("low", "medium", "critical", "low", "low"), scale, codes)
	if r.N != 4 || r.Alike != 2 || r.LeftOut != 1 || r.Severest != 2 || len(r.Differ) != 2 || r.Differ[0].PM != all[3] || r.Differ[0].Steps != 3 || r.Differ[1].First != "high" || r.Differ[1].Second != "medium" {
		t.Errorf("scored %+v", r)
	}
	for text, want := range map[string]string{
		"document,severity\npm-12345678,low\n":                                  `line 2: no post mortem of this collection has the code "pm-12345678"`,
		calibrate.Code(all[0]) + ",grave\n":                                     `line 1: "grave" is none of the severities critical, high, medium, low`,
		calibrate.Code(all[0]) + ",near miss\n":                                 `line 1: "near miss" is none of the severities critical, high, medium, low`,
		calibrate.Code(all[0]) + ",low\n\n" + calibrate.Code(all[0]) + ",low\n": "line 3: " + calibrate.Code(all[0]) + " was rated before",
	} {
		if _, err := calibrate.ReadSheet(strings.NewReader(text), scale, builtin, codes); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// FuzzReadSheet checks that no sheet panics, and that what is read is on the scale.
func FuzzReadSheet(f *testing.F) {
	scale, codes := calibrate.Scale(builtin), calibrate.Codes(posts("low"))
	f.Add("document,severity\n")
	f.Add("\"a\n,b")
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := calibrate.ReadSheet(strings.NewReader(text), scale, builtin, codes)
		for code, rank := range s {
			if codes[code] == nil || rank < 0 || rank >= len(scale) {
				t.Errorf("%q: %s is rated %d", text, code, rank)
			}
		}
	})
}

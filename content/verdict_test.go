package content_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestParseVerdicts parses files of verdicts, and checks what of them counts and where they are wrong.
func TestParseVerdicts(t *testing.T) {
	t.Parallel()
	const good = "- {pair: [a, B], verdict: same, why: x, by: r}\n"
	for name, test := range map[string]struct{ src, want, wrong string }{
		"empty":       {"", "", ""},
		"comments":    {"# Ours.\n", "", ""},
		"one":         {"- pair: [PM-2025-0014, b]\n  verdict: different\n  why: >\n    Only the\n    queue.\n  by: platform team\n", "PM-2025-0014 b different Only the queue. (platform team) 1:3; ", ""},
		"two":         {good + "- {pair: [a, c], verdict: different, why: y, by: s}", "a B same x (r) 1:3; a c different y (s) 2:3; ", ""},
		"no list":     {"pair: [a, b]\n", "", "1:1: expected a list of verdicts"},
		"no verdict":  {"- a\n", "", "1:3: expected a verdict"},
		"word":        {good + "- {pair: [a, b], verdict: diferent, why: x, by: r}", "a B same x (r) 1:3; ", "2:27: \"diferent\" is not a verdict"},
		"one alone":   {"- {pair: [a], verdict: same, why: x, by: r}", "", "1:10: a pair is two post mortems"},
		"three":       {"- {pair: [a, b, c], verdict: same, why: x, by: r}", "", "1:10: a pair is two post mortems"},
		"itself":      {"- {pair: [a, A], verdict: same, why: x, by: r}", "", "1:14: a is paired with itself"},
		"nothing":     {"- {pair: [a, ], verdict: same, why: , by: r}", "", "1:10: a pair is two post mortems; 1:37: expected a single value"},
		"missing":     {"- pair: [a, b]\n", "", "1:3: the verdict has no `by`; 1:3: the verdict has no `verdict`; 1:3: the verdict has no `why`"},
		"unknown":     {"- {pair: [a, b], verdict: same, why: x, by: r, date: 2026-03-05}", "", "1:48: a verdict has no key `date`"},
		"twice":       {"- {pair: [a, b], verdict: same, why: x, by: r, by: s}", "", "1:48: `by` is already set"},
		"anchor":      {"- &x {pair: [a, b], verdict: same, why: x, by: r}", "", "1:3: YAML anchors, aliases and tags are not supported here"},
		"YAML":        {"- {pair: [a, b]\n- x\n", "", "2:1: invalid YAML: did not find expected ',' or '}'"},
		"two files":   {good + "---\n" + good, "", "2:1: a second YAML document is not allowed"},
		"conflict":    {"<<<<<<< HEAD\n" + good + "=======\n>>>>>>> topic\n", "", "1:1: a merge conflict between \"HEAD\" and \"topic\" is not resolved"},
		"not a text":  {"\xff\xfe", "", "1:1: the file is in UTF-16, not in UTF-8"},
		"with CRLF":   {strings.ReplaceAll("# x\n"+good, "\n", "\r\n"), "a B same x (r) 2:3; ", ""},
		"list as why": {"- {pair: [a, b], verdict: same, why: [x], by: r}", "", "1:38: expected a single value"},
	} {
		verdicts, problems := content.ParseVerdicts("_recurrences.yaml", []byte(test.src))
		got, wrong := "", []string{}
		for _, v := range verdicts {
			got += fmt.Sprintf("%s %s %s %s (%s) %s; ", v.Pair[0], v.Pair[1], v.Word(), v.Why, v.By, v.Pos)
		}
		for _, p := range problems {
			wrong = append(wrong, fmt.Sprintf("%s: %s", p.Pos, p.Message))
		}
		if got != test.want || strings.Join(wrong, "; ") != test.wrong {
			t.Errorf("%s: got %q and %q, want %q and %q", name, got, strings.Join(wrong, "; "), test.want, test.wrong)
		}
	}
}

// TestResolveVerdicts finds the post mortems of verdicts by id and slug. The first verdict on a pair counts, in whichever
// order and by whatever name a later one has the pair.
func TestResolveVerdicts(t *testing.T) {
	t.Parallel()
	a, b, c := &content.PostMortem{Slug: "a", ID: "PM-1"}, &content.PostMortem{Slug: "b"}, &content.PostMortem{Slug: "c"}
	gone := &content.PostMortem{Slug: "gone", Removal: &content.Removal{Date: content.Date{Year: 2026, Month: 3, Day: 5}}}
	verdicts, problems := content.ParseVerdicts("v", []byte(`
- {pair: [pm-1, B], verdict: same, why: first, by: r}
- {pair: [b, a], verdict: same, why: again, by: r}
- {pair: [PM-1, b], verdict: different, why: no, by: r}
- {pair: [a, pm-1], verdict: same, why: x, by: r}
- {pair: [a, PM-9], verdict: same, why: x, by: r}
- {pair: [gone, c], verdict: same, why: x, by: r}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	judged, problems := content.ResolveVerdicts("v", verdicts, []*content.PostMortem{a, b, c, gone})
	if v := judged[[2]*content.PostMortem{b, a}]; len(judged) != 2 || v == nil || v.Why != "first" || judged[[2]*content.PostMortem{a, b}] != v {
		t.Errorf("got %v", judged)
	}
	got := ""
	for _, p := range problems {
		got += p.String() + "\n"
	}
	if want := `v:3:3: warning: the pair already has a verdict on line 2 [recurrence-verdict]
v:4:3: warning: the pair has the other verdict on line 2, which counts [recurrence-verdict]
v:5:14: error: a and pm-1 are the same post mortem [recurrence-verdict]
v:6:14: warning: there is no post mortem "PM-9" [recurrence-verdict]
v:7:11: warning: gone was removed on 2026-03-05 [recurrence-verdict]
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// FuzzVerdicts parses any text without a panic, and with positions inside it.
func FuzzVerdicts(f *testing.F) {
	for _, src := range []string{"", "- {pair: [a, b], verdict: same, why: x, by: r}\n", "- pair: [a]\n  why: |\n    x\n", "- - ? [", "\t- x", "- {pair: {a: b}, verdict: [same]}"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		verdicts, problems := content.ParseVerdicts("v", []byte(src))
		lines := strings.Count(strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n"), "\n") + 1
		for _, p := range problems {
			if p.Pos.Line > lines+1 || p.Pos.Line < 0 {
				t.Errorf("%s is not in a text of %d lines", p, lines)
			}
		}
		for _, v := range verdicts {
			if v.Pair[0] == "" || v.Pair[1] == "" || v.Why == "" || v.By == "" || v.Pos.Line < 1 {
				t.Errorf("%+v is not complete", v)
			}
		}
	})
}

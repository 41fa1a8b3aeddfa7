package content_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestFactors reads contributing factors from the front matter and from lists below the
// heading “Contributing factors”.
func TestFactors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		front, body string
		want        []string
	}{
		"nothing":               {"", "", nil},
		"front matter":          {"factors: [Tight-Coupling, deadline]", "", []string{"tight coupling", "production pressure"}},
		"one text":              {"factors: bug, change", "", []string{"latent defect", "change"}},
		"items":                 {"", "## Contributing factors\n- Change\n- tight coupling: of two pools\n- **Knowledge gap.** Nobody knew.\n- Deadline, and so on\n", []string{"change", "tight coupling", "knowledge gap", "production pressure"}},
		"both":                  {"factors: [change]", "### Contributing Factors\n1. Bug\n1. Change\n", []string{"change", "latent defect"}},
		"items of another kind": {"", "## Contributing factors\n- The change was late\n- Nobody knew: change\n- Control: load test, did not\n", nil},
		"prose":                 {"", "## Contributing factors\nChange\n", nil},
		"another section":       {"", "## Root causes\n- Change\n", nil},
		"a heading below":       {"", "## Contributing factors\n### Other\n- Change\n", nil},
	} {
		pm, problems := content.Parse("a.md", []byte("---\ntitle: A\nstatus: draft\ndate: 2026-01-02\n"+c.front+"\n---\n"+c.body), content.Options{})
		if !slices.Equal(pm.Factors, c.want) || content.HasErrors(problems) {
			t.Errorf("%s: got %q, want %q; %v", name, pm.Factors, c.want, problems)
		}
	}
}

// TestFactorsAreCauses checks that the section of contributing factors is still one of causes, with its text and controls.
func TestFactorsAreCauses(t *testing.T) {
	t.Parallel()
	pm, _ := content.Parse("a.md", []byte("---\ntitle: A\n---\n## Contributing factors\n- Change: late\n- Control: load test, did not\n"), content.Options{})
	if got := pm.Text(content.CausesSection); !strings.Contains(got, "Change: late") || len(pm.Controls) != 1 {
		t.Errorf("the causes are %q, with %d controls", got, len(pm.Controls))
	}
}

func TestUnknownFactor(t *testing.T) {
	t.Parallel()
	_, problems := content.Parse("a.md", []byte("---\ntitle: A\nfactors: [human error, tight cuopling]\n---\n"), content.Options{})
	var got []string
	for _, p := range problems {
		if p.Rule == "vocabulary" {
			got = append(got, p.Message+"; "+p.Hint)
		}
	}
	if len(got) != 2 || !strings.HasPrefix(got[0], `"human error" is not a factor; use one of: latent defect, change, `) ||
		!strings.HasSuffix(got[0], "`vocabularies: {factors: {synonyms: {human error: …}}}`") || got[1] != "\"tight cuopling\" is not a factor; did you mean `tight coupling`?" {
		t.Errorf("got %q", got)
	}
}

// TestContributingFactors checks that each built-in factor says what it means, and names works that are among the sources.
func TestContributingFactors(t *testing.T) {
	t.Parallel()
	sources := strings.Join(content.FactorSources(), "\n")
	v := content.BuiltinVocabularies().Factor
	for _, f := range content.ContributingFactors() {
		if f.Means == "" || v.Definitions[f.Name] != f.Definition() {
			t.Errorf("%s means %q", f.Name, v.Definitions[f.Name])
		}
		for work := range strings.SplitSeq(f.Source, ", ") {
			author, _, _ := strings.Cut(work, " ")
			year := work[strings.LastIndex(work, " ")+1:]
			if author == "SRE" {
				author = "Site Reliability"
			}
			if !strings.Contains(sources, author) || !strings.Contains(sources, year) {
				t.Errorf("%s: %q is not among the sources", f.Name, work)
			}
		}
		for _, word := range f.Synonyms {
			if value, _ := v.Match(word); value != f.Name {
				t.Errorf("%q stands for %q and %q", word, value, f.Name)
			}
		}
	}
}

package content_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// TestSampleIsWithoutFault checks that the sample collection, which newcomers see first
// and init writes, has no problems.
func TestSampleIsWithoutFault(t *testing.T) {
	c := loadSample(t)
	for _, problem := range c.Problems {
		t.Error(problem)
	}
	if len(c.PostMortems) < 24 {
		t.Errorf("%d post mortems, want at least 24", len(c.PostMortems))
	}
}

func TestSampleUsesEverything(t *testing.T) {
	c := loadSample(t)
	used := map[string]map[string]bool{}
	use := func(what string, values ...string) {
		if used[what] == nil {
			used[what] = map[string]bool{}
		}
		for _, value := range values {
			used[what][value] = true
		}
	}
	for _, pm := range c.PostMortems {
		use("severity", pm.Severity)
		use("impact", pm.Impacts...)
		use("detection", pm.Detection)
		use("status", pm.Status)
		use("key", keysOf(pm)...)
		for _, entry := range pm.Timeline {
			use("event", entry.Event)
		}
		for _, item := range pm.ActionItems {
			use("action type", item.Type)
			use("action state", item.State)
		}
		for _, section := range pm.Sections {
			use("section", string(section.Kind))
			for _, part := range section.Parts {
				use("part", string(part.Kind))
			}
		}
	}
	v := content.BuiltinVocabularies()
	for _, vocabulary := range []*content.Vocabulary{v.Severity, v.Impact, v.Detection, v.Status, v.Event, v.ActionType, v.ActionState} {
		for _, value := range vocabulary.Values {
			if !used[vocabulary.Name][value] {
				t.Errorf("no document of the sample has the %s %q", vocabulary.Name, value)
			}
		}
	}
	for _, key := range content.Keys() {
		if !used["key"][key.Name] {
			t.Errorf("no document of the sample has the key %q", key.Name)
		}
	}
}

// keysOf returns the keys that are set in the document. A time zone counts only if it is
// not the default, because every document has one.
func keysOf(pm *content.PostMortem) (names []string) {
	for _, key := range content.Keys() {
		if values := key.Values(pm); len(values) > 0 && values[0] != "UTC" {
			names = append(names, key.Name)
		}
	}
	return names
}

// TestSampleKinds checks that the sample shows all kinds of outages and files.
func TestSampleKinds(t *testing.T) {
	c := loadSample(t)
	for _, outcome := range content.Outcomes() {
		named := func(c content.Control) bool { return c.Outcome == outcome }
		if !slices.ContainsFunc(c.PostMortems, func(pm *content.PostMortem) bool { return slices.ContainsFunc(pm.Controls, named) }) {
			t.Errorf("no control of the sample is %q", outcome)
		}
	}
	for what, has := range map[string]func(*content.PostMortem) bool{
		"a bundle with attachments": func(pm *content.PostMortem) bool { return len(pm.Attachments) > 0 },
		"two intervals":             func(pm *content.PostMortem) bool { return len(pm.Outage().Intervals) > 1 },
		"an outage over two days":   func(pm *content.PostMortem) bool { return pm.Outage().Total().Hours() > 24 },
		"a daylight-saving change within": func(pm *content.PostMortem) bool {
			return slices.ContainsFunc(pm.Outage().Intervals, func(i content.Interval) bool {
				_, begin := i.Begin.Zone()
				_, end := i.End.Zone()
				return !i.End.IsZero() && begin != end
			})
		},
		"hedged luck":                  func(pm *content.PostMortem) bool { return hedged(pm) },
		"a reason for no action items": func(pm *content.PostMortem) bool { return pm.NoActions != "" },
		"a wrong hypothesis": func(pm *content.PostMortem) bool {
			return slices.ContainsFunc(pm.Timeline, func(e content.Entry) bool { return e.Label == "Hypothesis" })
		},
		"two accounts": func(pm *content.PostMortem) bool {
			return slices.ContainsFunc(pm.Sections, func(s content.Section) bool { return s.Title == "Two accounts" })
		},
		"a near miss with its margin": func(pm *content.PostMortem) bool {
			return pm.Severity == content.NearMiss && slices.ContainsFunc(pm.Timeline, func(e content.Entry) bool { return e.Label == "Would have begun" })
		},
		"a security incident":    func(pm *content.PostMortem) bool { return slices.Contains(pm.Tags, "security") },
		"lessons of other kinds": func(pm *content.PostMortem) bool { return len(pm.OtherLessons) == 3 },
		"references":             func(pm *content.PostMortem) bool { return len(pm.References) > 0 },
	} {
		if !slices.ContainsFunc(c.PostMortems, has) {
			t.Errorf("no document of the sample has %s", what)
		}
	}
}

func hedged(pm *content.PostMortem) bool {
	return slices.ContainsFunc(pm.GotLucky, func(l content.Lesson) bool { return l.HedgedBy != "" })
}

func loadSample(t *testing.T) *collection.Collection {
	t.Helper()
	c, err := collection.Load(t.Context(), content.Sample, collection.Options{Root: "."}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTemplate checks that the template has the keys of the format in order, and that
// nothing in it counts as data.
func TestTemplate(t *testing.T) {
	src, err := fs.ReadFile(content.Sample, "_template.md")
	if err != nil {
		t.Fatal(err)
	}
	pm, problems := content.Parse("new.md", src, content.Options{})
	if pm == nil || content.HasErrors(problems) {
		t.Fatalf("a draft that is still the template is read with errors: %v", problems)
	}
	if n := len(pm.Timeline) + len(pm.ActionItems) + len(pm.WentWell) + len(pm.WentWrong) + len(pm.GotLucky) + len(pm.Controls) + len(pm.Sections); n > 0 {
		t.Errorf("%d rows of the template are taken for data: %+v", n, pm.Sections)
	}
	last := 0
	for _, key := range content.Keys() {
		at := lineOf(string(src), key.Name+":")
		if at == 0 {
			if key.Name != "factors" { // which it does not ask for
				t.Errorf("the template has no line for %q", key.Name)
			}
		} else if at < last {
			t.Errorf("%q is above the key before it", key.Name)
		}
		last = max(last, at)
	}
}

// lineOf returns the number of the first line with the key, commented out or not, or 0.
func lineOf(text, key string) int {
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimPrefix(line, "# "), key) {
			return i + 1
		}
	}
	return 0
}

package index

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// TestSynonyms checks that a filter takes all words for a value, in the program and in the
// script.
func TestSynonyms(t *testing.T) {
	v := content.BuiltinVocabularies()
	v.Severity.Extend(nil, map[string]string{"SEV1": "critical", "SEV 2": "high", "Störung": "high"})
	opts := collection.Options{Options: content.Options{Vocabularies: v}}
	ix, err := Open(t.Context(), Options{Dir: t.TempDir(), FS: searchedFS(), Content: opts})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	s := startScriptWith(t, loadPosts(t, searchedFS(), "content"), v)
	var queries []string
	for query, want := range map[string]string{
		"severity:SEV1": "edge-certificate", "severity:sev-2": "dns-zone pool", "severity:sev*": "edge-certificate dns-zone pool",
		"severity:critical": "edge-certificate", "severity:STÖRUNG": "dns-zone pool", "severity:SEV3": "", "detection:alarm": slugs(t, ix, `detection:"configured alarm"`),
		"action_type:preventive": "edge-certificate", "-severity:sev1 -severity:sev2": "clock", "status:complete": slugs(t, ix, "status:completed"),
		"factor:hidden-dependency": "pool", "factor:bug": "pool", "factors:tight*": "pool", "factor:deployment": "", "kind:surprise": "pool", "kind:went-well": "edge-certificate", "lessons:idle": "pool",
	} {
		if got := slugs(t, ix, query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
		queries = append(queries, query)
	}
	compareQueries(t, ix, s, queries)
}

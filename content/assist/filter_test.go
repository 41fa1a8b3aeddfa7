package assist_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/config"
)

// TestCompleteSynonyms checks that the other words for a value find it.
func TestCompleteSynonyms(t *testing.T) {
	cfg, problems := config.Parse("pmsite.yaml", []byte("vocabularies: {severity: {only: [SEV1, SEV2], synonyms: {P1: SEV1, critical: SEV1}}}"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	k := assist.Knowledge{Config: cfg}
	items := assist.Complete([]byte("---\nseverity: \n---\n"), content.Pos{Line: 2, Column: 11}, k).Items
	if len(items) != 2 || items[0].Label != "SEV1" || items[0].Text != "SEV1" || items[0].Filter != "SEV1 P1 critical" || items[1].Filter != "SEV2" {
		t.Errorf("severities: %+v", items)
	}
	src := "---\ntitle: A\n---\n## Timeline\n\n| Time | Metadata | Notes |\n| --- | --- | --- |\n| 14:00 | | |\n"
	items = assist.Complete([]byte(src), content.Pos{Line: 8, Column: 11}, k).Items
	if len(items) == 0 || items[1].Label != content.OutageDetected || !strings.HasPrefix(items[1].Filter, "Outage detected detected ") {
		t.Errorf("events: %+v", items)
	}
}

package content_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestHidingFrontMatter finds what hides a document in other programs.
func TestHidingFrontMatter(t *testing.T) {
	t.Parallel()
	for _, lines := range []string{
		"draft: true", "is_draft: yes", "isDraft: true", "is-private: on", "Unpublished: true", "internal_only: true", "internalOnly: 1",
		"restricted: true", "secret: yes", "sensitive: true", "wip: true", "embargo: 2026-05-01", "embargoed: true", "visible: false", "isVisible: no",
		"visibility: internal", "visibility: [public, internal]", "access: private", "access: Internal only", "access: restricted",
		"classification: confidential", "classification: secret", "classification: Restricted", "classification: internal",
		"tlp: red", "TLP: Amber", "tlp: TLP:RED", "tlp: 'TLP:AMBER+STRICT'", "published: false", "hidden: 'true'",
		"params: {draft: true}", "meta: {visibility: private}", "hugo: {x: y, access: [public, internal]}",
	} {
		if got := content.HidingFrontMatter(lines); got == "" {
			t.Errorf("%s hides nothing", lines)
		}
	}
	for _, lines := range []string{
		"impact: internal", "status: draft", "severity: secret", "published: 2024-01-02", "published: 2099-01-01", "publishDate: 2099-01-01",
		"publish_date: 2099-01-01", "date_published: 2099-01-01", "draft: false", "isDraft: no", "embargo: none", "visible: true", "visibility: [public, everyone]",
		"access: public", "access: read-only", "classification: outage", "classification: public", "tlp: green", "tlp: TLP:CLEAR", "hidden:", "is: x", "island: yes",
		"services: {internal: true}", "params: {weight: 3, draft: false}", "a: {b: {draft: true}}", "issecretive: yes", "draft: []", "draft: {a: b}", "- draft", "x: [", "",
	} {
		if got := content.HidingFrontMatter(lines); got != "" {
			t.Errorf("%q hides the document: %s", lines, got)
		}
	}
	for lines, want := range map[string]string{
		"title: A\nvisibility:\n  - public\n  - internal # here\n": "visibility: [public, internal]",
		"params:\n  weight: 1\n  is_draft: true\n":                 "params: {is_draft: true}",
	} {
		if got := content.HidingFrontMatter(lines); got != want {
			t.Errorf("%q is hidden by %q, want %q", lines, got, want)
		}
	}
}

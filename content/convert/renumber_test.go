package convert_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/convert"
)

// TestRenumber replaces an id and adds an alias to front matter in several forms.
func TestRenumber(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"---\nid: PM-2026-0007\n---\nSee [it](/id/PM-2026-0007/), pm-2026-0007 PM-2026-0007 PM-2026-00071.\n": "---\nid: PM-2026-0009\naliases: [/id/PM-2026-0007/]\n---\nSee [it](/id/PM-2026-0009/), PM-2026-0009 PM-2026-0009 PM-2026-00071.\n",
		"\ufeff---\r\nid: PM-2026-0007 # new\r\n---\r\n":                                                      "\ufeff---\r\nid: PM-2026-0009 # new\r\naliases: [/id/PM-2026-0007/]\r\n---\r\n",
		"---\nid: 'PM-2026-0007'\naliases: [old]\n---\n":                                                      "---\nid: 'PM-2026-0009'\naliases: [old, /id/PM-2026-0007/]\n---\n",
		"---\nid: PM-2026-0007\naliases: /old/\n---\n":                                                        "---\nid: PM-2026-0009\naliases: [/old/, /id/PM-2026-0007/]\n---\n",
		"---\nid: PM-2026-0007\naliases:\n  - /old/\n  - older\ntitle: A\n---\n":                              "---\nid: PM-2026-0009\naliases:\n  - /old/\n  - older\n  - /id/PM-2026-0007/\ntitle: A\n---\n",
		"---\nid: PM-2026-0007\naliases:\n---\n":                                                              "---\nid: PM-2026-0009\naliases: [/id/PM-2026-0007/]\n---\n",
	} {
		got, ok := convert.Renumber([]byte(src), "PM-2026-0007", "PM-2026-0009", true)
		if !ok || string(got) != want {
			t.Errorf("%q becomes\n%q (%v), want\n%q", src, got, ok, want)
		}
	}
	for _, src := range []string{"---\ntitle: A\n---\n", "---\nid: PM-2026-0007\naliases: [a,\n  b]\n---\n", "---\nid: PM-2026-0007\naliases: [\n---\n"} {
		if got, ok := convert.Renumber([]byte(src), "PM-2026-0007", "PM-2026-0009", true); ok || string(got) != src {
			t.Errorf("%q becomes\n%q (%v), want it as it is", src, got, ok)
		}
	}
}

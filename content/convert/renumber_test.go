package convert_test

import (
	"errors"
	"fmt"
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
		"---\nid: PM-2026-0007\naliases: /a/\n---\n| | |\n| - | - |\nID | pm-2026-0007\n":                     "---\nid: PM-2026-0009\naliases: [/a/, /id/PM-2026-0007/]\n---\n| | |\n| - | - |\nID | PM-2026-0009\n",
		"---\nid: PM-2026-0007\naliases: []\n---\n":                                                           "---\nid: PM-2026-0009\naliases: [/id/PM-2026-0007/]\n---\n",
		"---\nid: PM-2026-0007\naliases: [ /old/, ] # was\n---\n":                                             "---\nid: PM-2026-0009\naliases: [ /old/, /id/PM-2026-0007/ ] # was\n---\n",
		"---\nid: PM-2026-0007\n\"aliases\": ['a]b'] # was\n---\n":                                            "---\nid: PM-2026-0009\n\"aliases\": ['a]b', /id/PM-2026-0007/] # was\n---\n",
		"---\nid: PM-2026-0007\naliases: /old/ # was\n---\n":                                                  "---\nid: PM-2026-0009\naliases: [/old/, /id/PM-2026-0007/] # was\n---\n",
		"---\nid: PM-2026-0007\naliases: # none\n---\n":                                                       "---\nid: PM-2026-0009\naliases: [/id/PM-2026-0007/] # none\n---\n",
		"---\nid: PM-2026-0007\naliases: [a,\n  /id/pm-2026-0007]\n---\n":                                     "---\nid: PM-2026-0009\naliases: [a,\n  /id/pm-2026-0007]\n---\n",
		"| Metadata | Information |\n| - | - |\n| **ID** | PM-2026-0007 |\n":                                  "---\naliases: [/id/PM-2026-0007/]\n---\n| Metadata | Information |\n| - | - |\n| **ID** | PM-2026-0009 |\n",
		"---\nid: PM-2026-0007\naliases:\n---\n":                                                              "---\nid: PM-2026-0009\naliases: [/id/PM-2026-0007/]\n---\n",
	} {
		got, _, err := convert.Renumber([]byte(src), "PM-2026-0007", "PM-2026-0009", true)
		if err != nil || string(got) != want {
			t.Errorf("%q becomes\n%q (%v), want\n%q", src, got, err, want)
		}
	}
	for src, want := range map[string]error{
		"---\ntitle: A\n---\n":                                        convert.ErrNoID,
		"---\nid:\n  PM-2026-0007\n---\n":                             convert.ErrNoID,
		"---\nid: PM-2026-0007\naliases: [\n---\n":                    convert.ErrNoID,
		"---\nid: PM-2026-0007\naliases: [a,\n  b]\n---\n":            convert.ErrNoAlias,
		"---\nid: PM-2026-0007\naliases: [a, # old\n  b]\n---\n":      convert.ErrNoAlias,
		"---\nid: PM-2026-0007\naliases: \"/a/, /b/\"\n---\n":         convert.ErrNoAlias,
		"---\nid: PM-2026-0007\naliases: ~\n---\n":                    convert.ErrNoAlias,
		"---\nid: PM-2026-0007\naliases:\n  - a\n  # the last\n---\n": convert.ErrNoAlias,
	} {
		if got, _, err := convert.Renumber([]byte(src), "PM-2026-0007", "PM-2026-0009", true); !errors.Is(err, want) || string(got) != src {
			t.Errorf("%q becomes\n%q (%v), want it as it is, and %v", src, got, err, want)
		}
	}
}

// TestMentions replaces an id only where it means the post mortem.
func TestMentions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, text, want, left string }{
		{"PM-2026-0001", "See PM-2026-0001, (pm-2026-0001) and PM-2026-0001#action-1.", "See PM-2026-0007, (PM-2026-0007) and PM-2026-0007#action-1.", "[]"},
		{"PM-2026-0001", "[it](/id/PM-2026-0001/) [it](../../id/pm-2026-0001/#summary) [PM-2026-0001]: /id/PM-2026-0001", "[it](/id/PM-2026-0007/) [it](../../id/PM-2026-0007/#summary) [PM-2026-0007]: /id/PM-2026-0007", "[]"},
		{"PM-2026-0001", "[x](PM-2026-0001.png), PM-2026-0001.", "[x](PM-2026-0001.png), PM-2026-0007.", "[1:5]"},
		{"PM-2026-0001", "![](<a PM-2026-0001 b.png>) a/PM-2026-0001 PM-2026-0001/a", "![](<a PM-2026-0001 b.png>) a/PM-2026-0001 PM-2026-0001/a", "[1:8 1:31 1:44]"},
		{"PM-2026-0001", "https://desk.example.org/browse/PM-2026-0001 https://desk.example.org/id/PM-2026-0001/", "https://desk.example.org/browse/PM-2026-0001 https://desk.example.org/id/PM-2026-0001/", "[1:33 1:74]"},
		{"PM-2026-0001", "```\nPM-2026-0001\n```\nxPM-2026-0001 PM-2026-00012 PM-2026-0001-a", "```\nPM-2026-0001\n```\nxPM-2026-0001 PM-2026-00012 PM-2026-0001-a", "[2:1]"},
		{"PM-2026-0001", "---\ntitle: After PM-2026-0001\nincident: PM-2026-0001\nprevented_by: [PM-2026-0001,'pm-2026-0001#action-2'] # PM-2026-0001\n---\n", "---\ntitle: After PM-2026-0007\nincident: PM-2026-0001\nprevented_by: [PM-2026-0007,'PM-2026-0007#action-2'] # PM-2026-0001\n---\n", "[3:11 4:56]"},
		{"on-call", "---\nauthors: [on-call engineer]\nprevented_by:\n  - on-call#action-1\n  - on-call # x\n---\nThe on-call [one](/id/on-call/), on-call#action-3.", "---\nauthors: [on-call engineer]\nprevented_by:\n  - PM-2026-0007#action-1\n  - PM-2026-0007 # x\n---\nThe on-call [one](/id/PM-2026-0007/), PM-2026-0007#action-3.", "[2:11 7:5]"},
		{"INC 7", "INC 7 is [this](/id/inc-7/), not [that](/id/inc-70/)", "INC 7 is [this](/id/PM-2026-0007/), not [that](/id/inc-70/)", "[1:1]"},
		{"PM-2026-0001", "---\n{incident: PM-2026-0001}\n---\nPM-2026-0001\n", "---\n{incident: PM-2026-0001}\n---\nPM-2026-0001\n", "[2:12 4:1]"},
		{"A", "A word. a letter", "A word. a letter", "[1:1]"},
	} {
		got, left := convert.Mentions([]byte(c.text), c.id, "PM-2026-0007")
		if s := fmt.Sprint(left); string(got) != c.want || s != c.left {
			t.Errorf("%q becomes\n%q, with %s left, want\n%q, with %s", c.text, got, s, c.want, c.left)
		}
	}
}

// TestRenumberRow replaces an id that the front matter and the table of metadata have.
func TestRenumberRow(t *testing.T) {
	t.Parallel()
	const src = "---\nid: INC-7\n---\n| Metadata | Information |\n| - | - |\n| ID | INC-7 |\n| Incident | INC-7 |\n"
	const want = "---\nid: PM-2026-0001\naliases: [/id/INC-7/]\n---\n| Metadata | Information |\n| - | - |\n| ID | PM-2026-0001 |\n| Incident | INC-7 |\n"
	got, left, err := convert.Renumber([]byte(src), "INC-7", "PM-2026-0001", true)
	if s := fmt.Sprint(left); err != nil || string(got) != want || s != "[8:14]" {
		t.Errorf("%q becomes\n%q, with %s left (%v), want\n%q", src, got, s, err, want)
	}
}

package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

const (
	anchorHint   = "anchors of headings are in lower case with hyphens; rows and items are timeline-1, action-1 …"
	relativeHint = "links are relative to the file that contains them"
	citeHint     = "cite an id and an action item, such as PM-2025-0012#action-2"
)

// neighbours is a site with other documents and files.
var neighbours = site{files: map[string]string{
	"cache-full.md":                 documentOf("id: PM-2025-0012", "## How it went\n## Timeline\n- 14:00 it begins\n## Action Items\n- Test it\n## Which controls failed\n- Control: the alarm\n## What went well\n1. This.\n## What went wrong\n1. That.\n## Where we got lucky\n1. It rained.\n"),
	"bundle/index.md":               documentOf("title: Bundle\nid: PM-2025-0013", "## Here\n"),
	"an-outage-with-a-long-name.md": documentOf("title: Long", ""),
	"graph.png":                     "picture",
	"notes/readme.txt":              "text",
}}

// TestBrokenLinks checks which links are broken, and what is suggested instead.
func TestBrokenLinks(t *testing.T) {
	nowhere := func(marked, name, hint string) string {
		return fmt.Sprintf("11 %q error: there is no file %q | %s", marked, name, hint)
	}
	anchorless := func(marked, file, anchor string) string {
		return fmt.Sprintf("11 %q error: %q has no anchor #%s | %s", marked, "content/"+file, anchor, anchorHint)
	}
	neighbours.check(t, "broken-link", []ruling{
		{"links to documents, bundles and anchors work", "", "[a](cache-full.md), [b](cache-full.md#how-it-went), [c](bundle/index.md#here), [d](bundle/), [e](bundle), [f](#below), [g](<cache-full.md> \"a title\")\n\n## Below\n", ""},
		{"rows, items, controls and lessons are anchors", "", "[a](cache-full.md#timeline-1) [b](cache-full.md#action-1) [c](cache-full.md#control-1) [d](cache-full.md#went-well-1) [e](cache-full.md#went-wrong-1) [f](cache-full.md#got-lucky-1)\n", ""},
		{"a document with a similar name is suggested", "", "[a](cache-ful.md)\n", nowhere("cache-ful.md", "content/cache-ful.md", "did you mean content/cache-full.md?")},
		{"a document with the same name in another folder is suggested", "", "[a](../2025/cache-full.md)\n", nowhere("../2025/cache-full.md", "2025/cache-full.md", "did you mean content/cache-full.md?")},
		{"without a similar name, nothing is suggested", "", "[a](gates.md)\n", nowhere("gates.md", "content/gates.md", relativeHint)},
		{"four different letters are too many for a suggestion", "", "[a](cache-fxyzw.md)\n", nowhere("cache-fxyzw.md", "content/cache-fxyzw.md", relativeHint)},
		{"three different letters still get a suggestion", "", "[a](cache-fxyz.md)\n", nowhere("cache-fxyz.md", "content/cache-fxyz.md", "did you mean content/cache-full.md?")},
		{"four different letters are too many in a long name, too", "", "[a](an-outage-with-a-long-wxyz.md)\n", nowhere("an-outage-with-a-long-wxyz.md", "content/an-outage-with-a-long-wxyz.md", relativeHint)},
		{"three different letters in a long name still get a suggestion", "", "[a](an-outage-with-a-long-nxyz.md)\n", nowhere("an-outage-with-a-long-nxyz.md", "content/an-outage-with-a-long-nxyz.md", "did you mean content/an-outage-with-a-long-name.md?")},
		{"a missing anchor of a bundle is reported", "", "[a](bundle/#gone)\n", anchorless("bundle/#gone", "bundle/index.md", "gone")},
		{"a link to a missing folder is reported", "", "[a](gone/)\n", nowhere("gone/", "content/gone", relativeHint)},
		{"a missing anchor of another document is reported", "", "[a](cache-full.md#gone)\n", anchorless("cache-full.md#gone", "cache-full.md", "gone")},
		{"a missing anchor of the document itself is reported", "", "[a](#gone)\n", anchorless("#gone", "a.md", "gone")},
		{"a missing action item has no anchor", "", "[a](cache-full.md#action-2)\n", anchorless("cache-full.md#action-2", "cache-full.md", "action-2")},
		{"an anchor is looked up in the linked document", "", "[a](cache-full.md#below)\n\n## Below\n", anchorless("cache-full.md#below", "cache-full.md", "below")},
		{"each link on a line has the right place, even after two-byte letters", "", "é [a](gone.md) é [b](away.md)\n", nowhere("gone.md", "content/gone.md", relativeHint) + "\n" + nowhere("away.md", "content/away.md", relativeHint)},
		{"link definitions are checked", "", "[a]\n\n  [a]: gone.md\n", `13 "gone.md" error: there is no file "content/gone.md"`},
		{
			"names with blanks, escapes or brackets have a place", "", "[a](<my gone.md>) and [b](my\\_gone.md)\n[c](gone(1).md)\n",
			"2 \"Checkout slow\" error: there is no file \"content/my_gone.md\" | " + relativeHint + "\n" + nowhere("my gone.md", "content/my gone.md", relativeHint) + "\n" + strings.Replace(nowhere("gone(1).md", "content/gone(1).md", relativeHint), "11", "12", 1),
		},
		{"links to other hosts are not checked", "", "[a](https://example.org/gone.md) [b](mailto:a@example.org) [c](//example.org/gone.md)\n", ""},
		{"links in code are ignored", "", "`[a](gone.md)`\n\n```\n[a](gone.md)\n```\n", ""},
		{"links to files that are not documents are left to another rule", "", "[a](gone.png)\n", ""},
		{"an existing folder that is not a bundle is not a broken link", "", "[a](notes)\n", ""},
	})
}

// TestCitations checks references that are not links.
func TestCitations(t *testing.T) {
	neighbours.check(t, "broken-link", []ruling{
		{"ids in any case and file names are found", "prevented_by: [PM-2025-0012, pm-2025-0013, cache-full, PM-2025-0012#action-1]", "", ""},
		{"an unknown id is reported", "prevented_by: [PM-2025-0012, PM-1999-0001]", "", `9 "PM-1999-0001" error: there is no post mortem "PM-1999-0001" | ` + citeHint},
		{"an unknown id is reported with its item", "prevented_by: PM-1999-0001#action-1", "", `9 "PM-1999-0001#action-1" error: there is no post mortem "PM-1999-0001" | ` + citeHint},
		{"a missing item of the cited post mortem is reported", "prevented_by: PM-2025-0012#action-2", "", `9 "PM-2025-0012#action-2" error: PM-2025-0012 has no action-2 | its action items are action-1 to action-N`},
		{"a lesson may name an item of the document", "", items("| Test | Detective | team | C-1 | | |") + "## Where we got lucky\n1. Nobody came. → action-1\n2. Nor there -> #action-1.\n", ""},
		{"a lesson may only name an existing item", "", "## Where we got lucky\n1. Nobody came. => action-3\n", `12 "action-3" error: there is no action-3 | name an action item of this document`},
		{"an arrow outside of a lesson names no item", "", "See -> action-3\n", ""},
	})
}

// TestHintsAreBounded checks that only the first ten broken links of a document are compared
// with all names.
func TestHintsAreBounded(t *testing.T) {
	in := neighbours.input(t, map[string]string{"a.md": documentOf("", strings.Repeat("[a](cache-ful.md)\n", 12))})
	named := 0
	found := of("broken-link", runAll(in))
	for _, f := range found {
		if f.Hint == "did you mean content/cache-full.md?" {
			named++
		}
	}
	if len(found) != 12 || named != 10 {
		t.Errorf("%d of 12 broken links are reported and %d have a suggestion, want 12 and 10", len(found), named)
	}
}

// TestRunTextChecksAlone checks that a text from an editor is checked alone: other documents
// that it cites are not looked up, but files that it links to are.
func TestRunTextChecksAlone(t *testing.T) {
	in := neighbours.input(t, nil)
	text := documentOf("prevented_by: PM-1999-0001", "[a](gone.md) ![b](gone.png) ![c](graph.png) [d](cache-full.md) careless\n")
	var got []string
	for _, f := range check.RunText(t.Context(), "content/new.md", []byte(text), in) {
		if f.Rule != "section-missing" {
			got = append(got, f.File+": "+f.Message)
		}
	}
	want := `content/new.md: there is no file "content/gone.md"
content/new.md: there is no file "content/gone.png"
content/new.md: “careless” blames`
	if strings.Join(got, "\n") != want {
		t.Errorf("the findings are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	reserved := check.RunText(t.Context(), "content/new.md", []byte(documentOf("aliases: [/x/, /tags/]", "")), in)
	if got, want := written(of("duplicate-address", reserved), false), "9 \"/tags/\" error: alias /tags is reserved for the site's own pages\n"; got != want {
		t.Errorf("the findings for a reserved address are %q, want %q", got, want)
	}
	broken := check.RunText(t.Context(), "content/new.md", []byte("---\ntitle: [\n---\n"), in)
	if len(of("front-matter", broken)) != 1 {
		t.Errorf("the findings for unreadable front matter are only %s", written(broken, false))
	}
}

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

// neighbours are other documents and files of a collection.
var neighbours = site{files: map[string]string{
	"cache-full.md":                 documentOf("id: PM-2025-0012", "## How it went\n## Timeline\n- 14:00 it begins\n## Action Items\n- Test it\n## Which controls failed\n- Control: the alarm\n## What went well\n1. This.\n## What went wrong\n1. That.\n## Where we got lucky\n1. It rained.\n"),
	"bundle/index.md":               documentOf("title: Bundle\nid: PM-2025-0013", "## Here\n"),
	"an-outage-with-a-long-name.md": documentOf("title: Long", ""),
	"graph.png":                     "picture",
	"notes/readme.txt":              "text",
}}

// TestBrokenLinks holds which links lead nowhere, and what is said instead.
func TestBrokenLinks(t *testing.T) {
	nowhere := func(marked, name, hint string) string {
		return fmt.Sprintf("11 %q error: there is no file %q | %s", marked, name, hint)
	}
	anchorless := func(marked, file, anchor string) string {
		return fmt.Sprintf("11 %q error: %q has no anchor #%s | %s", marked, "content/"+file, anchor, anchorHint)
	}
	neighbours.check(t, "broken-link", []ruling{
		{"links to documents, bundles and anchors lead somewhere", "", "[a](cache-full.md), [b](cache-full.md#how-it-went), [c](bundle/index.md#here), [d](bundle/), [e](bundle), [f](#below), [g](<cache-full.md> \"a title\")\n\n## Below\n", ""},
		{"rows, items, controls and lessons are anchors", "", "[a](cache-full.md#timeline-1) [b](cache-full.md#action-1) [c](cache-full.md#control-1) [d](cache-full.md#went-well-1) [e](cache-full.md#went-wrong-1) [f](cache-full.md#got-lucky-1)\n", ""},
		{"a document that is nearly there is named", "", "[a](cache-ful.md)\n", nowhere("cache-ful.md", "content/cache-ful.md", "did you mean content/cache-full.md?")},
		{"a document of the name in another folder is named", "", "[a](../2025/cache-full.md)\n", nowhere("../2025/cache-full.md", "2025/cache-full.md", "did you mean content/cache-full.md?")},
		{"of a document that is far from all, none is named", "", "[a](gates.md)\n", nowhere("gates.md", "content/gates.md", relativeHint)},
		{"four letters that differ are too many to name a document", "", "[a](cache-fxyzw.md)\n", nowhere("cache-fxyzw.md", "content/cache-fxyzw.md", relativeHint)},
		{"three letters that differ name a document", "", "[a](cache-fxyz.md)\n", nowhere("cache-fxyz.md", "content/cache-fxyz.md", "did you mean content/cache-full.md?")},
		{"four letters that differ are too many in a long name too", "", "[a](an-outage-with-a-long-wxyz.md)\n", nowhere("an-outage-with-a-long-wxyz.md", "content/an-outage-with-a-long-wxyz.md", relativeHint)},
		{"three letters that differ in a long name lead to it", "", "[a](an-outage-with-a-long-nxyz.md)\n", nowhere("an-outage-with-a-long-nxyz.md", "content/an-outage-with-a-long-nxyz.md", "did you mean content/an-outage-with-a-long-name.md?")},
		{"an anchor of a bundle that is not there is broken", "", "[a](bundle/#gone)\n", anchorless("bundle/#gone", "bundle/index.md", "gone")},
		{"a link to a folder that is not there is broken", "", "[a](gone/)\n", nowhere("gone/", "content/gone", relativeHint)},
		{"an anchor of another document that is not there is broken", "", "[a](cache-full.md#gone)\n", anchorless("cache-full.md#gone", "cache-full.md", "gone")},
		{"an anchor of the document itself that is not there is broken", "", "[a](#gone)\n", anchorless("#gone", "a.md", "gone")},
		{"an item that is not there is no anchor", "", "[a](cache-full.md#action-2)\n", anchorless("cache-full.md#action-2", "cache-full.md", "action-2")},
		{"the anchor of a document is looked for in that one", "", "[a](cache-full.md#below)\n\n## Below\n", anchorless("cache-full.md#below", "cache-full.md", "below")},
		{"each link of a line has its place, letters of two bytes or not", "", "é [a](gone.md) é [b](away.md)\n", nowhere("gone.md", "content/gone.md", relativeHint) + "\n" + nowhere("away.md", "content/away.md", relativeHint)},
		{"definitions of links are looked at", "", "[a]\n\n  [a]: gone.md\n", `13 "gone.md" error: there is no file "content/gone.md"`},
		{"other hosts are not asked", "", "[a](https://example.org/gone.md) [b](mailto:a@example.org) [c](//example.org/gone.md)\n", ""},
		{"links in code are none", "", "`[a](gone.md)`\n\n```\n[a](gone.md)\n```\n", ""},
		{"what is no document is left to another rule", "", "[a](gone.png)\n", ""},
		{"a folder that is there, and no bundle, is no broken link", "", "[a](notes)\n", ""},
	})
}

// TestCitations holds references that stand in no link.
func TestCitations(t *testing.T) {
	neighbours.check(t, "broken-link", []ruling{
		{"an id, in any case, and a file's name are known", "prevented_by: [PM-2025-0012, pm-2025-0013, cache-full, PM-2025-0012#action-1]", "", ""},
		{"an id that nobody has is reported", "prevented_by: [PM-2025-0012, PM-1999-0001]", "", `9 "PM-1999-0001" error: there is no post mortem "PM-1999-0001" | ` + citeHint},
		{"an id that nobody has is reported with its item", "prevented_by: PM-1999-0001#action-1", "", `9 "PM-1999-0001#action-1" error: there is no post mortem "PM-1999-0001" | ` + citeHint},
		{"an item that the post mortem does not have is reported", "prevented_by: PM-2025-0012#action-2", "", `9 "PM-2025-0012#action-2" error: PM-2025-0012 has no action-2 | its action items are action-1 to action-N`},
		{"a lesson may name an item of the document", "", items("| Test | Detective | team | C-1 | | |") + "## Where we got lucky\n1. Nobody came. → action-1\n2. Nor there -> #action-1.\n", ""},
		{"an item that a lesson names has to be there", "", "## Where we got lucky\n1. Nobody came. => action-3\n", `12 "action-3" error: there is no action-3 | name an action item of this document`},
		{"an arrow that is no lesson's names no item", "", "See -> action-3\n", ""},
	})
}

// TestHintsAreBounded holds that only the first ten broken links of a document
// are compared with all names.
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
		t.Errorf("of 12 broken links %d are reported, want all, and %d have a file named, want 10", len(found), named)
	}
}

// TestMissingAttachments holds which files have to be there.
func TestMissingAttachments(t *testing.T) {
	missing := func(marked, name string) string {
		return fmt.Sprintf("11 %q error: there is no file %q | links are relative to the file that contains them; names are case-sensitive", marked, name)
	}
	neighbours.check(t, "attachment-missing", []ruling{
		{"pictures and files that are there are not missed", "", "![a](graph.png) [b](notes/readme.txt) [c](notes/../graph.png)\n", ""},
		{"a picture that is not there is missed", "", "![a](gone.png)\n", missing("gone.png", "content/gone.png")},
		{"a picture whose name has another case is missed", "", "![a](Graph.png)\n", missing("Graph.png", "content/Graph.png")},
		{"a file outside of the repository is missed", "", "![a](../../graph.png)\n", missing("../../graph.png", "../graph.png")},
		{"documents, folders and anchors are no attachments", "", "[a](gone.md) [b](gone) [c](#gone.png) [d](bundle/)\n", ""},
		{"pictures of other hosts are not asked for", "", "![a](https://example.org/gone.png)\n", ""},
	})
}

// TestLargeAttachments holds from which size on an attachment is reported, and where.
func TestLargeAttachments(t *testing.T) {
	large := func(size int) site { return site{sizes: map[string]int{"all.bin": size}} }
	large(10<<20).check(t, "attachment-size", []ruling{{"an attachment of 10 MB is not too large", "", "[log](all.bin)\n", ""}})
	large(10<<20+1).check(t, "attachment-size", []ruling{
		{"an attachment of more than 10 MB is reported at its link", "", "The [log](all.bin)\n", `11 "all.bin" warning: the attachment "content/all.bin" has 10 MB | keep the lines that matter, or store it elsewhere and link to it`},
		{"a file that no document links to is not reported", "", "all.bin\n", ""},
	})
	in := site{sizes: map[string]int{"b/all.bin": 12 << 20}}.input(t, map[string]string{"b/index.md": documentOf("", "Text.\n")})
	if got, want := written(of("attachment-size", runAll(in)), false), "2 \"Checkout slow\" warning: the attachment \"content/b/all.bin\" has 12 MB\n"; got != want {
		t.Errorf("of a large file in a bundle, without a link, is said %q, want %q at the title", got, want)
	}
}

// TestRunTextAsksNoOther holds that a text of an editor is checked alone: what
// other documents it cites is not looked up, whether files are there is.
func TestRunTextAsksNoOther(t *testing.T) {
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
		t.Errorf("said of the editor's text is\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	broken := check.RunText(t.Context(), "content/new.md", []byte("---\ntitle: [\n---\n"), in)
	if len(of("front-matter", broken)) != 1 {
		t.Errorf("of a text that cannot be read is said only %s", written(broken, false))
	}
}

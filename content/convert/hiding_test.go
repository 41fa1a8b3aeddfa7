package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/convert"
)

// TestHiddenElsewhere checks that a document that other programs hide becomes a draft, whatever its status is.
func TestHiddenElsewhere(t *testing.T) {
	for front, want := range map[string]string{
		"private: true":                               "status: draft",
		"draft: yes\nstatus: completed":               "status: draft # completed",
		"published: false\nstatus: draft":             "status: draft",
		"visibility: internal # for now\nstate: done": "status: draft",
	} {
		text, notes := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n"+front+"\n---\n## Summary\nText.\n")
		if !strings.Contains(text, "\n"+want) || strings.Contains(notes, "because of `") == strings.HasSuffix(front, "status: draft") {
			t.Errorf("%s\nbecomes\n%s\n%s\nwant %s", front, text, notes, want)
		}
	}
	if _, notes := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\npublished: true\npublic: 1\n---\n"); strings.Contains(notes, "because of `") {
		t.Errorf("a public document is hidden: %s", notes)
	}
}

// TestHidingFields checks that a field of the body with which other programs hide a document makes it a draft and stays.
func TestHidingFields(t *testing.T) {
	completed := func(body string) (text, notes string) {
		out, err := convert.Import("content/a.md", []byte(body), convert.ImportOptions{Options: sevs(), Status: "completed"})
		if err != nil {
			t.Fatal(err)
		}
		return string(out.Text), noted(out.Notes)
	}
	for body, want := range map[string]string{
		"- **Confidential**: yes\n":                                 "3 guessed status: draft, because of `Confidential: yes`",
		"- Confidential: yes\n":                                     "3 guessed status: draft, because of `Confidential: yes`",
		"**Visibility**: Internal\n":                                "3 guessed status: draft, because of `Visibility: Internal`",
		"**Status:** completed\n\nInternal only: yes, for a year\n": "5 guessed status: draft, because of `Internal only: yes, for a year`",
		"| Confidential | yes |\n| --- | --- |\n":                   "3 guessed status: draft, because of `Confidential: yes`",
		"| Field | Value |\n| --- | --- |\n| Severity | SEV1 |\n| Status | done |\n| Confidential | **yes** |\n": "7 guessed status: draft, because of `Confidential: yes`",
		"**Date:** 2021-03-05 | **Classification:** restricted\n":                                                "3 guessed status: draft, because of `Classification: restricted`",
		"Access\n: internal\n": "3 guessed status: draft, because of `Access: internal`",
		"**TLP:RED**\n":        "3 guessed status: draft, because of `TLP: RED`",
	} {
		source := "# Gates\n\n" + body + "\n## Timeline\nText.\n"
		text, notes := completed(source)
		if !strings.Contains(text, "\nstatus: draft") || !strings.Contains(notes, want) {
			t.Errorf("%s\nbecomes\n%s\n%s\nwant %s", body, text, notes, want)
		}
		_, said, _ := strings.Cut(want, "`")
		_, page, _ := strings.Cut(text, "\n---\n")
		for _, word := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(":`, ", r) }) {
			if !strings.Contains(page, word) {
				t.Errorf("%s\nloses %s on the page:\n%s", body, word, page)
			}
		}
	}
	for _, body := range []string{
		"**Confidential**: no, cleared by legal\n", "**Visibility**: public (since June)\n", "The report was private: yes\n", "| Access | public |\n| --- | --- |\n",
		"## Timeline\n- Internal: yes\n", "```\nConfidential: yes\n```\n", "**Secret**:\n", "Nothing is confidential.\n", "**TLP:GREEN**\n",
		"**Internal**: the teams of three services saw that the gates did not open\n",
	} {
		if text, notes := completed("# Gates\n\n" + body); strings.Contains(notes, "because of") {
			t.Errorf("%s\nhides the document:\n%s\n%s", body, text, notes)
		}
	}
}

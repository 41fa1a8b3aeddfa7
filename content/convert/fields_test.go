package convert_test

import (
	"strings"
	"testing"
)

// TestFieldsOfOthers checks forms of metadata that people write in many ways.
func TestFieldsOfOthers(t *testing.T) {
	for src, want := range map[string]string{
		"**Date**: 2021-03-05\n**Status**: final\n":                   "date: 2021-03-05\n",
		"**日期**: 2021-03-05\n**影响**: a\n":                             "date: 2021-03-05 # 日期\n",
		"**Date:** 16/03/2021 3am UTC\n":                              "date: 2021-03-16 # Date: 16/03/2021 3am UTC\n",
		"**Date:** March 5, 2021 in the morning\n":                    "date: 2021-03-05 # Date: March 5, 2021 in the morning\n",
		"**Date:** 24.10.2021\n":                                      "date: 2021-10-24\n",
		"**Date:** 03/05/2021\n":                                      "",
		"**Duration:** ~45m\n":                                        "duration: 45m\n",
		"| | |\n| - | - |\n| **Severity** | High |\n| Seen | now |\n": "severity: high # Severity\n",
		"| What | How |\n| - | - |\n| Severity | High |\n":            "",
	} {
		text, _ := imported(t, "---\ntitle: Gates\n---\n"+src+"\nText.\n")
		if front, _, _ := strings.Cut(text, "\n---\n"); want != "" && !strings.Contains(text, "\n"+strings.ReplaceAll(want, " # Severity", "")) && !strings.Contains(text, "\n"+want) {
			t.Errorf("%s\nbecomes\n%s\nwant %q", src, text, want)
		} else if want == "" && (strings.Contains(front, "\ndate:") || strings.Contains(front, "\nseverity:")) {
			t.Errorf("%s\nis taken for a field:\n%s", src, front)
		}
	}
}

// TestSentencesStay checks that the text below a heading stays if it is more than the field.
func TestSentencesStay(t *testing.T) {
	src := "## Severity\n\n**High** – The gates of all stations stood open for two hours.\n"
	text, _ := imported(t, "---\ntitle: Gates\n---\n"+src)
	if !strings.Contains(text, "\nseverity: high") || !strings.HasSuffix(text, "\n---\n"+src) {
		t.Errorf("%s\nbecomes\n%s", src, text)
	}
}

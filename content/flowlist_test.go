package content_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

func TestFlowListEnd(t *testing.T) {
	for line, want := range map[string]string{
		"aliases: []":                        "aliases: [X]",
		"aliases: [ ] # none":                "aliases: [X ] # none",
		"aliases: [/a/, /b/]":                "aliases: [/a/, /b/, X]",
		"aliases: [/a/,]  # was":             "aliases: [/a/, X]  # was",
		`"aliases" : ["a]\"", 'it''s ]', b]`: `"aliases" : ["a]\"", 'it''s ]', b, X]`,
		"aliases: [it's]":                    "aliases: [it's, X]",
		"aliases: [a":                        "",
		"aliases: [a, # b]":                  "",
		"aliases: [a] b":                     "",
		"aliases: [a]#b":                     "",
		"aliases: [[a]]":                     "",
		"aliases: a":                         "",
		"aliases:":                           "",
		"aliases:[a]":                        "",
		"- a":                                "",
	} {
		got := ""
		if at, separator, ok := content.FlowListEnd(line); ok {
			got = line[:at] + separator + "X" + line[at:]
		}
		if got != want {
			t.Errorf("%q with an item becomes %q, want %q", line, got, want)
		}
	}
}

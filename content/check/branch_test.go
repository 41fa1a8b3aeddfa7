package check_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

func TestBranchMask(t *testing.T) {
	config := &content.Config{Roles: []string{"harbour watch"}}
	config.People.Allow = []string{"jo"}
	mask := check.BranchMask([]check.Person{
		{Name: "Robin Example", Email: "rexample7@example.org"},
		{Name: "platform team", Email: "platform@example.org"},
		{Name: "Jo Smith", Email: "jo@example.org"},
	}, config)
	for branch, want := range map[string]string{
		"robin/dns":                 "r…/dns",
		"Example/dns":               "E…/dns",
		"rexample7/dns":             "r…/dns",
		"postmortem/rexample7-dns":  "postmortem/r…-dns",
		"fix-by-robin-example":      "fix-by-r…",
		"postmortem/robin.example/": "postmortem/r…/",
		"platform/dns":              "platform/dns",
		"postmortem/dns":            "postmortem/dns",
		"jo/dns":                    "jo/dns",
		"example":                   "example",
		"":                          "",
	} {
		if got := mask(branch); got != want {
			t.Errorf("%s is shown as %s, want %s", branch, got, want)
		}
	}
}

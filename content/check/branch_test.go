package check_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

func TestBranchMask(t *testing.T) {
	cfg := &config.Config{Roles: []string{"harbour watch"}}
	cfg.People.Allow = []string{"jo"}
	mask := check.BranchMask([]check.Person{
		{Name: "Robin Example", Email: "rexample7@example.org"},
		{Name: "platform team", Email: "platform@example.org"},
		{Name: "Jo Smith", Email: "jo@example.org"},
		{Name: "Łukasz O Żółć", Email: "admin@example.org", Login: "zolcl"},
		{Name: "Harbour Watch", Email: "watchers@example.org", Login: "tide"},
		{Name: "ops team", Email: "kelp@example.org", Login: "weed"},
	}, cfg)
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
		"lukasz/dns":                "l…/dns",
		"ŻÓŁĆ/dns":                  "Ż…/dns",
		"zolcl/a/b":                 "z…/a/b",
		"o/dns":                     "o/dns",
		"admin/dns":                 "admin/dns",
		"tide/dns":                  "tide/dns",
		"watchers/dns":              "watchers/dns",
		"weed/dns":                  "weed/dns",
		"kelp/dns":                  "kelp/dns",
		"x/robin":                   "x/robin",
		"robin/robin-example/x":     "r…/r…/x",
		"":                          "",
	} {
		if got := mask(branch); got != want {
			t.Errorf("%s is shown as %s, want %s", branch, got, want)
		}
	}
}

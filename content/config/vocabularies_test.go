package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/config"
)

// TestConfigOnly checks that the values under only are the only ones, in their order, and
// that keys may come in any order.
func TestConfigOnly(t *testing.T) {
	c, problems := configured("vocabularies: {severity: {definitions: {sev2: a terminal}, synonyms: {P1: SEV1, critical: SEV1}, near_miss: SEV3, values: [SEV4], only: [SEV1, SEV2, SEV3]}}")
	v := c.Vocabularies
	if got := fmt.Sprintf("%s %s %s", v.Severity.Values, v.NearMiss, v.Severity.Definitions); got != "[SEV1 SEV2 SEV3 SEV4] SEV3 map[SEV2:a terminal]" || problems != "" {
		t.Errorf("severities %s; the problems are %q", got, problems)
	}
	for word, want := range map[string]string{"sev-1": "SEV1", "p1": "SEV1", "Critical": "SEV1", "near miss": "SEV3", "low": "", "high": ""} {
		if got, _ := v.Severity.Match(word); got != want {
			t.Errorf("%q stands for %q, want %q", word, got, want)
		}
	}
	for severity, want := range map[string]string{"SEV1": "critical", "SEV2": "high", "SEV3": "near miss", "SEV4": "medium"} {
		if got := v.Look(severity); got != want {
			t.Errorf("%s looks like %q, want %q", severity, got, want)
		}
	}
}

// TestConfigNearMiss checks which severity is that of near misses.
func TestConfigNearMiss(t *testing.T) {
	for text, want := range map[string]string{
		"only: [P1, P2, Near-Miss]":         "Near-Miss",
		"only: [P1, P2]":                    "",
		"values: [P1]":                      "near miss",
		"only: [P1, P2, P3], near_miss: p3": "P3",
	} {
		c, problems := configured("vocabularies: {severity: {" + text + "}}")
		if got := c.Vocabularies.NearMiss; got != want || problems != "" {
			t.Errorf("%s: near misses are %q, want %q; the problems are %q", text, got, want, problems)
		}
	}
}

// TestConfigFactors checks that a site can add contributing factors, and that those in place of the built-in ones
// have no definition but the site's.
func TestConfigFactors(t *testing.T) {
	for text, want := range map[string]string{
		"factors: {values: [haste], definitions: {haste: no time}}":        "haste: no time; change: a release, a configuration or a migration brought a new way to fail (Cook 1998, SRE Workbook 2018)",
		"factors: {only: [haste, change], definitions: {haste: no time}}":  "haste: no time; change: ",
		"factors: {only: [haste, change], synonyms: {deadline: haste}}":    "haste: ; change: ",
		"factors: {definitions: {deployment: we touched it}}":              "haste: ; change: we touched it",
		"factors: {values: [haste], definitions: {change: we touched it}}": "haste: ; change: we touched it",
	} {
		c, problems := configured("vocabularies: {" + text + "}")
		v := c.Vocabularies.Factor
		if got := "haste: " + v.Definitions["haste"] + "; change: " + v.Definitions["change"]; got != want || problems != "" {
			t.Errorf("%s: the definitions are %q, want %q; the problems are %q", text, got, want, problems)
		}
	}
}

// TestConfigOnlyProblems checks what is wrong with values that replace those of the format.
func TestConfigOnlyProblems(t *testing.T) {
	for text, want := range map[string]string{
		"severity: {only: []}":                               "`only` needs at least one value",
		"severity: {only: [SEV1, '']}":                       "`only` needs at least one value",
		"severity: {only: [SEV1], near_miss: SEV2}":          `"SEV2" is not a value of severity [vocabulary] - did you mean ` + "`SEV1`?",
		"severity: {values: [oops], near_miss: oops}":        "`near miss` is a severity, too [config] - list the severities under `only`, without `near miss`",
		"detection: {definitions: {manual: by hand}}":        "`vocabularies.detection` has no key `definitions`",
		"factors: {only: [haste], definitions: {bug: x}}":    `"bug" is not a value of factor`,
		"event: {only: [Start]}":                             "`vocabularies.event` has no key `only`",
		"status: {only: [open]}":                             "`vocabularies.status` has no key `only`",
		"action_state: {only: [open]}":                       "`vocabularies.action_state` has no key `only`",
		"impact: {near_miss: latency}":                       "`vocabularies.impact` has no key `near_miss`",
		"impact: {only: [down, slow]}":                       "the config does not say which of these impacts count as an outage [config] - for example `availability: {impacts: [down]}`",
		"severity: {only: [SEV1], synonyms: {x: critical}}":  `"critical" is not a value of severity`,
		"severity: {only: [SEV1], definitions: {low: none}}": `"low" is not a value of severity`,
	} {
		if _, problems := configured("vocabularies: {" + text + "}"); !strings.Contains(problems, want) {
			t.Errorf("%s: the problems are %q, want %q", text, problems, want)
		}
	}
}

// TestConfigOnlyImpacts checks which of a site's own impacts count as an outage.
func TestConfigOnlyImpacts(t *testing.T) {
	for text, want := range map[string]string{
		"vocabularies: {impact: {only: [down, slow]}}\navailability: {impacts: [Down]}": "[down]",
		"vocabularies: {impact: {only: [availability, slow]}}":                          "[availability]",
		"vocabularies: {impact: {values: [slow]}}":                                      fmt.Sprint(config.Default().Vocabularies.Outage),
	} {
		c, problems := configured(text)
		if got := fmt.Sprint(c.Vocabularies.Outage); got != want || problems != "" {
			t.Errorf("%s: outages are %s, want %s; the problems are %q", text, got, want, problems)
		}
	}
}

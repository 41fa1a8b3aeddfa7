package report

import (
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
)

// Objects of the Static Analysis Results Interchange Format (SARIF) 2.1.0.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri,omitempty"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string         `json:"id"`
		ShortDescription sarifText      `json:"shortDescription"`
		FullDescription  sarifText      `json:"fullDescription"`
		Help             sarifText      `json:"help"`
		Default          sarifRuleLevel `json:"defaultConfiguration"`
		Properties       sarifTags      `json:"properties"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifRuleLevel struct {
		Enabled *bool  `json:"enabled,omitempty"` // nil means true
		Level   string `json:"level"`
	}
	sarifTags struct {
		Tags []string `json:"tags"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Fixes        []sarifFix        `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifFix struct {
		Changes []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

// sarifLink matches the beginning of a link in a message.
var sarifLink = regexp.MustCompile(`\[([^\[\]]*\]\()`)

// sarifPlain returns text for a message in which nothing is a link.
func sarifPlain(text string) string {
	return sarifLink.ReplaceAllString(console.Visible(text), `\[$1`)
}

// sarifDefault returns the level of a rule, which is a note if the rule is off unless the
// config sets its level.
func sarifDefault(level content.Level) sarifRuleLevel {
	if level == content.Off {
		return sarifRuleLevel{new(bool), "note"}
	}
	return sarifRuleLevel{nil, byLevel(level, "error", "warning", "note")}
}

// sarif counts columns in UTF-16 code units: some readers, such as Microsoft's Multitool 5.7,
// do so whatever columnKind says.
func sarif(w io.Writer, findings []check.Finding, opts Options) error {
	driver := sarifDriver{Name: "pmsite", Version: strings.TrimPrefix(opts.Version, "v"), InformationURI: opts.Home}
	rules := check.Rules()
	for _, r := range rules {
		driver.Rules = append(driver.Rules, sarifRule{
			ID: r.Name, ShortDescription: sarifText{r.Title}, FullDescription: sarifText{r.Reason},
			Help:    sarifText{"Instead of\n\n" + r.Bad + "\n\nwrite\n\n" + r.Good},
			Default: sarifDefault(r.Level), Properties: sarifTags{[]string{r.Group}},
		})
	}
	results := make([]sarifResult, len(findings))
	prints := fingerprints(findings)
	for i, f := range findings {
		message := sarifPlain(f.Message)
		if f.Hint != "" {
			message += "\n" + sarifPlain(f.Hint)
		}
		file := sarifArtifact{(&url.URL{Path: path.Join(opts.Folder, f.File)}).EscapedPath()}
		results[i] = sarifResult{
			RuleID: f.Rule, RuleIndex: slices.IndexFunc(rules, func(r *check.Rule) bool { return r.Name == f.Rule }),
			Level: byLevel(f.Level, "error", "warning", "note"), Message: sarifText{message},
			Locations:    []sarifLocation{{sarifPhysical{file, sarifRegion{f.Line, f.Column + f.Pairs[0], f.EndLine, f.EndColumn + f.Pairs[1]}}}},
			Fingerprints: map[string]string{"pmsite/v1": prints[i]},
		}
		if fix := f.Fix; fix != nil {
			replacement := sarifReplacement{sarifRegion{fix.Line, fix.Column + f.FixPairs[0], fix.EndLine, fix.EndColumn + f.FixPairs[1]}, sarifText{fix.Text}}
			results[i].Fixes = []sarifFix{{[]sarifChange{{file, []sarifReplacement{replacement}}}}}
		}
	}
	return encode(w, sarifLog{
		"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0",
		[]sarifRun{{sarifTool{driver}, "utf16CodeUnits", results}},
	})
}

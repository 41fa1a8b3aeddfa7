package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
)

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func gitlab(w io.Writer, findings []check.Finding, opts Options) error {
	findings = inRepository(findings, opts.Folder)
	prints := fingerprints(findings)
	issues := make([]gitlabIssue, len(findings))
	for i, f := range findings {
		description := f.Message
		if f.Hint != "" {
			description += " (" + f.Hint + ")"
		}
		issues[i] = gitlabIssue{
			console.Visible(description), f.Rule, prints[i], byLevel(f.Level, "major", "minor", "info"),
			gitlabLocation{f.File, gitlabLines{f.Line, f.EndLine}},
		}
	}
	return encode(w, issues)
}

var number = regexp.MustCompile(`\d+`)

// fingerprints returns a stable fingerprint of each finding, made of its file, rule and
// message and of its number among equal ones. Lines, and numbers in messages that may be
// lines, are left out, so that a finding stays the same if text above it is added.
func fingerprints(findings []check.Finding) []string {
	out := make([]string, len(findings))
	seen := map[string]int{}
	for i, f := range findings {
		key := f.File + "\x00" + f.Rule + "\x00" + number.ReplaceAllString(f.Message, "#")
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

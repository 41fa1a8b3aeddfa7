package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
)

var update = flag.Bool("update", false, "rewrite the golden files with the actual output")

var findings = []check.Finding{
	{
		File: "content/a, b%.md", Line: 12, Column: 9, EndLine: 12, EndColumn: 15, Level: content.Error, Rule: "vocabulary",
		Message: `"hihg" is not a severity`, Hint: "did you mean `high`?\x1b[2J", Source: "\tmore: \"hihg\" # \x1b]0;title\a",
	},
	{
		File: "content/a, b%.md", Line: 20, Column: 6, EndLine: 20, EndColumn: 10, Level: content.Warning, Rule: "blaming-phrase",
		Message: "line 20 <b> & 100%: blames", Source: "過去の障害 the error was human",
	},
	{
		File: "content/a, b%.md", Line: 31, Column: 6, EndLine: 31, EndColumn: 10, Level: content.Warning, Rule: "blaming-phrase",
		Message: "line 31 <b> & 100%: blames", Source: strings.Repeat("long ", 20) + "and the error was human " + strings.Repeat("longer ", 20),
	},
	{
		File: "content/c.md", Line: 3, Column: 104, EndLine: 5, EndColumn: 2, Level: content.Info, Rule: "date",
		Message: "the date 2026/03/05 is not written as 2026-03-05", Hint: "write 2026-03-05", Source: strings.Repeat("long ", 20) + "on 2026/03/05 " + strings.Repeat("longer ", 20),
		Fix: &check.Fix{Line: 3, Column: 104, EndLine: 3, EndColumn: 114, Text: "2026-03-05"},
	},
}

func write(t *testing.T, name string, findings []check.Finding, opts report.Options) []byte {
	t.Helper()
	format, ok := report.Lookup(name)
	if !ok {
		t.Fatalf("the format %q is missing", name)
	}
	var b bytes.Buffer
	if err := format.Write(&b, findings, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFormats compares each format with its golden file, except for SARIF's list of rules,
// which changes with every rule.
func TestFormats(t *testing.T) {
	for _, format := range report.Formats() {
		got := write(t, format.Name, findings, report.Options{Verbose: true, Version: "v1", Home: "https://example.org/pmsite"})
		if format.Name == "sarif" {
			got = withoutRules(t, got)
		}
		name := filepath.Join("testdata", "report."+format.Name)
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (run with -update to accept), %v:\n%s", name, err, got)
		}
	}
}

func withoutRules(t *testing.T, log []byte) []byte {
	var whole map[string]any
	if err := json.Unmarshal(log, &whole); err != nil {
		t.Fatal(err)
	}
	driver := whole["runs"].([]any)[0].(map[string]any)["tool"].(map[string]any)["driver"].(map[string]any)
	if rules := driver["rules"].([]any); len(rules) != len(check.Rules()) {
		t.Errorf("the SARIF report has %d rules, want %d", len(rules), len(check.Rules()))
	}
	delete(driver, "rules")
	out, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// TestSARIF validates reports against the schema of the standard (OASIS, errata 01).
func TestSARIF(t *testing.T) {
	file, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	parsed, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("sarif.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]check.Finding{findings, nil} {
		log := write(t, "sarif", list, report.Options{})
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(log))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Errorf("%v\n%s", err, log)
		}
	}
	broken := strings.Replace(string(write(t, "sarif", findings, report.Options{})), `"ruleId"`, `"rule"`, 1)
	if document, err := jsonschema.UnmarshalJSON(strings.NewReader(broken)); err != nil || schema.Validate(document) == nil {
		t.Error("the schema accepts a broken report")
	}
}

// TestFingerprints checks that equal findings have different fingerprints, which do not
// depend on the line.
func TestFingerprints(t *testing.T) {
	prints := func(findings []check.Finding) (out []string) {
		var issues []struct{ Fingerprint string }
		if err := json.Unmarshal(write(t, "gitlab", findings, report.Options{}), &issues); err != nil {
			t.Fatal(err)
		}
		for _, issue := range issues {
			out = append(out, issue.Fingerprint)
		}
		return out
	}
	before := prints(findings)
	if sorted := slices.Sorted(slices.Values(before)); len(slices.Compact(sorted)) != len(findings) {
		t.Errorf("the fingerprints are not unique: %q", before)
	}
	moved := slices.Clone(findings)
	for i := range moved {
		moved[i].Line += 7
		moved[i].EndLine += 7
	}
	if after := prints(moved); !slices.Equal(before, after) {
		t.Errorf("the fingerprints depend on the line: %q, %q", before, after)
	}
}

// TestEmpty checks that each format writes a complete report without findings.
func TestEmpty(t *testing.T) {
	for name, want := range map[string]string{"text": "", "github": "", "json": `"findings": []`, "gitlab": "[]", "sarif": `"results": []`, "junit": `tests="1" failures="0"`} {
		if got := string(write(t, name, nil, report.Options{})); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestJUnit checks that the report is well-formed XML.
func TestJUnit(t *testing.T) {
	d := xml.NewDecoder(bytes.NewReader(write(t, "junit", findings, report.Options{})))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostileText checks that nothing in a document reaches a terminal, a log, a merge request or a viewer as more than
// text. JSON is for programs, which get the exact text.
func TestHostileText(t *testing.T) {
	hostile := "::stop-commands::x \x1b]0;owned\a \u009b2J \u202egpj.exe\u2066 ##[add-mask]y [click](https://evil.example) \r::error::z"
	const hostileName = "::error file=x::\x1b[2J\n::warning::y.md"
	list := []check.Finding{{
		Line: 1, Column: 3, EndLine: 1, EndColumn: 16, Level: content.Error, Rule: "date",
		Message: hostile, Hint: hostile, Source: hostile,
	}}
	for _, format := range report.Formats() {
		if format.Name == "json" {
			continue
		}
		if list[0].File = hostileName; format.Name == "gitlab" {
			list[0].File = "a.md" // GitLab looks for the file, so its name is exact
		}
		got := string(write(t, format.Name, list, report.Options{Verbose: true}))
		for _, bad := range []string{"\x1b", `\u001b`, "\a", `\u0007`, "\u009b", "\u202e", "\u2066", "\r", `\r`} {
			if strings.Contains(got, bad) {
				t.Errorf("the %s report contains %q:\n%s", format.Name, bad, got)
			}
		}
		for line := range strings.Lines(got) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") && !strings.HasPrefix(line, "::error file=%3A%3Aerror") || strings.Contains(line, "##[") {
				t.Errorf("the %s report has a line that GitHub obeys: %q", format.Name, line)
			}
		}
		if link := "[click](https://evil.example)"; format.Name == "sarif" && strings.Count(got, link) != strings.Count(got, `\\`+link) {
			t.Errorf("the SARIF report has a link:\n%s", got)
		}
	}
}

// TestText checks that the report leaves out notes, uses colours only with the option, and
// contains no escape sequences from documents.
func TestText(t *testing.T) {
	plain := string(write(t, "text", findings, report.Options{}))
	if strings.Contains(plain, "[date]") || strings.ContainsAny(plain, "\x1b\a") {
		t.Errorf("the plain report is %q", plain)
	}
	colored := string(write(t, "text", findings, report.Options{Color: true}))
	if !strings.Contains(colored, "\x1b[31merror:\x1b[0m") || strings.Contains(colored, "\x1b[2J") {
		t.Errorf("the coloured report is %q", colored)
	}
}

package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
)

func itoa(n int) string { return strconv.Itoa(n) }

// three has a finding of each level, the first two in the same file.
var three = []check.Finding{
	{File: "content/a.md", Line: 3, Column: 5, EndLine: 3, EndColumn: 9, Level: content.Error, Rule: "date", Message: "wrong", Hint: "mend it"},
	{File: "content/a.md", Line: 4, Column: 1, EndLine: 6, EndColumn: 2, Level: content.Warning, Rule: "secret", Message: "line 4"},
	{File: "content/b c.md", Line: 1, Column: 7, EndLine: 1, EndColumn: 8, Level: content.Info, Rule: "vocabulary", Message: "worth knowing"},
}

// TestFormsAsListed checks the names of the formats, the one for people first.
func TestFormsAsListed(t *testing.T) {
	var names []string
	for _, format := range report.Formats() {
		names = append(names, format.Name)
		if format.Doc == "" {
			t.Errorf("the format %s has no description", format.Name)
		}
	}
	if got := strings.Join(names, " "); got != "text json github gitlab sarif junit" {
		t.Errorf("the formats are %s", got)
	}
	if _, known := report.Lookup("xml"); known {
		t.Error("Lookup found the format xml, which does not exist")
	}
}

// TestLevelsInForms checks how each format writes the levels error, warning and note.
func TestLevelsInForms(t *testing.T) {
	for name, want := range map[string][]string{
		"github": {"::error file=content/a.md,", "::warning file=content/a.md,", "::notice file=content/b c.md,"},
		"gitlab": {`"severity": "major"`, `"severity": "minor"`, `"severity": "info"`},
		"sarif":  {`"level": "error",` + "\n          \"message\"", `"level": "warning",` + "\n          \"message\"", `"level": "note",` + "\n          \"message\""},
		"json":   {`"level": "error"`, `"level": "warning"`, `"level": "info"`},
		"junit":  {`<failure type="error" message="wrong">`, `<failure type="warning" message="line 4">`, `<system-out>content/b c.md:1:7: info: worth knowing [vocabulary]</system-out>`},
	} {
		got := string(write(t, name, three, report.Options{}))
		for i, part := range want {
			if strings.Count(got, part) != 1 {
				t.Errorf("the %s report does not contain %q exactly once for level %s:\n%s", name, part, three[i].Level, got)
			}
		}
	}
}

// TestGitHub checks the places that GitHub marks in a pull request. The end column is
// inclusive, and a range of several lines has no columns.
func TestGitHub(t *testing.T) {
	want := "::error file=content/a.md,line=3,endLine=3,col=5,endColumn=8,title=date::wrong%0Ahint: mend it\n" +
		"::warning file=content/a.md,line=4,endLine=6,title=secret::line 4\n" +
		"::notice file=content/b c.md,line=1,endLine=1,col=7,endColumn=7,title=vocabulary::worth knowing\n"
	if got := string(write(t, "github", three, report.Options{})); got != want {
		t.Errorf("the report for GitHub is\n%swant\n%s", got, want)
	}
	odd := []check.Finding{{File: "a:b,c%\r.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Rule: "r:,", Message: "100%: a, b"}}
	if got, want := string(write(t, "github", odd, report.Options{})), "::error file=a%3Ab%2Cc%25%0D.md,line=1,endLine=1,col=1,endColumn=1,title=r%3A%2C::100%25: a, b\n"; got != want {
		t.Errorf("for a file with special characters in its name, the report for GitHub is %q, want %q", got, want)
	}
}

// TestGitLab checks what GitLab shows in a merge request.
func TestGitLab(t *testing.T) {
	var issues []struct {
		Description string
		CheckName   string `json:"check_name"`
		Location    struct {
			Path  string
			Lines struct{ Begin, End int }
		}
	}
	if err := json.Unmarshal(write(t, "gitlab", three, report.Options{}), &issues); err != nil {
		t.Fatal(err)
	}
	first, second := issues[0], issues[1]
	if first.Description != "wrong (mend it)" || first.CheckName != "date" || first.Location.Path != "content/a.md" || first.Location.Lines.Begin != 3 || first.Location.Lines.End != 3 {
		t.Errorf("the report for GitLab describes an error with a hint as %+v", first)
	}
	if second.Description != "line 4" || second.Location.Lines.Begin != 4 || second.Location.Lines.End != 6 {
		t.Errorf("the report for GitLab describes a finding across three lines as %+v", second)
	}
}

// TestFingerprintsDiffer checks that fingerprints depend on the file, the rule, the words of
// the message, and the number of equal findings before.
func TestFingerprintsDiffer(t *testing.T) {
	list := []check.Finding{
		{File: "a.md", Rule: "r", Message: "on line 12"},
		{File: "b.md", Rule: "r", Message: "on line 12"},
		{File: "a.md", Rule: "s", Message: "on line 12"},
		{File: "a.md", Rule: "r", Message: "in line 12"},
		{File: "a.md", Rule: "r", Message: "on line 345"},
	}
	prints := func(list ...check.Finding) (out []string) {
		var issues []struct{ Fingerprint string }
		if err := json.Unmarshal(write(t, "gitlab", list, report.Options{}), &issues); err != nil {
			t.Fatal(err)
		}
		for _, issue := range issues {
			out = append(out, issue.Fingerprint)
		}
		return out
	}
	seen := map[string]bool{}
	for _, print := range prints(list...) {
		if seen[print] || len(print) != 32 {
			t.Errorf("the fingerprint %s is not unique, or does not have 32 digits", print)
		}
		seen[print] = true
	}
	if prints(list[0])[0] != prints(list[4])[0] {
		t.Error("a number in a message, which may be a line, changes the fingerprint")
	}
	var sarif struct {
		Runs []struct {
			Results []struct{ PartialFingerprints map[string]string }
		}
	}
	if err := json.Unmarshal(write(t, "sarif", list, report.Options{}), &sarif); err != nil {
		t.Fatal(err)
	}
	for i, print := range prints(list...) {
		if got := sarif.Runs[0].Results[i].PartialFingerprints["pmsite/v1"]; got != print {
			t.Errorf("the fingerprint of finding %d is %s in SARIF and %s for GitLab", i, got, print)
		}
	}
}

// TestSARIFRules checks how SARIF describes each rule, and which rule each result refers to.
func TestSARIFRules(t *testing.T) {
	type text struct{ Text string }
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Name, Version, InformationURI string
					Rules                         []struct {
						ID                                      string
						ShortDescription, FullDescription, Help text
						DefaultConfiguration                    struct {
							Enabled *bool
							Level   string
						}
						Properties struct{ Tags []string }
					}
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Message   text
			}
		}
	}
	if err := json.Unmarshal(write(t, "sarif", three, report.Options{Version: "v7", Home: "https://example.org/pmsite"}), &log); err != nil {
		t.Fatal(err)
	}
	driver := log.Runs[0].Tool.Driver
	if driver.Name != "pmsite" || driver.Version != "7" || driver.InformationURI != "https://example.org/pmsite" {
		t.Errorf("the tool is %s %s with the address %s", driver.Name, driver.Version, driver.InformationURI)
	}
	levels := map[content.Level]string{content.Error: "error", content.Warning: "warning", content.Info: "note", content.Off: "note"}
	for i, rule := range check.Rules() {
		got := driver.Rules[i]
		if got.ID != rule.Name || got.ShortDescription.Text != rule.Title || got.FullDescription.Text != rule.Reason || got.DefaultConfiguration.Level != levels[rule.Level] ||
			(got.DefaultConfiguration.Enabled != nil && !*got.DefaultConfiguration.Enabled) != (rule.Level == content.Off) ||
			got.Help.Text != "Instead of\n\n"+rule.Bad+"\n\nwrite\n\n"+rule.Good || len(got.Properties.Tags) != 1 || got.Properties.Tags[0] != rule.Group {
			t.Errorf("the rule %s is described as %+v", rule.Name, got)
		}
	}
	for i, result := range log.Runs[0].Results {
		if result.RuleID != three[i].Rule || driver.Rules[result.RuleIndex].ID != three[i].Rule {
			t.Errorf("a finding of %s refers to %s, the rule at index %d", three[i].Rule, result.RuleID, result.RuleIndex)
		}
	}
	if got := log.Runs[0].Results[0].Message.Text; got != "wrong\nmend it" {
		t.Errorf("the message is %q, want the hint on a second line", got)
	}
}

// TestJUnitCounts checks that notes pass, and that each file has a suite with its own counts.
func TestJUnitCounts(t *testing.T) {
	type testcase struct {
		Name    string `xml:"name,attr"`
		Class   string `xml:"classname,attr"`
		Failure *struct {
			Text string `xml:",chardata"`
		} `xml:"failure"`
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name     string     `xml:"name,attr"`
			Tests    int        `xml:"tests,attr"`
			Failures int        `xml:"failures,attr"`
			Cases    []testcase `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(write(t, "junit", three, report.Options{}), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 3 || suites.Failures != 2 || len(suites.Suites) != 2 {
		t.Fatalf("for an error, a warning and a note in two files, there are %d tests, %d failures and %d suites", suites.Tests, suites.Failures, len(suites.Suites))
	}
	a, b := suites.Suites[0], suites.Suites[1]
	if a.Name != "content/a.md" || a.Tests != 2 || a.Failures != 2 || b.Name != "content/b c.md" || b.Tests != 1 || b.Failures != 0 || b.Cases[0].Failure != nil {
		t.Errorf("the suites are %+v and %+v", a, b)
	}
	first := a.Cases[0]
	if first.Name != "date 3:5" || first.Class != "date" || first.Failure == nil || first.Failure.Text != "content/a.md:3:5: error: wrong [date]\nhint: mend it" {
		t.Errorf("the first case is %+v with the failure %+v", first, first.Failure)
	}
	if got := string(write(t, "junit", nil, report.Options{})); !strings.Contains(got, `<testcase name="no findings" classname="pmsite"`) || !strings.HasPrefix(got, xml.Header) || !strings.HasSuffix(got, "</testsuites>\n") {
		t.Errorf("without findings, the report is %s", got)
	}
}

// A full is a writer with room for left bytes.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

// TestReportsReturnWriteErrors checks that every format returns the error of a failed write.
func TestReportsReturnWriteErrors(t *testing.T) {
	for _, format := range report.Formats() {
		for _, left := range []int{0, 40} {
			if err := format.Write(&full{left}, three, report.Options{}); err == nil {
				t.Errorf("the %s report returns no error if only %d bytes can be written", format.Name, left)
			}
		}
	}
}

// TestFolderOfRepository checks that CI systems get paths from the root of the repository, and people those of the
// collection.
func TestFolderOfRepository(t *testing.T) {
	t.Parallel()
	one := []check.Finding{{File: "content/a.md", Line: 1, Column: 1, EndLine: 1, EndColumn: 2, Level: content.Error, Rule: "date", Message: "no"}}
	for name, want := range map[string]string{
		"github": "file=docs/pm/content/a.md,", "gitlab": `"path": "docs/pm/content/a.md"`, "sarif": `"uri": "docs/pm/content/a.md"`,
		"junit": `file="docs/pm/content/a.md"`, "text": "content/a.md:1:1: ", "json": `"file": "content/a.md"`,
	} {
		if got := string(write(t, name, one, report.Options{Folder: "docs/pm"})); !strings.Contains(got, want) || name == "text" && strings.Contains(got, "docs/pm") {
			t.Errorf("%s: no %s in %s", name, want, got)
		}
	}
	if one[0].File != "content/a.md" {
		t.Errorf("the finding itself is changed to %s", one[0].File)
	}
}

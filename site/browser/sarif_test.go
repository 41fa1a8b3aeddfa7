//go:build browser

package browser

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// A sarifLog is what the test needs of a SARIF file.
type sarifLog struct {
	Runs []struct {
		Results []struct {
			RuleID    string `json:"ruleId"`
			Level     string
			Message   json.RawMessage
			Locations []struct {
				PhysicalLocation struct {
					Region struct{ Snippet struct{ Text string } }
				}
			}
		}
	}
}

// TestSARIF has a report validated by Microsoft's Multitool, by the standard's rules and by GitHub's, and reads back
// which text each finding is about: Multitool counts columns in UTF-16 code units.
func TestSARIF(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "pmsite")
	if out, err := exec.Command("go", "build", "-ldflags", "-X main.release=v1.2.3", "-o", program, "../../cmd/pmsite").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	r := gittest.New(t)
	r.Commit("Add", "pmsite.yaml", "people: {names: [Ada Lovelace]}\n", "content/é a.md", "---\ntitle: Pages slow\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\n"+
		"date: 2026/03/05\nstatus: draft\nauthors: [on-call engineer]\n---\n## Summary\nIt was slow, 🔥🔥 says Ada Lovelace of the shop.\n"+
		"## Action Items\n| Action Item | Type | Status |\n|--|--|--|\n| 🔥 Öl | 🔥 Detectiv | opn |\n")
	check := exec.Command(program, "-C", r.Dir, "check", "--format", "sarif")
	check.Env = gittest.Environ()
	report, _ := check.Output() // status 1: there are errors
	dir := t.TempDir()
	relative, absolute := filepath.Join(dir, "relative.sarif"), filepath.Join(dir, "absolute.sarif")
	files := strings.ReplaceAll(string(report), `"uri": "content/`, `"uri": "file://`+filepath.ToSlash(r.Dir)+`/content/`)
	for name, text := range map[string]string{relative: string(report), absolute: files} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	valid := multitool(t, "validate", relative, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning")
	for _, result := range valid.Runs[0].Results {
		t.Errorf("%s: %s", result.RuleID, result.Message)
	}
	var got []string
	for _, result := range multitool(t, "rewrite", absolute, "--insert", "RegionSnippets").Runs[0].Results {
		got = append(got, result.RuleID+": "+result.Locations[0].PhysicalLocation.Region.Snippet.Text)
	}
	for _, want := range []string{"date: 2026/03/05", "person-name: Ada Lovelace", "vocabulary: 🔥 Detectiv", "vocabulary: opn"} {
		if !slices.Contains(got, want) {
			t.Errorf("there is no %q among %q", want, got)
		}
	}
}

// multitool runs Multitool and returns the SARIF file that it writes.
func multitool(t *testing.T, args ...string) (log sarifLog) {
	t.Helper()
	name, err := exec.Command("node", "-p", `require("@microsoft/sarif-multitool")`).Output()
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.sarif")
	cmd := exec.Command(strings.TrimSpace(string(name)), append(args, "-o", out)...)
	cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1") // it needs no library for languages
	if printed, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &log); err != nil || len(log.Runs) != 1 {
		t.Fatalf("%v: %s", err, text)
	}
	return log
}

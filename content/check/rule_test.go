package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// TestRulesAsListed checks the order of the rules, their groups and levels, and the statuses
// that they apply to.
func TestRulesAsListed(t *testing.T) {
	const want = `Format: front-matter error
Format: merge-conflict error
Format: unknown-key warning
Format: not-hidden error
Format: missing-field error
Format: vocabulary error
Format: date error
Format: duration error
Format: duplicate-id error
Format: duplicate-slug error
Format: duplicate-address error
Format: table-columns warning
Format: section-missing warning review completed
Format: heading-order warning
Format: control-wording info review completed
Format: name-spelling warning
Timeline: timeline-order error
Timeline: timeline-ends error completed
Timeline: duration-mismatch error
Timeline: timezone error review completed
Timeline: dst error
Blameless: person-name error
Blameless: owner-not-role warning
Blameless: blaming-phrase warning
Actions: action-type warning review completed
Actions: action-owner warning review completed
Actions: action-tracking warning review completed
Actions: action-overdue info review completed
Actions: no-preventative off review completed
Actions: action-vanished warning review completed
Actions: action-slipped info review completed
Review: status-transition error
Review: status-requirements error completed
Review: review-late warning draft review
Review: placeholder warning review completed
Review: review-approved off completed
Review: recurrence-verdict error
Review: silencer-reason warning
Review: unused-silencer warning
Links and files: broken-link error
Links and files: refused-link warning
Links and files: undefined-reference warning
Links and files: removed-reference info
Links and files: address-gone error
Links and files: attachment-missing error
Links and files: attachment-size warning
Links and files: not-published warning
Links and files: picture-parts warning
Links and files: git-filter warning
Links and files: file-name warning
Links and files: secret error
`
	var got strings.Builder
	for _, r := range check.Rules() {
		fmt.Fprintln(&got, strings.TrimSpace(fmt.Sprintf("%s: %s %s %s", r.Group, r.Name, r.Level, strings.Join(r.Statuses, " "))))
		if r.Title == "" || r.Reason == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("%s lacks a title, a reason or an example", r.Name)
		}
	}
	if got.String() != want {
		t.Errorf("the rules are\n%s\nwant\n%s", &got, want)
	}
	check.Rules()[0] = nil
	if check.Rules()[0] == nil {
		t.Error("a caller can change the list of rules")
	}
}

// TestNearestRule checks which misspelled or incomplete names lead to a rule.
func TestNearestRule(t *testing.T) {
	for name, want := range map[string]string{
		"person-name": "person-name", "person-nam": "person-name", "persons-names": "person-name", "blaming": "blaming-phrase", "dup": "", "duplicate": "duplicate-id", "secrets": "secret", "sekret": "secret",
		"scrt": "", "dat": "date", "dste": "date", "dts": "dst", "xy": "", "": "", "action-owners": "action-owner", "actionowner": "action-owner",
	} {
		if got := check.Nearest(name); got != want {
			t.Errorf("the rule nearest to %q is %q, want %q", name, got, want)
		}
	}
	for _, rule := range check.Rules() {
		if check.Lookup(rule.Name) != rule {
			t.Errorf("Lookup does not find the rule %s", rule.Name)
		}
	}
	if check.Lookup("person") != nil {
		t.Error("Lookup finds a rule by a part of its name")
	}
}

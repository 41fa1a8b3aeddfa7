package drift

import (
	"encoding/json"
	"fmt"
	"strings"
)

// readGitHub reads what gh issue list, gh pr list and their view write with --json, at least with number, state and
// url: https://cli.github.com/manual/gh_issue_list.
func readGitHub(value json.RawMessage) (Ticket, error) {
	var issue struct {
		State       string  `json:"state"`
		StateReason *string `json:"stateReason"` // COMPLETED, NOT_PLANNED, DUPLICATE, REOPENED or ""; pull requests have none
		ClosedAt    string  `json:"closedAt"`
		UpdatedAt   string  `json:"updatedAt"`
		URL         string  `json:"url"`
		Assignees   *[]struct {
			Login string `json:"login"`
		} `json:"assignees"`
	}
	if err := json.Unmarshal(value, &issue); err != nil {
		return Ticket{}, err
	}
	var t Ticket
	if err := t.at(issue.URL); err != nil {
		return t, fmt.Errorf("url: %w", err)
	}
	t.Updated, t.Closed = timeOf(issue.UpdatedAt), timeOf(issue.ClosedAt)
	if issue.Assignees != nil {
		t.KnowsAssignees = true
		for _, a := range *issue.Assignees {
			t.Assignees = append(t.Assignees, Assignee{Host: hostOf(issue.URL), Login: a.Login})
		}
	}
	switch state := strings.ToLower(issue.State); {
	case state == "open":
		t.Outcome = Open
	case state == "merged":
		t.Outcome = Merged
	case state != "closed":
		return t, fmt.Errorf("state: %.40q is neither OPEN, CLOSED nor MERGED", issue.State)
	case strings.Contains(issue.URL, "/pull/"):
		t.Outcome = Unmerged
	case issue.StateReason == nil:
		t.Outcome = Closed
	case *issue.StateReason == "" || strings.EqualFold(*issue.StateReason, "completed"): // "": closed before reasons came up
		t.Outcome = Completed
	case strings.EqualFold(*issue.StateReason, "not_planned"):
		t.Outcome = NotPlanned
	case strings.EqualFold(*issue.StateReason, "duplicate"):
		t.Outcome = Duplicate
	default:
		t.Outcome, t.Word = Closed, word(*issue.StateReason)
	}
	return t, nil
}

// readGitLab reads what glab issue list, glab mr list and their view write as JSON, which is what the API returns:
// https://docs.gitlab.com/api/issues/. An issue there is closed or not; only those that were moved, or are
// duplicates, say so.
func readGitLab(value json.RawMessage) (Ticket, error) {
	var issue struct {
		State     string `json:"state"`
		WebURL    string `json:"web_url"`
		ClosedAt  string `json:"closed_at"`
		MergedAt  string `json:"merged_at"`
		UpdatedAt string `json:"updated_at"`
		MovedToID int64  `json:"moved_to_id"`
		Links     struct {
			DuplicateOf string `json:"closed_as_duplicate_of"`
		} `json:"_links"`
		Assignees *[]struct {
			Username string `json:"username"`
		} `json:"assignees"`
	}
	if err := json.Unmarshal(value, &issue); err != nil {
		return Ticket{}, err
	}
	var t Ticket
	if err := t.at(issue.WebURL); err != nil {
		return t, fmt.Errorf("web_url: %w", err)
	}
	t.Updated, t.Closed = timeOf(issue.UpdatedAt), timeOf(issue.ClosedAt)
	if issue.Assignees != nil {
		t.KnowsAssignees = true
		for _, a := range *issue.Assignees {
			t.Assignees = append(t.Assignees, Assignee{Host: hostOf(issue.WebURL), Login: a.Username})
		}
	}
	switch {
	case issue.State == "opened" || issue.State == "locked": // a request that is being merged
		t.Outcome = Open
	case issue.State == "merged":
		t.Outcome, t.Closed = Merged, timeOf(issue.MergedAt)
	case issue.State != "closed":
		return t, fmt.Errorf("state: %.40q is neither opened, closed nor merged", issue.State)
	case strings.Contains(t.Key, "!"):
		t.Outcome = Unmerged
	case issue.MovedToID != 0:
		t.Outcome = Moved
	case issue.Links.DuplicateOf != "":
		t.Outcome = Duplicate
	default:
		t.Outcome = Completed
	}
	return t, nil
}

// word returns a tracker's word for an outcome as one short line.
func word(text string) string {
	const most = 40
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

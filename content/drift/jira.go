package drift

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// readJira reads an issue as Jira's API returns it, alone or in the answer to a search:
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/.
func (r *reader) readJira(value json.RawMessage) (Ticket, error) {
	type named struct {
		Name string `json:"name"`
	}
	var issue struct {
		Key    string `json:"key"`
		Self   string `json:"self"`
		Fields struct {
			Status *struct {
				Name     string `json:"name"`
				Category struct {
					Key string `json:"key"`
				} `json:"statusCategory"`
			} `json:"status"`
			Resolution *named          `json:"resolution"`
			Resolved   string          `json:"resolutiondate"`
			Updated    string          `json:"updated"`
			Assignee   json.RawMessage `json:"assignee"`
		} `json:"fields"`
	}
	if err := json.Unmarshal(value, &issue); err != nil {
		return Ticket{}, err
	}
	f := issue.Fields
	if f.Status == nil {
		return Ticket{}, errors.New("it has no status; ask for the fields status, resolution, resolutiondate, updated and assignee")
	}
	t := Ticket{Key: strings.ToUpper(issue.Key), Closed: timeOf(f.Resolved), Updated: timeOf(f.Updated)}
	if !keyForm().MatchString(t.Key) {
		return t, fmt.Errorf("key: %.40q is not a key such as OPS-12", issue.Key)
	}
	if base, _, found := strings.Cut(issue.Self, "/rest/"); found && hostOf(base) != "api.atlassian.com" { // where every site is
		if address := base + "/browse/" + t.Key; content.TicketNumber(address) == t.Key {
			t.URL, t.id = address, identityOf(hostOf(address), t.Key)
		}
	}
	resolution := ""
	if f.Resolution != nil {
		resolution = f.Resolution.Name
	}
	t.Outcome, t.Word = r.jiraOutcome(f.Status.Category.Key, f.Status.Name, resolution)
	if f.Assignee != nil {
		var who struct {
			Name  string `json:"name"` // of Jira Data Center
			Email string `json:"emailAddress"`
		}
		if err := json.Unmarshal(f.Assignee, &who); err != nil {
			return t, err
		}
		t.KnowsAssignees = true
		if string(f.Assignee) != "null" {
			t.Assignees = []Assignee{{Host: hostOf(t.URL), Login: who.Name, Email: who.Email}}
		}
	}
	return t, nil
}

// resolutions are those of Jira that the words of action states do not have.
var resolutions = map[string]Outcome{
	"fixed": Completed, "resolved": Completed, "won't fix": NotPlanned, "declined": NotPlanned, "rejected": NotPlanned,
	"duplicate": Duplicate,
}

// jiraWord returns the outcome that a status or a resolution stands for, or "".
func (r *reader) jiraWord(text string) Outcome {
	text = strings.ReplaceAll(strings.TrimSpace(text), "’", "'")
	if o := resolutions[strings.ToLower(text)]; o != "" {
		return o
	}
	switch state, _ := r.states.Match(text); state {
	case content.Done:
		return Completed
	case content.Cancelled:
		return NotPlanned
	}
	return ""
}

// jiraOutcome returns an outcome, and the word that says it if it is Closed. The category of the status decides whether
// an issue is closed; without it, that there is a resolution. Jira may set the resolution Done for every status that ends
// work: alone it does not say that the work was done.
func (r *reader) jiraOutcome(category, status, resolution string) (Outcome, string) {
	if strings.EqualFold(resolution, "Unresolved") {
		resolution = ""
	}
	byStatus, byResolution := r.jiraWord(status), r.jiraWord(resolution)
	closed := resolution != "" || byStatus != ""
	if category != "" {
		closed = strings.EqualFold(category, "done")
	}
	switch {
	case !closed:
		return Open, ""
	case byStatus == NotPlanned || byStatus == Duplicate || byStatus == Completed && resolution == "":
		return byStatus, ""
	case resolution != "" && byResolution == "":
		return Closed, word(resolution)
	case byStatus == "" && (resolution == "" || strings.EqualFold(resolution, "Done")):
		return Closed, word(status)
	}
	return byResolution, ""
}

// The columns of Jira's CSV that count, by their heads. Others may be there more than once.
const (
	keyColumn, statusColumn, categoryColumn = "issue key", "status", "status category"
	resolutionColumn, resolvedColumn        = "resolution", "resolved"
	updatedColumn, assigneeColumn           = "updated", "assignee"
)

// readCSV reads a table that Jira has exported, with commas, semicolons or tabs between its columns:
// https://support.atlassian.com/jira-software-cloud/docs/export-issues/.
func (r *reader) readCSV() error {
	in := csv.NewReader(bytes.NewReader(r.src))
	in.FieldsPerRecord = -1 // the errors of csv do not say what to do
	head, _, _ := bytes.Cut(r.src, []byte("\n"))
	in.Comma = ','
	for _, comma := range ";\t" {
		if bytes.ContainsRune(head, comma) && bytes.Count(head, []byte(string(comma))) > bytes.Count(head, []byte(string(in.Comma))) {
			in.Comma = comma
		}
	}
	header, err := in.Read()
	if err != nil {
		return r.csvError(err)
	}
	at := map[string]int{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	if len(header) == 1 {
		return r.fail(0, readable, "it seems to be text, neither JSON nor a table")
	}
	for _, name := range []string{keyColumn, statusColumn} {
		if _, there := at[name]; !there {
			return r.fail(0, readable, "it seems to be a table without the column %q of Jira", strings.ToUpper(name[:1])+name[1:])
		}
	}
	r.out.List = true
	for {
		row, err := in.Read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return r.csvError(err)
		}
		line, column := in.FieldPos(0)
		if len(row) != len(header) {
			return r.fail(r.offset(line, column), "export it again, and let no other program rewrite it", "the row has %d cells, but the header has %d", len(row), len(header))
		}
		t, err := r.row(func(name string) string {
			if i, there := at[name]; there {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
		if err != nil {
			line, column = in.FieldPos(at[keyColumn])
			return r.fail(r.offset(line, column), jiraHint, "%v", err)
		}
		_, t.KnowsAssignees = at[assigneeColumn]
		r.out.Tickets = append(r.out.Tickets, t)
	}
}

// row reads a row by its cells.
func (r *reader) row(cell func(column string) string) (Ticket, error) {
	t := Ticket{Key: strings.ToUpper(cell(keyColumn)), Closed: timeOf(cell(resolvedColumn)), Updated: timeOf(cell(updatedColumn))}
	if !keyForm().MatchString(t.Key) {
		return t, fmt.Errorf("%.40q is not a key such as OPS-12", cell(keyColumn))
	}
	t.Outcome, t.Word = r.jiraOutcome(cell(categoryColumn), cell(statusColumn), cell(resolutionColumn))
	switch who := cell(assigneeColumn); {
	case who == "" || strings.EqualFold(who, "Unassigned"):
	case strings.Contains(who, "@"):
		t.Assignees = []Assignee{{Email: who}}
	default:
		t.Assignees = []Assignee{{Login: who}}
	}
	return t, nil
}

// offset returns the offset of a place as csv counts them: lines and bytes from 1.
func (r *reader) offset(line, column int) int {
	at := 0
	for range line - 1 {
		at += bytes.IndexByte(r.src[at:], '\n') + 1
	}
	return at + column - 1
}

func (r *reader) csvError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return r.fail(r.offset(parse.Line, parse.Column), "export it again, and let no other program rewrite it", "invalid CSV: %v", parse.Err)
	}
	return r.fail(len(r.src), readable, "invalid CSV: %v", err)
}

package drift

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// MaxSize is the maximum size of an export in bytes: some 10,000 issues with their texts.
const MaxSize = 64 << 20

// A ReadError says what is wrong with an export.
type ReadError struct {
	File    string
	Pos     content.Pos
	Message string
	hint    string
}

// Error returns "file:line:col: message".
func (e *ReadError) Error() string { return fmt.Sprintf("%s:%s: %s", e.File, e.Pos, e.Message) }

// Hint returns what to do about it.
func (e *ReadError) Hint() string { return e.hint }

// Commands that make a readable export. -R, which names a repository, may follow the words of each.
const (
	ghIssues  = "gh issue list --state all --limit 1000 --json number,state,stateReason,closedAt,updatedAt,assignees,url"
	ghPulls   = "gh pr list --state all --limit 1000 --json number,state,closedAt,updatedAt,assignees,url"
	glabLists = "glab issue list --all --per-page 100 --output json"
	jiraHint  = "in Jira, search for the issues and choose Export > CSV (all fields), with English as your language"
)

// readable names the commands for a file that is something else.
const readable = "export the tickets with " + ghIssues + ", or " + glabLists + "; or " + jiraHint

// A reader reads one export.
type reader struct {
	name   string
	src    []byte
	states *content.Vocabulary
	out    *Export
}

// fail returns an error at an offset.
func (r *reader) fail(offset int, hint, format string, args ...any) error {
	before := r.src[:min(max(offset, 0), len(r.src))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	pos := content.Pos{Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(line) + 1}
	return &ReadError{r.name, pos, fmt.Sprintf(format, args...), hint}
}

// known are the first bytes of files that are no exports.
var known = []struct{ begin, seems, hint string }{
	{"PK\x03\x04", "an archive or a workbook", jiraHint},
	{"\xd0\xcf\x11\xe0", "an old workbook", jiraHint},
	{"%PDF-", "a PDF", readable},
	{"<", "a web page or XML", readable},
}

// Read reads an export of gh, glab or Jira, as JSON or CSV. The words of action states, in which Jira's statuses and
// resolutions are looked up, are those of the vocabulary. It returns a [*ReadError] for anything else.
func Read(name string, src []byte, states *content.Vocabulary) (*Export, error) {
	r := &reader{name: name, src: src, states: states, out: &Export{Name: name}}
	for _, k := range known {
		if bytes.HasPrefix(bytes.TrimSpace(src), []byte(k.begin)) {
			return nil, r.fail(0, k.hint, "it seems to be %s", k.seems)
		}
	}
	if p, bad := content.NotText(name, src); bad {
		return nil, &ReadError{name, p.Pos, p.Message, p.Hint}
	}
	plain := bytes.TrimPrefix(src, []byte("\ufeff"))
	r.src = plain
	read := r.readCSV
	switch text := strings.TrimSpace(string(plain[:min(len(plain), 512)])); {
	case text == "":
		return nil, r.fail(0, readable, "the file is empty")
	case text[0] == '{' || text[0] == '[':
		read = r.readJSON
	case strings.HasPrefix(text, "no ") && strings.Contains(text, "match"), strings.HasPrefix(text, "Showing "):
		return nil, r.fail(0, readable, "it seems to be what gh or glab prints for people")
	}
	if err := read(); err != nil {
		return nil, err
	}
	return r.out, nil
}

// Forms of what is in an export and may become part of a command or an address.
var (
	hostForm   = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?$`)
	numberForm = lazyregexp.New(`^[A-Za-z0-9_.][\w.-]*(?:/[\w.-]+)+[#!]\d+$`)
	keyForm    = lazyregexp.New(`^[A-Za-z][A-Za-z0-9_]*-\d+$`)
)

var errAddress = errors.New("it is not the address of an issue")

// at sets the address of a ticket, and the key that it tells.
func (t *Ticket) at(address string) error {
	t.URL, t.Key = address, content.TicketNumber(address)
	host := hostOf(address)
	if !hostForm().MatchString(host) || !numberForm().MatchString(t.Key) && !keyForm().MatchString(t.Key) {
		return errAddress
	}
	t.id = identityOf(host, t.Key)
	return nil
}

// Package foreign reads what other programs export, such as Confluence, Slack and PagerDuty, as markdown.
// It knows how each of them writes its data, not how a post mortem is written: package convert takes it
// from there. It masks the names of people.
package foreign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A Document is a file of another program as markdown.
type Document struct {
	Text []byte
	From string       // what the file is, such as "a Confluence page"; "" for markdown
	Date content.Date // of the incident, as the program has it, for a text without a date; may be zero
	Left []string     // what is not in Text
}

// A RefusedError says what a file seems to be that cannot be read.
type RefusedError struct{ Seems, hint string }

func (e *RefusedError) Error() string { return "it seems to be " + e.Seems }

// Hint returns what to do instead, or "".
func (e *RefusedError) Hint() string { return e.hint }

// formats are the first bytes of files that are no text.
var formats = []struct{ begin, seems, hint string }{
	{"PK\x03\x04", "an archive or an office document", "unpack it, or export the document as markdown or HTML"},
	{"%PDF-", "a PDF", "export the document as markdown or HTML"},
	{"\x89PNG", "a picture", ""},
	{"\xff\xd8\xff", "a picture", ""},
	{"{\\rtf", "a rich text file", "export the document as markdown or HTML"},
	{"\xd0\xcf\x11\xe0", "an old office document", "export the document as markdown or HTML"},
}

var htmlForm = lazyregexp.New(`(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b`)

// Read returns a file as markdown, judging by its name and its beginning. It returns a [*RefusedError] for
// what it does not know.
func Read(name string, src []byte) (Document, error) {
	for _, f := range formats {
		if bytes.HasPrefix(src, []byte(f.begin)) {
			return Document{}, &RefusedError{f.seems, f.hint}
		}
	}
	ext := strings.ToLower(path.Ext(name))
	text := bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	switch {
	case ext == ".json" || len(text) > 0 && (text[0] == '{' || bytes.HasPrefix(text, []byte("[{")) || bytes.HasPrefix(text, []byte("[\n"))) && json.Valid(text):
		return readJSON(name, text)
	case ext == ".html" || ext == ".htm" || htmlForm().Match(text):
		return readHTML(text)
	case ext == ".csv" || ext == ".tsv":
		return Document{}, &RefusedError{"a table of data", "export each post mortem as markdown or HTML"}
	case !utf8.Valid(text):
		return Document{Text: src}, nil // whoever reads it knows where
	}
	return Document{Text: htmlTables(googleDocs(src))}, nil
}

// readJSON reads the export of a program that writes JSON.
func readJSON(name string, src []byte) (Document, error) {
	var value any
	if err := json.Unmarshal(src, &value); err != nil {
		return Document{}, &RefusedError{"JSON that is not complete: " + err.Error(), ""}
	}
	list, isList := value.([]any)
	if isList && len(list) > 0 {
		if first, ok := list[0].(map[string]any); ok && isMessage(first) {
			return readSlack(name, src)
		}
		return Document{}, &RefusedError{"a list of " + fmt.Sprint(len(list)) + " things with " + keysOf(list[0]), "export one incident at a time, as with gh issue view 12 --json title,body,createdAt,closedAt,url,labels,comments"}
	}
	object, _ := value.(map[string]any)
	incident, _ := object["incident"].(map[string]any)
	switch {
	case has(object, "title", "body") && (has(object, "createdAt") || has(object, "number") || has(object, "url")):
		return readIssue(src)
	case has(object, "log_entries") || has(incident, "incident_number", "created_at"):
		return readPagerDuty(src)
	case has(incident, "reference", "name", "incident_status"):
		return readIncidentIO(src)
	case has(object, "messages"):
		messages, _ := json.Marshal(object["messages"])
		return readSlack(name, messages)
	}
	return Document{}, &RefusedError{seems(object, incident), "pmsite import --help names the formats"}
}

// seems describes an object that is not read.
func seems(object, incident map[string]any) string {
	fields, _ := object["fields"].(map[string]any)
	switch {
	case has(object, "key") && has(fields, "summary"):
		return "a Jira issue"
	case has(object, "incident_updates"):
		return "an incident of a Statuspage"
	case incident != nil:
		return "an incident with " + keysOf(incident)
	}
	return "JSON with " + keysOf(object)
}

func has(object map[string]any, keys ...string) bool {
	for _, key := range keys {
		if _, ok := object[key]; !ok {
			return false
		}
	}
	return object != nil
}

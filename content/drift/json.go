package drift

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// readJSON reads one or more values, as gh and glab write them for one or more pages: lists of tickets, or tickets.
func (r *reader) readJSON() error {
	values := json.NewDecoder(bytes.NewReader(r.src))
	for {
		var value json.RawMessage
		err := values.Decode(&value)
		var syntax *json.SyntaxError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &syntax):
			return r.fail(int(syntax.Offset)-1, readable, "invalid JSON: %v", err)
		case err != nil:
			return r.fail(len(r.src), "export it again; the file ends too early", "invalid JSON: %v", err)
		}
		if err := r.value(value, int(values.InputOffset())-len(value)); err != nil {
			return err
		}
	}
}

// value reads a list of tickets, the answer to a search in Jira, or a ticket. The value begins at an offset.
func (r *reader) value(value json.RawMessage, offset int) error {
	if value[0] == '[' {
		r.out.List = true
		return r.elements(value, offset)
	}
	in := json.NewDecoder(bytes.NewReader(value))
	_, _ = in.Token() // the brace; the value has been checked
	for in.More() {
		var member json.RawMessage
		key, err := in.Token()
		if err == nil {
			err = in.Decode(&member)
		}
		if err != nil {
			return r.fail(offset, readable, "invalid JSON: %v", err)
		}
		if key == "issues" && member[0] == '[' {
			r.out.List = true
			return r.elements(member, offset+int(in.InputOffset())-len(member))
		}
	}
	return r.ticket(value, offset)
}

func (r *reader) elements(list json.RawMessage, offset int) error {
	in := json.NewDecoder(bytes.NewReader(list))
	_, _ = in.Token()
	for in.More() {
		var element json.RawMessage
		if err := in.Decode(&element); err != nil {
			return r.fail(offset, readable, "invalid JSON: %v", err)
		}
		if err := r.ticket(element, offset+int(in.InputOffset())-len(element)); err != nil {
			return err
		}
	}
	return nil
}

// ticket reads an object by the keys that its program writes.
func (r *reader) ticket(value json.RawMessage, offset int) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil {
		return r.fail(offset, readable, "it is not a ticket, but %s", kindOf(value))
	}
	has := func(keys ...string) bool {
		return !slices.ContainsFunc(keys, func(key string) bool { _, there := object[key]; return !there })
	}
	var read func(json.RawMessage) (Ticket, error)
	switch {
	case has("iid"):
		read = readGitLab
	case has("key", "fields"):
		read = r.readJira
	case has("html_url"):
		return r.fail(offset, ghIssues, "it seems to be an answer of GitHub's API")
	case has("number") || has("state", "url"):
		for _, key := range []string{"state", "url"} {
			if !has(key) {
				return r.fail(offset, ghIssues, "the issue has no %q", key)
			}
		}
		read = readGitHub
	default:
		return r.fail(offset, readable, "it seems to be JSON with %s", keysOf(object))
	}
	t, err := read(value)
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mistyped):
		return r.fail(offset, readable, "the ticket's %q is %s", mistyped.Field, mistyped.Value)
	case err != nil:
		return r.fail(offset, readable, "the ticket cannot be read: %v", err)
	}
	r.out.Tickets = append(r.out.Tickets, t)
	return nil
}

func kindOf(value json.RawMessage) string {
	switch value[0] {
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	}
	return "a number"
}

// keysOf names some keys of an object.
func keysOf(object map[string]json.RawMessage) string {
	const most = 5
	keys := slices.Sorted(maps.Keys(object))
	if len(keys) == 0 {
		return "nothing in it"
	}
	var quoted []string
	for _, key := range keys[:min(len(keys), most)] {
		quoted = append(quoted, fmt.Sprintf("%.40q", key))
	}
	return strings.Join(quoted, ", ")
}

// timeOf returns the time that a text says, or zero. Go's zero time, which gh writes for none, is zero, too.
func timeOf(text string) time.Time {
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05.999-0700", // gh and glab; Jira's API
		"02/Jan/06 3:04 PM", "2006-01-02 15:04", // Jira's tables, without a zone
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}

package foreign

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
)

// timestampEvents are the events that timestamps of incident.io stand for, by its own names. Others, which
// an organisation defines, are rows without an event.
var timestampEvents = map[string]string{
	"reported at": content.IncidentCreated, "impact started at": content.OutageBegins, "impact started": content.OutageBegins,
	"detected at": content.OutageDetected, "fixed at": content.OutageEnds, "impact ended at": content.OutageEnds, "closed at": content.IncidentEnds,
}

// readIncidentIO reads an incident as the API of incident.io returns it:
// https://api-docs.incident.io, GET /v2/incidents/{id}. A name of a severity is taken as written.
func readIncidentIO(src []byte) (Document, error) {
	type named struct{ Name string }
	var export struct {
		Incident struct {
			Name, Reference, Summary, Permalink string
			Created                             time.Time `json:"created_at"`
			Severity                            named
			Timestamps                          []struct {
				Timestamp named `json:"incident_timestamp"`
				Value     struct{ Value time.Time }
			} `json:"incident_timestamp_values"`
			Roles []struct {
				Assignee struct{ Name string }
				Role     named
			} `json:"incident_role_assignments"`
			Creator struct{ User struct{ Name string } }
			Fields  []struct {
				Field  named `json:"custom_field"`
				Values []struct {
					Text   string                 `json:"value_text"`
					Link   string                 `json:"value_link"`
					Option struct{ Value string } `json:"value_option"`
				}
			} `json:"custom_field_entries"`
		}
	}
	if err := json.Unmarshal(src, &export); err != nil {
		return Document{}, &RefusedError{"an incident of incident.io, but " + err.Error(), ""}
	}
	incident, names := export.Incident, masker{}
	names.add(incident.Creator.User.Name, "a responder")
	for _, r := range incident.Roles {
		names.add(r.Assignee.Name, strings.ToLower(first(r.Role.Name, "a responder")))
	}
	var rows []row
	for _, t := range incident.Timestamps {
		if at := t.Value.Value; !at.IsZero() {
			rows = append(rows, row{at, timestampEvents[strings.ToLower(t.Timestamp.Name)], t.Timestamp.Name})
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", line(names.mask(incident.Name)))
	field(&b, "Incident ID", incident.Reference)
	field(&b, "Severity", incident.Severity.Name)
	if incident.Summary != "" {
		fmt.Fprintf(&b, "## Summary\n\n%s\n", deeper(names.mask(incident.Summary)))
	}
	timeline(&b, rows)
	var fields strings.Builder
	for _, f := range incident.Fields {
		for _, value := range f.Values {
			if text := line(names.mask(first(value.Text, value.Option.Value, value.Link))); text != "" {
				fmt.Fprintf(&fields, "- %s: %s\n", f.Field.Name, text)
			}
		}
	}
	if fields.Len() > 0 {
		b.WriteString("\n## Further details\n\n" + fields.String())
	}
	if incident.Permalink != "" {
		fmt.Fprintf(&b, "\n## References\n\n- <%s>\n", incident.Permalink)
	}
	d := Document{Text: []byte(b.String()), From: "an incident of incident.io", Left: []string{"names of responders"}}
	switch {
	case len(rows) > 0:
		d.Date = content.DateOf(rows[0].at.UTC())
	case !incident.Created.IsZero():
		d.Date = content.DateOf(incident.Created.UTC())
	}
	return d, nil
}

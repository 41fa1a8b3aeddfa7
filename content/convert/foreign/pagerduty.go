package foreign

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
)

// reference is how PagerDuty's API names other objects.
type reference struct{ Type, Summary string }

// readPagerDuty reads an incident, its log entries, or an object with both, as PagerDuty's REST API returns
// them: https://developer.pagerduty.com/api-reference. A trigger is the alarm, so it is when the outage was
// detected. Urgency is not severity, and stays a line of the text.
func readPagerDuty(src []byte) (Document, error) {
	var export struct {
		Incident struct {
			Number      int `json:"incident_number"`
			Title       string
			Description string
			Status      string
			Urgency     string
			Service     reference
			Created     time.Time `json:"created_at"`
			Resolved    time.Time `json:"resolved_at"`
			URL         string    `json:"html_url"`
		}
		Entries []struct {
			Type     string
			Created  time.Time `json:"created_at"`
			Summary  string
			Service  reference
			Incident reference
			Channel  struct{ Type, Summary, Subject string }
		} `json:"log_entries"`
	}
	if err := json.Unmarshal(src, &export); err != nil {
		return Document{}, &RefusedError{"a PagerDuty incident, but " + err.Error(), ""}
	}
	names := userNames(src)
	incident := export.Incident
	rows := make([]row, 0, len(export.Entries))
	for _, e := range export.Entries {
		incident.Title, incident.Service.Summary = first(incident.Title, e.Incident.Summary), first(incident.Service.Summary, e.Service.Summary)
		r := row{at: e.Created, note: names.mask(first(e.Summary, e.Channel.Summary, e.Channel.Subject))}
		switch {
		case e.Created.IsZero():
			continue
		case strings.HasPrefix(e.Type, "trigger_") && !hasEvent(rows, content.OutageDetected):
			r.event = content.OutageDetected
		case strings.HasPrefix(e.Type, "resolve_"):
			r.event = content.IncidentEnds
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 && !incident.Created.IsZero() {
		rows = append(rows, row{incident.Created, content.OutageDetected, "Incident triggered"})
		if !incident.Resolved.IsZero() {
			rows = append(rows, row{incident.Resolved, content.IncidentEnds, "Incident resolved"})
		}
	}
	if len(rows) == 0 {
		return Document{}, &RefusedError{"a PagerDuty export without times", "export the incident, or its log entries"}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", first(line(names.mask(incident.Title)), "PagerDuty incident"))
	field(&b, "Service", incident.Service.Summary)
	if incident.Number > 0 {
		field(&b, "Incident ID", fmt.Sprint(incident.Number))
	}
	field(&b, "Urgency", incident.Urgency)
	if incident.Description != "" && incident.Description != incident.Title {
		b.WriteString(names.mask(incident.Description) + "\n")
	}
	timeline(&b, rows)
	if incident.URL != "" {
		fmt.Fprintf(&b, "\n## References\n\n- <%s>\n", incident.URL)
	}
	return Document{Text: []byte(b.String()), From: "a PagerDuty incident", Date: content.DateOf(rows[0].at.UTC()), Left: []string{"names of responders"}}, nil
}

func hasEvent(rows []row, event string) bool {
	for _, r := range rows {
		if r.event == event {
			return true
		}
	}
	return false
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// userNames finds the names of all users in an export: of objects whose type says that they are users.
func userNames(src []byte) masker {
	var value any
	_ = json.Unmarshal(src, &value)
	names := masker{}
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case []any:
			for _, v := range value {
				walk(v)
			}
		case map[string]any:
			kind, _ := value["type"].(string)
			if kind == "user" || kind == "user_reference" {
				for _, key := range []string{"summary", "name"} {
					name, _ := value[key].(string)
					names.add(name, "a responder")
				}
			}
			for _, v := range value {
				walk(v)
			}
		}
	}
	walk(value)
	return names
}

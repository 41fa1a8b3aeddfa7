package foreign

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// isMessage reports whether an object is a message of a Slack export.
func isMessage(object map[string]any) bool {
	ts, ok := object["ts"].(string)
	_, err := strconv.ParseFloat(ts, 64)
	return ok && err == nil && has(object, "text")
}

// A message of a Slack export: https://slack.com/help/articles/220556107.
type message struct {
	Type, Subtype, Text, TS, User, Username string
	BotID                                   string `json:"bot_id"`
	Profile                                 struct {
		RealName    string `json:"real_name"`
		DisplayName string `json:"display_name"`
		FirstName   string `json:"first_name"`
		Name        string
	} `json:"user_profile"`
}

// quietSubtypes are messages of Slack itself.
var quietSubtypes = map[string]bool{
	"channel_join": true, "channel_leave": true, "channel_topic": true, "channel_purpose": true, "channel_name": true, "channel_archive": true,
	"group_join": true, "group_leave": true, "pinned_item": true, "bot_add": true, "bot_remove": true, "reminder_add": true,
}

// readSlack reads the messages of one channel and day as rows of a timeline. People are numbered in the order
// in which they write.
func readSlack(name string, src []byte) (Document, error) {
	var messages []message
	if err := json.Unmarshal(src, &messages); err != nil {
		return Document{}, &RefusedError{"a Slack export, but " + err.Error(), ""}
	}
	names, roles := masker{}, map[string]string{}
	for _, m := range messages {
		if m.User == "" {
			continue
		}
		if roles[m.User] == "" {
			roles[m.User] = fmt.Sprintf("responder %d", len(roles)+1)
		}
		for _, known := range []string{m.Profile.RealName, m.Profile.DisplayName, m.Profile.Name, m.Profile.FirstName} {
			names.add(known, roles[m.User])
		}
	}
	var rows []row
	left := 0
	for _, m := range messages {
		seconds, err := strconv.ParseFloat(m.TS, 64)
		if quietSubtypes[m.Subtype] || err != nil || strings.TrimSpace(m.Text) == "" {
			left++
			continue
		}
		who := first(roles[m.User], m.Username, "a bot")
		rows = append(rows, row{at: time.Unix(int64(seconds), 0).UTC(), note: who + ": " + names.mask(slackText(m.Text, roles))})
	}
	if len(rows) == 0 {
		return Document{}, &RefusedError{"a Slack export without messages", ""}
	}
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if channel := path.Base(path.Dir(name)); channel != "." && channel != "/" {
		base = channel
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", line(base))
	timeline(&b, rows)
	d := Document{Text: []byte(b.String()), From: "a Slack export", Date: content.DateOf(rows[0].at), Left: []string{"names of people"}}
	if left > 0 {
		d.Left = append(d.Left, fmt.Sprintf("messages of Slack itself or without text: %d", left))
	}
	return d, nil
}

var slackForm = lazyregexp.New(`<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>`)

// slackText returns a message as markdown, which knows &lt;, too: https://api.slack.com/reference/surfaces/formatting.
func slackText(text string, roles map[string]string) string {
	return slackForm().ReplaceAllStringFunc(text, func(found string) string {
		m := slackForm().FindStringSubmatch(found)
		switch {
		case m[1] == "@":
			return "@" + first(roles[m[2]], "somebody")
		case m[1] == "#":
			return "#" + first(m[3], "a channel")
		case m[1] == "!":
			return "@" + strings.SplitN(m[2], "^", 2)[0]
		case m[3] != "":
			return "[" + m[3] + "](" + m[2] + ")"
		}
		return "<" + m[2] + ">"
	})
}

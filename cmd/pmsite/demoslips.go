package main

import (
	"bytes"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/git"
)

// A demoSlip is a commit that moves an action item of the sample to a later due date.
type demoSlip struct {
	path, message string
	from, to      string       // due dates, which stand nowhere else in the document
	on            content.Date // the day of the commit
}

// demoSlips are the slips of the sample, the latest first.
var demoSlips = []demoSlip{
	{demoSlipped, "Logs in UTC: after the move of the log store", "2025-06-27", "2025-10-24", content.Date{Year: 2025, Month: 6, Day: 20}},
	{demoSlipped, "Logs in UTC: no time before the summer timetable", "2025-01-31", "2025-06-27", content.Date{Year: 2025, Month: 1, Day: 24}},
}

const demoSlipped = "content/postmortems/2024/2024-11-03-rostering-repeated-hour.md"

// slip returns the commits, oldest first, as they were if the slip had not happened yet, and one in which it does.
func (s demoSlip) slip(commits []git.NewCommit) []git.NewCommit {
	at := s.on.Time().Add(9 * time.Hour)
	var last []byte
	for _, c := range commits {
		if text, has := c.Files[s.path]; has && c.Time.Before(at) {
			last, c.Files[s.path] = text, bytes.ReplaceAll(text, []byte(s.to), []byte(s.from))
		}
	}
	return append(commits, git.NewCommit{Message: s.message, Author: demoAuthor("platform team"), Time: at, Files: map[string][]byte{s.path: last}})
}

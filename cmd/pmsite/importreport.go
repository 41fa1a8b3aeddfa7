package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
)

// An importRecord is what import reports about one document.
type importRecord struct {
	File        string       `json:"file"`
	To          string       `json:"to,omitempty"` // path in the collection's repository
	Written     bool         `json:"written"`
	Moved       bool         `json:"moved,omitempty"` // the old file was removed
	Error       string       `json:"error,omitempty"`
	Status      string       `json:"status,omitempty"`
	Rows        int          `json:"rows"` // entries of the timeline
	Timed       int          `json:"timed_rows"`
	ActionItems int          `json:"action_items"`
	Events      []string     `json:"events"` // in the order of the timeline
	Files       []string     `json:"files"`  // that come along
	Guessed     []string     `json:"guessed"`
	Left        []string     `json:"left"`
	Notes       []importNote `json:"notes"`
}

type importNote struct {
	Line int              `json:"line,omitempty"` // 1-based; 0 if it came from no line
	Kind convert.NoteKind `json:"kind"`
	Part string           `json:"part"`
	Text string           `json:"text"`
}

// recordOf returns the record of a document.
func recordOf(d *incoming) importRecord {
	r := importRecord{File: d.shown, Events: []string{}, Files: []string{}, Guessed: []string{}, Left: []string{}, Notes: []importNote{}}
	if d.err != nil {
		r.Error = d.err.Error()
	}
	if d.out == nil {
		return r
	}
	pm := d.out.PostMortem
	r.To, r.Written, r.Moved, r.Status = d.to, d.written, d.moved, pm.Status
	r.Rows, r.ActionItems = len(pm.Timeline), len(pm.ActionItems)
	for _, e := range pm.Timeline {
		if !e.Time.IsZero() {
			r.Timed++
		}
		if e.Event != "" && !slices.Contains(r.Events, e.Event) {
			r.Events = append(r.Events, e.Event)
		}
	}
	for _, file := range d.files {
		r.Files = append(r.Files, file.to)
	}
	for _, note := range d.out.Notes {
		r.Notes = append(r.Notes, importNote{note.Line, note.Kind, note.Part(), note.Text})
		for kind, list := range map[convert.NoteKind]*[]string{convert.Guessed: &r.Guessed, convert.Left: &r.Left} {
			if note.Kind == kind && !slices.Contains(*list, note.Part()) {
				*list = append(*list, note.Part())
			}
		}
	}
	return r
}

// report prints what was done with each document, and with all of them.
func (in *importing) report(documents []*incoming, skipped []leftOut) error {
	records := make([]importRecord, len(documents))
	for i, d := range documents {
		records[i] = recordOf(d)
		in.reportOne(d, records[i])
	}
	for _, s := range skipped {
		in.note(s.File, console.Yellow, "left out:", string(s.Kind))
	}
	if len(skipped) > 0 {
		in.say("hint: import takes any file that is named alone, as in pmsite import %s", skipped[0].File)
	}
	if len(records) > 1 {
		in.reportAll(documents, records, len(skipped))
	}
	switch {
	case in.json:
		out, err := json.MarshalIndent(struct {
			Documents []importRecord `json:"documents"`
			LeftOut   []leftOut      `json:"left_out"`
		}{records, append([]leftOut{}, skipped...)}, "", "  ")
		if err == nil {
			_, err = in.data().Write(append(out, '\n'))
		}
		return err
	case !in.importFlags.write && !in.dryRun && len(documents) == 1 && documents[0].err == nil:
		_, err := in.data().Write(documents[0].out.Text)
		return err
	}
	return nil
}

// reportOne prints one line about a document, and with -v one for each of its parts.
func (in *importing) reportOne(d *incoming, r importRecord) {
	if d.out != nil {
		if in.verbose {
			in.notes(d.shown, d.out.Notes)
		}
		in.note(d.shown, "", "", summary(r))
	}
	switch {
	case d.err != nil:
		in.printError(d.err)
	case in.json || !in.importFlags.write && !in.dryRun:
	case in.dryRun:
		in.text.Line(console.Plain(shortName(filepath.Join(in.root, filepath.FromSlash(d.to))) + " would be written"))
	default:
		in.text.Line(console.Plain(shortName(filepath.Join(in.root, filepath.FromSlash(d.to)))))
	}
	if d.err == nil && d.to != "" {
		in.print(problemsAt(d.to, d.out.Problems, in.verbose))
	}
}

// problemsAt returns the errors among problems, or all of them, with another name of the file.
func problemsAt(file string, problems []content.Problem, all bool) (out []content.Problem) {
	for _, p := range problems {
		if p.File = file; all || p.Level == content.Error {
			out = append(out, p)
		}
	}
	return out
}

// summary describes in one line what import found in a document.
func summary(r importRecord) string {
	out := []string{count(r.Timed, "timeline row"), count(r.ActionItems, "action item")}
	if r.Rows > r.Timed {
		out[0] = fmt.Sprintf("%d of %s with a time", r.Timed, count(r.Rows, "timeline row"))
	}
	text := strings.Join(append(out, r.Events...), ", ")
	if len(r.Files) > 0 {
		text += ", " + count(len(r.Files), "file")
	}
	if len(r.Guessed) > 0 {
		text += "; guessed: " + strings.Join(r.Guessed, ", ")
	}
	if len(r.Left) > 0 {
		text += "; left: " + strings.Join(r.Left, ", ")
	}
	return text
}

// notes prints what was done with each part of a document.
func (in *importing) notes(file string, notes []convert.Note) {
	for _, note := range notes {
		place := file
		if note.Line > 0 {
			place = fmt.Sprintf("%s:%d", file, note.Line)
		}
		style := console.Yellow
		if note.Kind == convert.Mapped {
			style = ""
		}
		in.note(place, style, string(note.Kind)+":", note.Text)
	}
}

// note prints a remark on a place. With -q it prints nothing.
func (a *app) note(place string, style console.Style, kind, text string) {
	if a.quiet {
		return
	}
	if kind == "" {
		a.log.Line(console.Plain(place + ": " + text))
		return
	}
	a.log.Line(console.Plain(place+": "), console.Span{Style: style, Text: kind}, console.Plain(" "+text))
}

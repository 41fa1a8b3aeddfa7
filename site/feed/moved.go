package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/zone"
)

// A Move says that the rows of a post mortem's timeline stayed as written, but are other
// times by the rules of another time zone database.
type Move struct {
	Source string    // the document's path in its repository
	Rows   int       // number of rows that moved by the same time
	Was    time.Time // the first of them, as published before
	Is     time.Time // the same row now. It equals Was, with another offset, if the row has an offset itself
}

// Moved compares the data files of a site as it was published and as it is now, both as
// [PostMortems] writes them. It returns the rows that other rules moved, in the order of
// the first file: those whose old offset is not that of their zone any more. A row that
// was edited since has not moved. It also returns the release of the database of the first
// file, "" if it names none. If that is this program's, it does not call now, which writes
// the second file.
func Moved(before io.Reader, now func(io.Writer) error) (from string, moves []Move, err error) {
	old := bufio.NewReader(before)
	if from, err = release(old); err != nil || from == zone.Version() {
		return from, nil, err
	}
	var file bytes.Buffer
	if err := now(&file); err != nil {
		return from, nil, err
	}
	current, fresh := map[string]published{}, bufio.NewReader(&file)
	if _, err := release(fresh); err != nil {
		return from, nil, err
	}
	if err := eachPublished(fresh, func(p published) { current[p.Slug] = p }); err != nil {
		return from, nil, err
	}
	err = eachPublished(old, func(p published) { moves = append(moves, p.moves(current[p.Slug])...) })
	return from, moves, err
}

// A published is what a data file has of a post mortem's times.
type published struct {
	Slug, Source, Timezone string
	Timeline               []struct{ Time *time.Time }
}

// release reads the first line of a data file.
func release(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("read the first line: %w", err)
	}
	head, _, _ := strings.Cut(line, `, "postmortems": [`)
	var file struct {
		TimeZones string `json:"time_zones"`
	}
	err = json.Unmarshal([]byte(head+"}"), &file)
	return file.TimeZones, err
}

// eachPublished reads the other lines: a post mortem each, and the end.
func eachPublished(r *bufio.Reader, found func(published)) error {
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) || len(line) > 0 && line[0] == ']' {
			return nil
		}
		if err != nil {
			return err
		}
		var p published
		if err := json.Unmarshal(line[:len(line)-1-comma(line)], &p); err != nil {
			return err
		}
		found(p)
	}
}

// comma returns the length of the comma at the end of a line.
func comma(line []byte) int {
	if len(line) > 1 && line[len(line)-2] == ',' {
		return 1
	}
	return 0
}

// moves returns how the rows of a post mortem moved, by the time that they moved by.
func (p published) moves(now published) (moves []Move) {
	place, err := content.LoadZone(p.Timezone)
	if err != nil || now.Timezone != p.Timezone {
		return nil
	}
	for i, row := range p.Timeline {
		if row.Time == nil || offset(*row.Time) == offset(row.Time.In(place)) {
			continue
		}
		is, found := now.same(i, *row.Time)
		if !found {
			continue
		}
		known := slices.IndexFunc(moves, func(m Move) bool { return m.Is.Sub(m.Was) == is.Sub(*row.Time) })
		if known < 0 {
			known, moves = len(moves), append(moves, Move{Source: now.Source, Was: *row.Time, Is: is})
		}
		moves[known].Rows++
	}
	return moves
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// same returns the row that says the same as an old one: the same clock or, with an
// offset of its own, the same instant. It prefers the row of the same number.
func (p published) same(row int, was time.Time) (is time.Time, found bool) {
	clock := was.Format(time.DateTime)
	for i, r := range p.Timeline {
		if r.Time != nil && (r.Time.Format(time.DateTime) == clock || r.Time.Equal(was)) && (!found || i == row) {
			is, found = *r.Time, true
		}
	}
	return is, found
}

package feed

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
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
// [PostMortems] writes them at a path, or as [Parts] lists them. It returns the rows that other rules moved, in the order of
// the first site: those whose old offset is not that of their zone any more. A row that
// was edited since has not moved. It also returns the release of the database of the first
// site, "" if it names none. If that is this program's, it does not open the second site.
func Moved(before, now fs.FS, name string) (from string, moves []Move, err error) {
	if from, err = release(before, name); err != nil || from == zone.Version() {
		return from, nil, err
	}
	current := map[string]published{}
	if err := eachPublished(now, name, func(p published) { current[p.Slug] = p }); err != nil {
		return from, nil, err
	}
	err = eachPublished(before, name, func(p published) { moves = append(moves, p.moves(current[p.Slug])...) })
	return from, moves, err
}

// A published is what a data file has of a post mortem's times.
type published struct {
	Slug, Source, Timezone string
	Timeline               []struct{ Time *time.Time }
}

// head matches the end of the first line of a data file.
var head = regexp.MustCompile(`, "(postmortems|parts)": \[\n$`)

// firstLine reads the first line of a data file: the release of the database, and whether the others are parts.
func firstLine(r *bufio.Reader) (release string, parts bool, err error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return "", false, fmt.Errorf("read the first line: %w", err)
	}
	var file struct {
		TimeZones string `json:"time_zones"`
	}
	m := head.FindStringSubmatch(line)
	if m == nil {
		return "", false, errors.New("the first line is not that of a data file")
	}
	err = json.Unmarshal([]byte(strings.TrimSuffix(line, m[0])+"}"), &file)
	return file.TimeZones, m[1] == "parts", err
}

func release(fsys fs.FS, name string) (string, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	from, _, err := firstLine(bufio.NewReader(file))
	return from, err
}

// eachPublished reads the post mortems of a data file, or of its parts.
func eachPublished(fsys fs.FS, name string, found func(published)) error {
	read := func(line []byte) error {
		var p published
		err := json.Unmarshal(line, &p)
		if err == nil {
			found(p)
		}
		return err
	}
	return eachLine(fsys, name, func(line []byte, isPart bool) error {
		if !isPart {
			return read(line)
		}
		var part Part
		if err := json.Unmarshal(line, &part); err != nil {
			return err
		}
		return eachLine(fsys, path.Join(path.Dir(name), part.Path), func(line []byte, isPart bool) error {
			if isPart {
				return fmt.Errorf("%s, which is a part, has parts", part.Path)
			}
			return read(line)
		})
	})
}

// eachLine reads the lines of a data file between the first and the last: a post mortem or a part each.
func eachLine(fsys fs.FS, name string, found func(line []byte, isPart bool) error) error {
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	r := bufio.NewReader(file)
	_, parts, err := firstLine(r)
	for err == nil {
		line, readErr := r.ReadBytes('\n')
		if errors.Is(readErr, io.EOF) || len(line) > 0 && line[0] == ']' {
			return nil
		}
		if readErr != nil {
			return readErr
		}
		err = found(line[:len(line)-1-comma(line)], parts)
	}
	return err
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

package feed

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// placed are the keys of the front matter for which [Record] has a field of its own.
var placed = []string{"title", "id", "date", "timezone", "duration", "summary"}

// columns are the other keys of the front matter that are data, in their canonical order.
var columns = slices.DeleteFunc(content.Keys(), func(k content.Key) bool {
	return k.Column == "" || slices.Contains(placed, k.Name)
})

func columnNames() (names []string) {
	for _, key := range columns {
		names = append(names, key.Column)
	}
	return names
}

// fields are the values of a post mortem in the columns.
type fields struct{ pm *content.PostMortem }

// cells returns the values as cells of a CSV row.
func (f fields) cells() (cells []string) {
	for _, key := range columns {
		cells = append(cells, join(key.Values(f.pm)))
	}
	return cells
}

// MarshalJSON writes an object with a key for each column. A value is a list or a text; an
// optional text that is missing is null.
func (f fields) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, key := range columns {
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		value, err := json.Marshal(dataOf(key, f.pm))
		if err != nil {
			return nil, err
		}
		out.WriteByte(separator)
		out.WriteString(`"` + key.Column + `":`)
		out.Write(value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func dataOf(key content.Key, pm *content.PostMortem) any {
	if key.List != nil {
		return list(*key.List(pm))
	}
	values := key.Values(pm)
	switch {
	case len(values) > 0:
		return values[0]
	case key.Required == content.AlwaysRequired:
		return ""
	}
	return nil
}

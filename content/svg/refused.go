package svg

import (
	"bytes"
	"encoding/xml"
)

// Refused returns a picture that says why another one is not published.
func Refused(err error) []byte {
	var reason bytes.Buffer
	_ = xml.EscapeText(&reason, []byte(err.Error())) // writing to memory does not fail
	return []byte(`<svg xmlns="` + namespace + `" width="640" height="48" font-family="sans-serif" font-size="14">` +
		`<rect width="640" height="48" fill="#fff" stroke="#888"/><text x="12" y="20">This picture is not published.</text>` +
		`<text x="12" y="38">` + reason.String() + "</text></svg>\n")
}

package serve

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// smallest is the size in bytes below which compression is not worth it.
const smallest = 1 << 10

var textual = map[string]bool{
	".html": true, ".css": true, ".js": true, ".mjs": true, ".json": true, ".xml": true, ".svg": true,
	".md": true, ".txt": true, ".log": true, ".csv": true, ".ics": true,
}

func compressible(name string, data []byte) bool {
	return len(data) >= smallest && textual[strings.ToLower(path.Ext(name))]
}

// acceptsGzip reports whether the Accept-Encoding header allows gzip; q=0 refuses it.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, parameter, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			weight, found := strings.CutPrefix(strings.ReplaceAll(parameter, " ", ""), "q=")
			q, err := strconv.ParseFloat(weight, 64)
			return !found || err == nil && q > 0
		}
	}
	return false
}

// compressed returns data in gzip format. It prefers speed over size, because most responses
// stay on one machine.
func compressed(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level is valid
	_, _ = w.Write(data)                              // writing to a buffer does not fail
	_ = w.Close()
	return out.Bytes()
}

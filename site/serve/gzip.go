package serve

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// smallest is the size in bytes below which packing does not pay.
const smallest = 1 << 10

var textual = map[string]bool{
	".html": true, ".css": true, ".js": true, ".mjs": true, ".json": true, ".xml": true, ".svg": true,
	".md": true, ".txt": true, ".log": true, ".csv": true, ".ics": true,
}

func compressible(name string, data []byte) bool {
	return len(data) >= smallest && textual[strings.ToLower(path.Ext(name))]
}

// acceptsGzip reads the Accept-Encoding header; q=0 refuses.
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

// compressed is fast rather than small: it travels within one machine, mostly.
func compressed(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level is a valid one
	_, _ = w.Write(data)                              // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"
)

// sums are checksums of the parts of a page.
type sums struct{ frame, style, main uint64 }

var (
	mainPart  = regexp.MustCompile(`(?s)<main\b.*</main>`)
	mainStart = regexp.MustCompile(`<main\b[^>]*>`)
	stylings  = regexp.MustCompile(`<link rel="stylesheet"[^>]*>`)
	asides    = regexp.MustCompile(`(?s)<title>.*?</title>|<meta\b[^>]*>`) // no effect on what is shown
	scripts   = regexp.MustCompile(`(?s)<script\b.*?</script>`)
	inert     = []byte(`<script type="application/ld+json">`)
)

// parts returns the sums of a page. If the main part contains a script, it counts as part of
// the frame, because scripts run only when a page is loaded.
func parts(page []byte) (s sums) {
	main := mainPart.Find(page)
	rest := page
	for _, script := range scripts.FindAll(main, -1) {
		if !bytes.HasPrefix(script, inert) {
			main = nil
			break
		}
	}
	if main != nil {
		at := bytes.Index(page, main)
		rest = append(bytes.Clone(page[:at]), page[at+len(main):]...)
	}
	s.style = sum(bytes.Join(stylings.FindAll(rest, -1), nil))
	s.frame = sum(asides.ReplaceAll(stylings.ReplaceAll(rest, nil), nil))
	s.main = sum(main)
	return s
}

// sum returns a checksum that is the same in every run, so that an open page survives a
// restart of the server.
func sum(data []byte) uint64 {
	digest := sha256.Sum256(data)
	return binary.BigEndian.Uint64(digest[:])
}

func (s sums) String() string {
	return strconv.FormatUint(s.frame, 36) + "-" + strconv.FormatUint(s.style, 36) + "-" + strconv.FormatUint(s.main, 36)
}

// parseSums parses the result of String. It returns zero for other texts.
func parseSums(text string) (s sums) {
	fields := strings.SplitN(text, "-", 3)
	for i, to := range []*uint64{&s.frame, &s.style, &s.main} {
		if i < len(fields) {
			*to, _ = strconv.ParseUint(fields[i], 36, 64)
		}
	}
	return s
}

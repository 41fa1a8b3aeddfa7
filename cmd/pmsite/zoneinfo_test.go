package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pmsite/pmsite/content/zone"
)

// zoneinfo writes a time zone database in which clocks in every zone follow one rule, such
// as CST6CDT,M3.2.0,M11.1.0 (POSIX, TZ).
func zoneinfo(ts *testscript.TestScript, _ bool, args []string) {
	body := []byte("TZif2")
	for _, end := range []string{"TZif2", "\n" + args[1] + "\n"} { // of each of two blocks (RFC 8536)
		counts := [15 + 24]byte{15 + 19: 1, 15 + 23: 1} // one type, and one character of abbreviations
		body = append(body, counts[:]...)
		body = append(body, make([]byte, 6+1)...)
		body = append(body, end...)
	}
	for _, name := range zone.Names() {
		file := filepath.Join(ts.MkAbs(args[0]), filepath.FromSlash(name))
		ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
		ts.Check(os.WriteFile(file, body, 0o600))
	}
}

#!/usr/bin/env bash
# Go's time.Time.ZoneBounds gives an end that is not after the time, on the last day of a leap
# year, in zones whose later times follow from the rule at the end of their file.
# Expected (documentation of ZoneBounds): "the Time end is when the next time zone begins",
# so end is after t.
# Seen: end is 31 December 00:00 UTC, the start of year plus 365 days, whatever the year
# (func tzset in src/time/zoneinfo.go).
# Who meets it: whoever lists the changes of a zone: from slim files such as Go's own
# time/tzdata in any leap year after the last change of the table (2008, 2012 … for New York).
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; cd "$work"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
	_ "time/tzdata"
)

func main() {
	os.Setenv("ZONEINFO", "")
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	wrong := 0
	for _, year := range []int{2040, 2041, 2044} {
		t := time.Date(year, 12, 31, 12, 0, 0, 0, time.UTC)
		_, end := t.In(zone).ZoneBounds()
		fmt.Println(runtime.Version(), t.Format(time.RFC3339), "ends", end.UTC().Format(time.RFC3339))
		if !end.After(t) {
			wrong++
		}
	}
	if wrong != 2 {
		fmt.Println("changed: expected the two leap years to be wrong, found", wrong)
		os.Exit(1)
	}
}
GO
cat >go.mod <<'GO'
module finding
go 1.26
toolchain go1.26.8
GO
go run .

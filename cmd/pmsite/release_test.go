package main

import "testing"

// TestRelease checks that what init writes installs this program's release, or the latest
// one if the program is not a release.
func TestRelease(t *testing.T) {
	defer func(before string) { release = before }(release)
	for of, want := range map[string]string{
		"v1.2.3": "v1.2.3", "v10.20.30": "v10.20.30", "v1.2.3-4-g5e6f7a8": "latest", "v1.2.3-dirty": "latest", "5e6f7a8": "latest", "1.2.3": "latest",
	} {
		release = of
		if version() != of || installVersion() != want {
			t.Errorf("release %s calls itself %s and installs %s, want %s", of, version(), installVersion(), want)
		}
	}
	release = ""
	if version() == "" || installVersion() == "" {
		t.Errorf("a program that is not a release calls itself %q and installs %q", version(), installVersion())
	}
}

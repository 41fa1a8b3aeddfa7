package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// init ends the files of CI with a seal: a checksum of what it wrote, by which migrate knows whether somebody has changed
// them since.

var (
	sealForm = lazyregexp.New(`(?m)^# Written by pmsite init, checksum ([0-9a-f]{12}): .*\n?`)
	// usesForm, revForm and downloadForm match the versions that Dependabot, pre-commit and people raise.
	usesForm     = lazyregexp.New(`(?m)(uses: [\w./-]+)@(\S+)(?: # (\S+))?$`)
	revForm      = lazyregexp.New(`(?m)^(    rev:) (\S+)$`)
	downloadForm = lazyregexp.New(`(/releases/download)/(v[^/\s]+)/`)
)

// isSealed reports whether init seals a file: those of CI, which people seldom change.
func isSealed(name string) bool { return isForges(name) && path.Ext(name) != ".md" }

// seal returns a text with its seal.
func seal(text string) string {
	return text + "# Written by pmsite init, checksum " + checksum(text) + ": pmsite migrate renews this file unless somebody changes it.\n"
}

// checksum returns a checksum of a text without its seal and without the versions that it names.
func checksum(text string) string {
	text = sealForm().ReplaceAllString(text, "")
	text = usesForm().ReplaceAllString(text, "$1")
	text = downloadForm().ReplaceAllString(revForm().ReplaceAllString(text, "$1"), "$1")
	return fmt.Sprintf("%.6x", sha256.Sum256([]byte(text)))
}

// sealOf returns the checksum of what init wrote, or "" for a file without a seal.
func sealOf(text string) string {
	if m := sealForm().FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// releaseIn returns the release of pmsite that a file installs, or "" if it installs none.
func releaseIn(text string) string {
	for _, m := range usesForm().FindAllStringSubmatch(text, -1) {
		if m[1] == "uses: "+repository {
			return cmp.Or(m[3], m[2])
		}
	}
	for _, m := range [][]string{downloadForm().FindStringSubmatch(text), revForm().FindStringSubmatch(text)} {
		if m != nil {
			return m[2]
		}
	}
	return ""
}

// keepNewer returns a text with those versions of actions that are newer in another one.
func keepNewer(text, other string) string {
	theirs := map[string][]string{}
	for _, m := range usesForm().FindAllStringSubmatch(other, -1) {
		theirs[m[1]] = m
	}
	return usesForm().ReplaceAllStringFunc(text, func(pin string) string {
		ours := usesForm().FindStringSubmatch(pin)
		if their := theirs[ours[1]]; their != nil && isNewer(cmp.Or(their[3], their[2]), cmp.Or(ours[3], ours[2])) {
			return their[0]
		}
		return pin
	})
}

// isNewer reports whether a release such as v1.2.3 is newer than another one. What is no release is never newer.
func isNewer(a, b string) bool {
	number := func(release string) []int {
		if !isRelease(release) {
			return nil
		}
		n := make([]int, 3)
		_, _ = fmt.Sscanf(release, "v%d.%d.%d", &n[0], &n[1], &n[2]) // it has this form
		return n
	}
	return slices.Compare(number(a), number(b)) > 0
}

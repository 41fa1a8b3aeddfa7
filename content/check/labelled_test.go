package check_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// TestLabelledParagraphs measures the rules secret and person-name by the paragraphs of testdata/masking: in those of
// secrets.txt and names.txt, ⟦⟧ enclose what must be masked, in those of harmless.txt nothing is. At most 5 % may be
// missed, and at most 2 % be false alarms.
func TestLabelledParagraphs(t *testing.T) {
	mask := check.NewMask(check.Input{Collection: &collection.Collection{}, Config: config.Default(), People: people(readTestdata(t, "people.txt"))})
	with, missed := 0, 0
	for _, file := range []string{"secrets.txt", "names.txt"} {
		for _, paragraph := range labelled(t, file) {
			with++
			if left := missedIn(mask, paragraph); left != "" {
				missed++
				t.Logf("%s: %q is left of\n%s", file, left, paragraph)
			}
		}
	}
	without, alarms := 0, 0
	for _, paragraph := range labelled(t, "harmless.txt") {
		without++
		if got := mask.Text(paragraph); got != paragraph {
			alarms++
			t.Logf("a false alarm:\n%s\nis shown as\n%s", paragraph, got)
		}
	}
	t.Logf("%d of %d are missed, %d of %d are false alarms", missed, with, alarms, without)
	if with < 100 || without < 100 || missed*20 > with || alarms*50 > without {
		t.Errorf("%d of %d are missed, %d of %d are false alarms; want at least 100 of each, and at most 5 %% and 2 %%", missed, with, alarms, without)
	}
}

// missedIn returns a part of what ⟦⟧ enclose that a mask leaves, or else text outside of them that it does not.
func missedIn(mask *check.Mask, paragraph string) string {
	got := mask.Text(strings.NewReplacer("⟦", "", "⟧", "").Replace(paragraph))
	for part := range strings.SplitSeq(paragraph, "⟧") {
		outside, inside, _ := strings.Cut(part, "⟦")
		if !strings.Contains(got, outside) {
			return "nothing of " + outside
		}
		runes := []rune(inside)
		for _, half := range []string{string(runes[:(len(runes)+1)/2]), string(runes[len(runes)/2:])} {
			if half != "" && strings.Contains(got, half) {
				return half
			}
		}
	}
	return ""
}

// labelled returns the paragraphs of a file, which blank lines separate, with {{kind length}} replaced by what looks
// like a secret of that kind. No file of the repository has one: other programs search it. {{}} stands for nothing, within
// what they take for the beginning of one.
func labelled(t *testing.T, file string) (out []string) {
	t.Helper()
	form := lazyregexp.New(`\{\{(\w*) ?(\d*)\}\}`)
	for i, paragraph := range strings.Split(strings.TrimSpace(readTestdata(t, file)), "\n\n") {
		random := rand.New(rand.NewPCG(uint64(i), uint64(len(paragraph))))
		out = append(out, form().ReplaceAllStringFunc(paragraph, func(text string) string {
			m := form().FindStringSubmatch(text)
			n, _ := strconv.Atoi(m[2])
			return madeUp(random, m[1], n)
		}))
	}
	return out
}

// madeUp makes up a secret.
func madeUp(random *rand.Rand, kind string, n int) string {
	const digits, upper, lower = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
	of := func(letters string, n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(letters[random.IntN(len(letters))])
		}
		return b.String()
	}
	b62 := digits + upper + lower
	switch kind {
	case "":
		return ""
	case "digits":
		return of(digits, n)
	case "hex":
		return of(digits+"abcdef", n)
	case "upper":
		return of(upper+"234567", n)
	case "b62":
		return of(b62, n)
	case "b64":
		return of(b62+"+/", n)
	case "basic":
		return base64.StdEncoding.EncodeToString([]byte("importer:" + of(b62, 12)))
	case "uuid":
		hex := of(digits+"abcdef", 32)
		return hex[:8] + "-" + hex[8:12] + "-" + hex[12:16] + "-" + hex[16:20] + "-" + hex[20:]
	case "jwt":
		part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
		return part(`{"alg":"HS256","typ":"JWT"}`) + "." + part(`{"sub":"`+of(digits, 10)+`","exp":1772719331}`) + "." + of(b62+"-_", 43)
	}
	panic(fmt.Sprintf("there is no kind %q", kind))
}

func readTestdata(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "masking", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

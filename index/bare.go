package index

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// bareWord returns what a word in lower case has in common with its other spellings: the letters a to z without accents,
// versions without their v, and Korean words without particles.
func bareWord(word string) string {
	if last := word[len(word)-1]; last < utf8.RuneSelf {
		if digits := strings.TrimPrefix(word, "v"); digits != "" && strings.Trim(digits, "0123456789") == "" {
			return digits
		}
	} else if hangul(word) {
		return withoutParticles(word)
	}
	return withoutAccents(word)
}

// bareLetters replaces letters that have no decomposition by what those write who do not have them.
var bareLetters = strings.NewReplacer("ł", "l", "ø", "o", "ß", "ss", "œ", "oe", "æ", "ae", "đ", "d", "ð", "d", "þ", "th", "ħ", "h", "ı", "i")

// withoutAccents returns a word in lower case without the accents on its letters a to z. Marks of other scripts, where
// they are letters of their own, stay.
func withoutAccents(word string) string {
	if ascii(word) {
		return word
	}
	latin := false
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if 0x300 <= r && r <= 0x36f && latin {
			return -1
		}
		latin = 'a' <= r && r <= 'z'
		return r
	}, bareLetters.Replace(norm.NFD.String(word))))
}

func ascii(word string) bool {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hangul reports whether a word ends with a Korean syllable.
func hangul(word string) bool {
	last, _ := utf8.DecodeLastRuneInString(word)
	return 0xac00 <= last && last <= 0xd7a3
}

// particles are Korean particles and the ending of the plural, each with the number of syllables that a word must have
// before it: nouns often end like the first ones.
var particles = []struct {
	text   string
	before int
}{
	{"은", 2},
	{"이", 2},
	{"가", 2},
	{"을", 2},
	{"의", 2},
	{"에", 2},
	{"와", 2},
	{"과", 2},
	{"도", 2},
	{"로", 2},
	{"만", 2},
	{"들", 2},
	{"는", 1},
	{"를", 1},
	{"에서", 1},
	{"으로", 1},
	{"에게", 1},
	{"한테", 1},
	{"부터", 1},
	{"까지", 1},
	{"처럼", 1},
	{"보다", 1},
	{"마다", 1},
	{"께서", 1},
}

// withoutParticles returns a Korean word without the particles at its end, of which there may be several.
func withoutParticles(word string) string {
	for i := len(particles) - 1; i >= 0; i-- {
		if before, ok := strings.CutSuffix(word, particles[i].text); ok && utf8.RuneCountInString(before) >= particles[i].before {
			return withoutParticles(before)
		}
	}
	return word
}

// units are those that are written right after a number.
var units = setOf("s ms us ns m min h hr hrs sec d b k kb mb gb tb kib mib gib tib g t hz khz mhz ghz rps qps tps px kbit mbit gbit kbps mbps gbps")

// versioned are names that are written right before a v and a version.
var versioned = setOf("tls dtls ssl ip smb snmp nfs http icmp dhcp ntp ssh oauth cgroup")

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		out[word] = true
	}
	return out
}

// divided returns where a word as written is divided in two: after a number before its unit, and after a name before its
// version. It returns the length of any other word.
func divided(word string) int {
	digits := 0
	for digits < len(word) && '0' <= word[digits] && word[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(word) && units[strings.ToLower(word[digits:])] {
		return digits
	}
	name := strings.TrimRight(word, "0123456789")
	if n := len(name) - 1; n > 1 && n+1 < len(word) && name[n]|0x20 == 'v' && versioned[strings.ToLower(name[:n])] {
		return n
	}
	return len(word)
}

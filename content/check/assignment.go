package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	// qualifiedKey matches what is in front of key in the names of secret keys.
	qualifiedKey = lazyregexp.New(`(?i)(?:api|access|secret|private|auth|account|encryption|signing|master|shared|service|client|license|deploy|storage|webhook|session)[_. -]?$`)
	// joinForm matches the text between the quotes of "token=" + x + "&".
	joinForm = lazyregexp.New(`^\s*[+,)&|]`)
	// harmlessName matches the beginning of names whose value is no secret, such as next_page_token.
	harmlessName = lazyregexp.New(`(?i)(?:^|[_.-])(?:csrf|xsrf|next|prev|(?:next|prev)?[_.-]?page|continuation|sync|skip|delta|cancellation|fencing|resume|public|lease|max|min)[_.-]?$|arn:`)
	// otherWord matches words that tell that a value in prose is no secret.
	otherWord = lazyregexp.New(`(?i)\b(?:commit|hash|digest|checksum|sum|fingerprint|id|ids|uuid|trace|span|request|version|release|image|build|revision|size|length)\b`)
)

// assigned judges the value of a name. The groups of the match are those of beforeValue, of
// which the third are the words between, and those of anyValue.
func assigned(w wordPlace, m []int) (from, to int, ok bool) {
	before, after, word := w.before(), w.after(), strings.ToLower(w.text[w.from:w.to])
	if word == "key" && !qualifiedKey().MatchString(before[max(0, len(before)-12):]) {
		return 0, 0, false
	}
	prefix := before[strings.LastIndexAny(before, " \t\n\"'`<(|,;&?")+1:]
	a := assignment{
		password: word != "key" && word != "secret" && word != "token",
		option:   strings.HasPrefix(prefix, "--"),
		bare:     m[18] >= 0,
	}
	if sign, end := firstGroup(slices.Concat(m[2:6], m[8:12])); end > 0 {
		a.separator = after[sign:end]
	}
	if from, to = firstGroup(m[12:]); a.bare {
		from, to = wholeValue(after, from, to)
	}
	a.value = after[from:to]
	ok = a.isSecret() && (a.password || !harmlessName().MatchString(prefix)) && (a.bare || !joinForm().MatchString(a.value)) && (m[6] < 0 || !otherWord().MatchString(after[m[6]:m[7]]))
	if word == "pw" || word == "pass" && w.text[w.from] == 'p' { // not compass, but dbPass
		ok = ok && !isWordEnd(prefix)
	}
	if a.separator == ">" { // the end of a tag
		ok = ok && strings.HasSuffix(strings.TrimSuffix(before, prefix), "<")
	}
	return from, to, ok
}

func isWordEnd(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsLetter(last) || unicode.IsDigit(last)
}

// An assignment is a value with what is in front of it.
type assignment struct {
	separator, value string
	password         bool // it is called a password
	bare             bool // the value is not in quotes
	option           bool // the name is an option of a command
}

func (a assignment) isSecret() bool {
	firm := a.option || !a.bare && a.separator != "," || slices.Contains([]string{"=", ":=", "=>", "->", "→", ">"}, a.separator)
	switch {
	case a.password && (firm || a.separator != "" && a.separator != ","):
		return isPassword(a.value, firm)
	case a.password:
		return isRandom(a.value, 10)
	case (a.separator == "" || a.separator == ",") && !a.option:
		return isRandom(a.value, 20)
	}
	return isRandom(a.value, 12)
}

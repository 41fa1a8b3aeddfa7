package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// placeholderForm matches values that stand for a secret: variables, expressions, dots,
// and the words of documentation.
var placeholderForm = lazyregexp.New(`(?i)^[<\[({*•?]|^\$[a-z_]+$|^%\w+%$|[<>…]|\$[{(]|\{\{|\}\}|\*\*|\.\.\.|xxxx|•|example|change_?-?me|placeholder|redacted|removed|masked|dummy|your[_-]|` +
	`^(?:password|passwd|pass|pwd|pw|secret|token|user|guest|test|key|none|null|nil|true|false|undefined|foo|bar)[0-9]?$|^![a-z]+$|://`)

func isPlaceholder(value string) bool { return placeholderForm().MatchString(value) }

var (
	// pairForm matches what begins the next pair of a list of names and values, or a quote in HTML.
	pairForm = lazyregexp.New(`^[&;,](?:amp;)?[\w.%-]*[=:]|^&(?:quot|apos|lt|gt|#\d+);`)
	// quantityForm matches numbers, dates, tickets and the like, as in "12-character".
	quantityForm = lazyregexp.New(`^(?:\d+[a-z%]*(?:[.:/-][\da-z]+)*|[A-Z]{2,10}-?\d{1,8})$`)
	// digestForm matches the name of a hash in front of its value, and a date.
	digestForm = lazyregexp.New(`(?i)^(?:sha\d*|md5|urn)[:-]|^\d{4}-\d\d-\d\d`)
	pathForm   = lazyregexp.New(`^[.~]?/[^/]+/`)
	// mixedForm matches where a small letter is followed by a capital.
	mixedForm = lazyregexp.New(`\p{Ll}\p{Lu}`)
	// wordForm matches words as they are in prose, in names and in identifiers.
	wordForm = lazyregexp.New(`^(?:(?:(?:[A-Z]?[a-z]{2,}|[A-Z]{2,}|Is|To|Of|In|On|At|By|Id|As|Or|If|Up|No|My)\d{0,5})+|[A-Za-z]\d{0,3}|\d{1,4})$`)
)

// wholeValue returns the range of a value without quotes, of which a part is known. It ends
// before the next pair, and before punctuation.
func wholeValue(text string, from, to int) (int, int) {
	for to < len(text) && strings.IndexByte("&;,", text[to]) >= 0 && !pairForm().MatchString(text[to:]) {
		more := strings.IndexFunc(text[to+1:], endsValue)
		if more < 0 {
			more = len(text) - to - 1
		}
		if more == 0 {
			break
		}
		to += 1 + more
	}
	to = from + len(strings.TrimRight(text[from:to], ".,:;([)]}*?“”„«»‘’"))
	return to - len(strings.TrimLeft(text[from:to], "([{“”„«»‘’")), to
}

// endsValue reports whether a character may end a value without quotes.
func endsValue(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'`<>|\\&;,", r) }

// parts splits the beginning of a value into the words and numbers that a name or an
// identifier is made of.
func parts(value string) []string {
	value = value[:min(len(value), 128)]
	if i := strings.IndexAny(value, "([{"); i > 0 {
		value = value[:i] // a call
	}
	return strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("-_./:#@~+=", r) })
}

// isPassword reports whether a value may be a password: plain words and references such as
// config.password are not. Firm means that it is certainly the value of the password, as
// after an equals sign; else it may be the next word of a sentence.
func isPassword(value string, firm bool) bool {
	letter, digit := strings.ContainsFunc(value, unicode.IsLetter), strings.ContainsFunc(value, unicode.IsDigit)
	marked := strings.ContainsAny(value, "!#$%&*+?^~@")
	mixed := letter && (digit || marked || (firm || len(value) >= 12) && len(mixedForm().FindAllString(value, 2)) == 2)
	words := parts(value)
	switch {
	case utf8.RuneCountInString(value) < 6, !mixed && !(firm && digit), len(words) == 0:
		return false
	case strings.ContainsAny(value, "([") && wordForm().MatchString(words[0]), pathForm().MatchString(value):
		return false // a call, an element, or the working directory
	case wordy(words) == len(words) && (len(words) > 1 || !digit) && !(digit && marked):
		return firm && digit && !strings.ContainsAny(value, "./:") // unlike checkout-db-2
	}
	return firm || !quantityForm().MatchString(value)
}

// wordy returns how many of the parts are words or short numbers.
func wordy(parts []string) (n int) {
	for _, part := range parts {
		if wordForm().MatchString(part) {
			n++
		}
	}
	return n
}

// isRandom reports whether a value is made of random characters, and at least so many.
func isRandom(value string, least int) bool {
	if len(value) < least || digestForm().MatchString(value) || strings.ContainsFunc(value, func(r rune) bool {
		return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.+/=~:%$!*,#@-", r)
	}) {
		return false
	}
	random := 0
	for _, part := range parts(value) {
		if !wordForm().MatchString(part) {
			random += len(part)
		}
	}
	return random >= least && entropy(value) >= 3
}

package check

import (
	"cmp"
	"encoding/base64"
	"regexp"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A credentialRule finds secrets by the words in front of them, because passwords and most
// tokens have no pattern of their own. These rules replace generic-api-key of gitleaks,
// which is made for code: in prose, it misses passwords and takes long words for secrets.
type credentialRule struct {
	name  string
	words []string              // in lower case
	reach int                   // the number of bytes after a word that are searched; 0 means 512
	form  func() *regexp.Regexp // matches the text after one of the words
	// judge returns the range of a secret after a word, and whether it is one. Its offsets,
	// like those of the match m, are counted from the end of the word.
	judge func(w wordPlace, m []int) (from, to int, ok bool)
}

// A wordPlace is a word in a text.
type wordPlace struct {
	text           string
	from, to, last int // last is the end of the text to search
}

func (w wordPlace) before() string { return w.text[max(0, w.from-60):w.from] }
func (w wordPlace) after() string  { return w.text[w.to:w.last] }

// line returns at most 500 bytes of the line in front of the word.
func (w wordPlace) line() string {
	text := w.text[max(0, w.from-500):w.from]
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// The parts of the expression for the value of a name.
const (
	// afterName matches the rest of a name, such as _prod, and what closes its markup.
	afterName = `(?:[_-](?i:base|prod|production|live|test|dev|staging|new|old|primary|secondary|value|v?[0-9]{1,3})|[0-9])?(?:\\?["'\x60]|\*\*|__|[\])]){0,3}`
	// gap matches blanks, of which one may be the end of a line.
	gap = `(?:[ \t]+\n?|\n)[ \t>]*`
	// beforeValue matches what separates a value from its name: the word value with a sign, a
	// sign, or words with a colon or a verb, as in "the password of the portal was".
	beforeValue = `(?:,?\s+["']?value["']?[ \t]*([:=])(?:` + gap + `)?|[ \t]*(=>|:=|-+>|→|[=:|>(,])(?:\*\*)?(?:` + gap + `)?|` +
		`((?:` + gap + `[A-Za-z'’-]+){0,6}?)(?:[ \t]*(:)(?:` + gap + `)?|` + gap + `((?i:is|was|were|been|ist|war|lautet|lautete|est|es|era)\b:?)` + gap + `)|` +
		gap + `)(?:![a-z]+` + gap + `)?`
	// anyValue matches a value in double quotes, single quotes, backticks or none.
	anyValue = `(?:[bru]?\\?"([^"\\\n]{4,})|[bru]?'([^'\n]{4,})'|\x60([^\x60\n]{4,})\x60|(?:\*\*)?([^\s"'\x60<>|\\&;,]{4,}))`
)

var credentialRules = []credentialRule{
	{
		name: "password or token",
		words: []string{
			"password", "passwd", "passphrase", "passwort", "passcode", "pass", "requirepass", "masterauth", "pwd", "pw", "kennwort", "mot de passe", "contraseña", "senha",
			"key", "secret", "token", "credential", "credentials", "creds",
		},
		form:  lazyregexp.New(`^` + afterName + beforeValue + anyValue),
		judge: assigned,
	},
	{
		name: "authorization header", words: []string{"authorization"},
		form:  lazyregexp.New(`^["'\x60]?[ \t]*[:=][ \t]*["'\x60]?(?:((?i:bearer|token|basic|apikey|key))[ \t]+)?([^\s"'\x60<>,\\|]{6,})`),
		judge: authorized,
	},
	{
		name: "authorization header", words: []string{"bearer"},
		form:  lazyregexp.New(`^[ \t]+([^\s"'\x60<>,\\|]{16,})`),
		judge: randomWord,
	},
	{
		name: "session cookie", words: []string{"session=", "sessionid=", "session_id=", "sess=", "sessid=", "auth=", "sid="},
		form: lazyregexp.New(`^([^\s"'<>;,]{16,})`),
		judge: func(w wordPlace, m []int) (from, to int, ok bool) {
			from, to, ok = randomWord(w, m)
			return from, to, ok && strings.Contains(strings.ToLower(w.line()), "cookie")
		},
	},
	{
		name: "password in a URL", words: []string{"://"},
		form:  lazyregexp.New(`^([^\s/?#@:"'\x60<>]*):([^\s/?#@"'\x60<>]{3,})@(example\.)?`),
		judge: userinfo,
	},
	{
		name: "token in a URL", words: []string{"://"},
		form:  lazyregexp.New(`^([^\s/?#@:"'\x60<>]{16,})@`),
		judge: randomWord,
	},
	{
		name: "token in a URL", words: []string{"?sig=", "&sig=", "?signature=", "&signature=", "-signature=", "?key=", "&key=", "?auth=", "&auth=", "&hmac="},
		form:  lazyregexp.New(`^([^\s&"'\x60<>)\]|]{16,})`),
		judge: randomWord,
	},
	{
		name: "password of a command", words: []string{" -p", " -a "},
		form: lazyregexp.New(`^([ \t]*)["']?([^\s"'\x60<>|]{4,})`),
		judge: func(w wordPlace, m []int) (from, to int, ok bool) {
			command := passwordCommand().FindStringSubmatch(w.line())
			return m[4], m[5], command != nil && (command[1] == "" || m[2] == m[3]) && isPassword(w.after()[m[4]:m[5]], true)
		},
	},
	{
		name: "password of a command", words: []string{"add_user", "change_password"},
		form:  lazyregexp.New(`^[ \t]+[^\s"'\x60|]+[ \t]+["']?([^\s"'\x60<>|]{4,})`),
		judge: givenPassword,
	},
	{
		name: "password of a command", words: []string{"-pass pass:", "-passin pass:", "-passout pass:"},
		form:  lazyregexp.New(`^["']?([^\s"'\x60<>|]{4,})`),
		judge: givenPassword,
	},
	{
		name: "password of a command", words: []string{"identified"},
		form:  lazyregexp.New(`^\s+(?i:with\s+\w+\s+)?(?i:by)\s+(?i:password\s+)?["']([^"'\n]{4,})["']`),
		judge: givenPassword,
	},
	{ // its beginning; private-key of gitleaks needs the end
		name: "private-key", words: []string{"-----begin"}, reach: 8 << 10,
		form: lazyregexp.New(`^[ A-Z0-9]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\s>"'|]|\\+[nr]|[A-Z][\w-]{2,20}: [^\n]+\n)*` +
			`([A-Za-z0-9+/=]{20,}(?:(?:[\s>"'|]|\\+[nr]){1,9}[A-Za-z0-9+/=]{16,})*)`),
		judge: func(_ wordPlace, m []int) (from, to int, ok bool) { return m[2], m[3], true },
	},
}

// credentialWords finds the words of the rules.
var credentialWords = sync.OnceValue(func() (found struct {
	*keywords
	words []string
	rules []*credentialRule // by the number of a word
},
) {
	for i := range credentialRules {
		for _, word := range credentialRules[i].words {
			found.words, found.rules = append(found.words, word), append(found.rules, &credentialRules[i])
		}
	}
	found.keywords = newKeywords(found.words)
	return found
})

// credentials returns the secrets that the rules find in a text.
func credentials(text string) (out []secret) {
	known := credentialWords()
	left := maxRead
	counts := map[string]int{}
	known.each(text, func(n, end int) {
		rule := known.rules[n]
		reach := cmp.Or(rule.reach, 512)
		if left -= reach; left < 0 || counts[rule.name] >= maxSecrets {
			return
		}
		w := wordPlace{text, end - len(known.words[n]), end, min(len(text), end+reach)}
		m := rule.form().FindStringSubmatchIndex(w.after())
		if m == nil {
			return
		}
		if from, to, ok := rule.judge(w, m); ok && !isPlaceholder(text[end+from:end+to]) {
			counts[rule.name]++
			out = append(out, secret{rule.name, end + from, longValue(text, end+to, w.last)})
		}
	})
	return out
}

// longValue returns the end of a value that goes on after the text that was searched.
func longValue(text string, to, last int) int {
	if to < last {
		return to
	}
	if i := strings.IndexFunc(text[to:], endsValue); i >= 0 {
		return to + i
	}
	return len(text)
}

// passwordCommand matches commands that take a password after -p or -a, the first group
// those that take no blank between.
var passwordCommand = lazyregexp.New(`\b(?:(mysql\w*)|sshpass|redis-cli|docker login|podman login|mongo\w*|sqlcmd)\b[^|]*$`)

// authorized judges the value of a header. The groups are the scheme and the value.
func authorized(w wordPlace, m []int) (from, to int, ok bool) {
	after, scheme := w.after(), ""
	if m[2] >= 0 {
		scheme = strings.ToLower(after[m[2]:m[3]])
	}
	from, to = wholeValue(after, m[4], m[5])
	switch value := after[from:to]; scheme {
	case "":
		return from, to, isRandom(value, 16)
	case "basic":
		pair, err := base64.StdEncoding.DecodeString(value)
		return from, to, err == nil && strings.Contains(string(pair), ":")
	default:
		return from, to, len(value) >= 8 && strings.ContainsAny(value, "0123456789") || len(value) >= 16 && len(parts(value)) == 1
	}
}

// userinfo judges the password of a URL. The groups are the user, the password, and the
// beginning of a host in an example.
func userinfo(w wordPlace, m []int) (from, to int, ok bool) {
	after := w.after()
	return m[4], m[5], m[6] < 0 && after[m[2]:m[3]] != after[m[4]:m[5]]
}

func randomWord(w wordPlace, m []int) (from, to int, ok bool) {
	from, to = wholeValue(w.after(), m[2], m[3])
	return from, to, isRandom(w.after()[from:to], 16)
}

func givenPassword(w wordPlace, m []int) (from, to int, ok bool) {
	return m[2], m[3], isPassword(w.after()[m[2]:m[3]], true)
}

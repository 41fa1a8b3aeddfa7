package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var personRules = []*Rule{
	{
		Name: "person-name", Level: content.Error, Group: blamelessGroup, Title: "a person is named",
		Reason: "A post mortem looks at the process, not at people. People who fear being named do not say what happened, and a name stays on the web for ever. " +
			"The rule looks for the names, addresses and logins of the repository's authors, committers and co-authors, for the names under `people:` in the config, and for any e-mail address or @handle. " +
			"It does not report a given name alone, the mailbox of a role, or addresses that are reserved for examples.",
		Bad:  "At 14:05 Ada Lovelace (ada@lovelace.example.com) rolled the change back.",
		Good: "At 14:05 the on-call engineer rolled the change back.",
		Run:  personNames, unread: true, removed: true,
	},
	{
		Name: "owner-not-role", Level: content.Warning, Group: blamelessGroup, Title: "an owner or author is not a role",
		Reason: "People change teams, but roles stay: an action item owned by a role still has an owner next year. " +
			"If the config has `roles:`, only these may be owners and authors; otherwise, anything that does not look like a person's name.",
		Bad:  "| Renew the certificate | Mitigation | Ada Lovelace | CHG0042 |",
		Good: "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:  ownersNotRoles,
	},
}

const roleHint = "write the role, such as `on-call engineer`"

func personNames(d *Document) {
	before := false // the line above may contain part of a name
	for i, line := range d.prose {
		if d.full() {
			return
		}
		if strings.IndexByte(line, '@') >= 0 {
			d.addresses(i+1, line)
			line = addressForm().ReplaceAllStringFunc(line, blankBytes)
		}
		now := d.names.mayMatch(line)
		if now {
			for _, at := range d.names.match(line) {
				if d.full() {
					return
				}
				d.person(i+1, line, at[0], at[1], "the name of a person")
			}
		}
		if i > 0 && (before || now) {
			d.brokenName(i - 1)
		}
		before = now
	}
}

// brokenName finds a name that continues on the next line of its paragraph.
func (d *Document) brokenName(i int) {
	head, tail := strings.TrimRight(d.prose[i], " \t"), strings.TrimLeft(d.prose[i+1], " \t>")
	before := wordsOf(head)
	before = before[max(0, len(before)-3):] // few names have more than four words
	last, _ := utf8.DecodeLastRuneInString(head)
	if !slices.ContainsFunc(before, func(w word) bool { return len(d.names.starts[w.folded]) > 0 }) && !d.names.dense.mayMatch(string(last)) {
		return
	}
	start := before[0].from
	border := len(head) - start
	for _, at := range d.names.match(head[start:] + " " + tail) {
		if end := at[1] - border - 1; at[0] < border && end > 0 {
			d.person(i+1, d.prose[i], start+at[0], len(head), "the name of a person")
			d.hide(tail[:end], initials(tail[:end]))
		}
	}
}

func (d *Document) person(line int, text string, from, to int, what string) {
	name := text[from:to]
	shown := initials(name)
	if strings.Contains(name, "@") {
		shown = maskAddress(name)
	}
	column := utf8.RuneCountInString(text[:from]) + 1
	d.report(span{line, column, column + utf8.RuneCountInString(name)}, roleHint, "the text contains %s, %s", what, shown)
	d.hide(name, shown)
}

// addressForm matches an e-mail address, or a handle: an @ that does not follow a word.
var addressForm = lazyregexp.New(`[\p{L}\p{N}._%+-]*@[\p{L}\p{N}](?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])*/?`)

// userinfoForm matches the text in front of the password in a URL.
var userinfoForm = lazyregexp.New(`://[^\s/@]*:$`)

func (d *Document) addresses(number int, line string) {
	for _, at := range addressForm().FindAllStringIndex(line, 2*maxFindings) {
		if d.full() {
			return
		}
		from, to := at[0], at[1]
		text := line[from:to]
		local, domain, _ := strings.Cut(text, "@")
		switch {
		case d.names.allow[fold(strings.TrimPrefix(text, "@"))], strings.HasSuffix(text, "/"):
		case local == "":
			if startsHandle(line[:from]) && (isHandle(domain) || len(d.names.match(domain)) > 0) {
				d.person(number, line, from, to, "the handle of a person")
			}
		case d.names.emails[strings.ToLower(text)], !isRole(local) && isDomain(domain) && !userinfoForm().MatchString(line[:from]):
			d.person(number, line, from, to, "an e-mail address")
		}
	}
}

// isDomain reports whether mail may reach somebody at the domain. Names such as
// example.org are reserved (RFC 2606), and a name without a dot is a machine's.
func isDomain(domain string) bool {
	labels := strings.Split(strings.ToLower(domain), ".")
	last := labels[len(labels)-1]
	if len(labels) < 2 || len(last) < 2 || strings.ContainsFunc(last, unicode.IsDigit) {
		return false
	}
	return !notDomains[last] && labels[len(labels)-2] != "example"
}

// notDomains are the last parts of texts that look like an address but are not: reserved
// names, and kinds of systemd units, as in getty@tty1.service.
var notDomains = wordSet("example invalid test localhost local internal service socket timer target mount conf yaml yml json log txt md go")

// startsHandle reports whether an @ after the text may begin a handle.
func startsHandle(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || unicode.IsSpace(last) || strings.ContainsRune(`([{"'“‘|,;:/*_`, last)
}

// isHandle reports whether @name is a handle such as @ada, rather than something that
// programs or chats write after an @.
func isHandle(name string) bool {
	lower := strings.ToLower(name)
	first, _ := utf8.DecodeRuneInString(name)
	return !unicode.IsDigit(first) && !strings.Contains(name, ".") && len(name) >= 2 && !notHandles[lower] && !isRole(lower)
}

// notHandles are words that follow an @ but name nobody: chat groups, and keywords of
// style sheets, annotations and doc comments.
var notHandles = wordSet(`here channel everyone all media import charset font-face keyframes supports layer page container
	override deprecated nullable notnull test before after async transactional autowired inject component service
	param params return returns throws see since author version todo type types property decorator dataclass staticmethod classmethod
	latest next beta main master head daily weekly monthly hourly yearly reboot`)

func maskAddress(text string) string {
	local, domain, _ := strings.Cut(text, "@")
	first := func(s string) string {
		r, size := utf8.DecodeRuneInString(s)
		if size == 0 {
			return ""
		}
		return string(r) + "…"
	}
	return first(local) + "@" + first(domain)
}

func blankBytes(text string) string { return strings.Repeat(" ", len(text)) }

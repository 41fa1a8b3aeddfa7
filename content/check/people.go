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
		Reason: "A post mortem looks at the process, not at people: whoever fears to be named will not tell what happened, and a name stays on the web for ever. " +
			"Looked for are the names, addresses and logins of the repository's own authors, committers and co-authors, `people:` of the config, and any e-mail address or @handle. " +
			"A given name alone, a role's mailbox and addresses reserved for examples are no findings.",
		Bad:  "At 14:05 Ada Lovelace (ada@lovelace.example.com) rolled the change back.",
		Good: "At 14:05 the on-call engineer rolled the change back.",
		Run:  personNames, unread: true,
	},
	{
		Name: "owner-not-role", Level: content.Warning, Group: blamelessGroup, Title: "an owner or author is no role",
		Reason: "People change teams, roles stay; an action item owned by a role still has an owner next year. " +
			"With `roles:` in the config only those are owners and authors, else whatever does not look like a person's name.",
		Bad:  "| Renew the certificate | Mitigation | Ada Lovelace | CHG0042 |",
		Good: "| Renew the certificate | Mitigation | platform team | CHG0042 |",
		Run:  ownersNotRoles,
	},
}

const roleHint = "write the role, such as `on-call engineer`"

func personNames(d *Document) {
	before := false // the line above may have a part of a name
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

// brokenName finds a name that goes on in the next line of its paragraph.
func (d *Document) brokenName(i int) {
	head, tail := strings.TrimRight(d.prose[i], " \t"), strings.TrimLeft(d.prose[i+1], " \t>")
	before := wordsOf(head)
	before = before[max(0, len(before)-3):] // few names have more words than four
	if !slices.ContainsFunc(before, func(w word) bool { return len(d.names.starts[w.folded]) > 0 }) {
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
	d.report(span{line, column, column + utf8.RuneCountInString(name)}, roleHint, "%s, %s, stands here", what, shown)
	d.hide(name, shown)
}

// An address, or a handle: @ behind what is no word.
var addressForm = lazyregexp.New(`[\p{L}\p{N}._%+-]*@[\p{L}\p{N}](?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}])*/?`)

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
			if isHandle(line[:from], domain) {
				d.person(number, line, from, to, "the handle of a person")
			}
		case d.names.emails[strings.ToLower(text)], !isRole(local) && isDomain(domain):
			d.person(number, line, from, to, "an e-mail address")
		}
	}
}

// isDomain reports whether mail may reach somebody there: example.org and the
// like are reserved (RFC 2606), and a name without a dot is a machine's.
func isDomain(domain string) bool {
	labels := strings.Split(strings.ToLower(domain), ".")
	last := labels[len(labels)-1]
	if len(labels) < 2 || len(last) < 2 || strings.ContainsFunc(last, unicode.IsDigit) {
		return false
	}
	return !notDomains[last] && labels[len(labels)-2] != "example"
}

// notDomains end what looks like an address: reserved names, and the kinds of
// unit that systemd starts more than once, as getty@tty1.service.
var notDomains = wordSet("example invalid test localhost local internal service socket timer target mount conf yaml yml json log txt md go")

// isHandle tells @ada from what programs and chats write behind an @.
func isHandle(before, name string) bool {
	if last, _ := utf8.DecodeLastRuneInString(before); before != "" && !unicode.IsSpace(last) && !strings.ContainsRune(`([{"'“‘|,;:/*_`, last) {
		return false
	}
	lower := strings.ToLower(name)
	first, _ := utf8.DecodeRuneInString(name)
	if unicode.IsDigit(first) || strings.Contains(name, ".") || len(name) < 2 || notHandles[lower] || isRole(lower) {
		return false
	}
	return true
}

// notHandles stand behind an @ and are nobody: chat groups, style sheets,
// annotations and doc comments.
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

package content

import (
	"iter"
	"net/url"
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// A ticketShape is a form of the addresses of a tracker's tickets. Number returns a ticket's number from the groups.
type ticketShape struct {
	form   func() *regexp.Regexp
	number func(groups []string) string
}

func group(groups []string) string { return groups[1] }

func upperGroup(groups []string) string { return strings.ToUpper(groups[1]) }

// ticketShapes are tried one after another, on an address whose percent signs are resolved.
var ticketShapes = []ticketShape{
	{ // Azure Boards
		lazyregexp.New(`^https?://(?:dev\.azure\.com|[\w-]+\.visualstudio\.com)/.*(?:/_workitems/edit/|[?&]workitem=)(\d+)\b`),
		func(groups []string) string { return "AB#" + groups[1] },
	},
	{
		lazyregexp.New(`^https?://(?:dev\.azure\.com/[^/]+|[\w-]+\.visualstudio\.com)/([^/]+)/_git/([^/]+)/pullrequest/(\d+)\b`),
		func(groups []string) string { return groups[1] + "/" + groups[2] + "!" + groups[3] },
	},
	{lazyregexp.New(`^https?://[\w-]+(?:\.eu)?\.pagerduty\.com/incidents/(\w+)`), group},
	{lazyregexp.New(`^https?://[\w.-]+\.service-now\.com/.*?\b((?:INC|CHG|PRB|RITM|REQ|TASK|CTASK|SCTASK|CS)\d{4,})\b`), group},
	{
		lazyregexp.New(`^https?://[\w.-]+\.service-now\.com/.*\bsys_id=([0-9a-f]{32})\b`),
		func(groups []string) string { return "ServiceNow " + groups[1][:8] },
	},
	{ // GitHub, Gitea and GitLab: owner/repository#12, group/project!12
		lazyregexp.New(`^https?://[^/]+/([\w.-]+(?:/[\w.-]+)+?)/(?:-/)?(issues|pull|pulls|merge_requests|work_items)/(?:incident/)?(\d+)\b`),
		func(groups []string) string {
			if groups[2] == "merge_requests" {
				return groups[1] + "!" + groups[3]
			}
			return groups[1] + "#" + groups[3]
		},
	},
	{ // Jira, YouTrack and Linear: ABC-12
		lazyregexp.New(`^https?://[^/]+/(?:[\w.-]+/){0,3}(?:browse|issue|issues|tickets?|youtrack/issue)/([A-Za-z][A-Za-z0-9_]*-\d+)\b`), upperGroup,
	},
	{lazyregexp.New(`^https?://[^/]+/.*[?&]selectedIssue=([A-Za-z][A-Za-z0-9_]*-\d+)\b`), upperGroup},
}

var (
	numberText = lazyregexp.New(`(?:^|[\s(\[,/])((?:[\w.-]+/[\w.-]+)?[#!]\d+)\b|(?i:\b(?:pr|pull request|merge request|mr|issue|ticket)s?:? )((?i:#?\d+|[a-z][a-z0-9]+-\d+))\b`)
	keyText    = lazyregexp.New(`[(\[]([A-Z][A-Z0-9]+-\d+)[)\]]`)
	labelText  = lazyregexp.New(`^(?:[A-Z]{2,}[A-Z0-9]*-?\d+|(?:[\w.-]+/[\w.-]+)?[#!]\d+)$`)
	lastText   = lazyregexp.New(`[/=]([A-Za-z]{2,}-?\d+)/?$`)
	linkText   = lazyregexp.New(`^(?:\[(.*)\]\(<?([^()\s<>]+)>?\)|<(\w+:[^<>\s]+)>)$`)
)

// isWebAddress reports whether an address is one that pages link to for a ticket.
func isWebAddress(address string) bool {
	lower := strings.ToLower(address)
	return (strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")) && !strings.ContainsAny(address, " \t\n\"<>\\")
}

// lowerHost returns an address with its scheme and host in lower case, in which their letters do not differ.
func lowerHost(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	end := len(address) - len(rest) + len(rest[:strings.IndexAny(rest+"/", "/?#")])
	return strings.ToLower(address[:end]) + address[end:]
}

// TicketNumber returns the number of the ticket, issue or pull request at an address of a known tracker, or "".
func TicketNumber(address string) string {
	if !isWebAddress(address) {
		return ""
	}
	plain := lowerHost(address)
	for range 2 { // some addresses have another one in their query
		if resolved, err := url.PathUnescape(plain); err == nil {
			plain = resolved
		}
	}
	for _, shape := range ticketShapes {
		if groups := shape.form().FindStringSubmatch(plain); groups != nil {
			return shape.number(groups)
		}
	}
	return ""
}

// ticketAt returns a short number for a link that is known to lead to a ticket: that of its tracker, that which is its
// text or at the end of its address, or else the address without its scheme.
func ticketAt(l markdown.Link) string {
	if number := TicketNumber(l.Dest); number != "" {
		return number
	}
	if text := strings.TrimSpace(l.Text); ticketForm().MatchString(text) && !isWebAddress(text) && text != l.Dest {
		return text
	}
	if m := lastText().FindStringSubmatch(l.Dest); m != nil {
		return strings.ToUpper(m[1])
	}
	_, short, _ := strings.Cut(l.Dest, "://")
	return strings.TrimRight(short, "/")
}

// track records the address of a ticket, and returns its number.
func (d *decoder) track(number, address string) string {
	if _, known := d.pm.TicketURLs[number]; !known && isWebAddress(address) {
		if d.pm.TicketURLs == nil {
			d.pm.TicketURLs = map[string]string{}
		}
		d.pm.TicketURLs[number] = address
	}
	return number
}

// ticketOf returns the number that a value of the front matter names: as it is written, or that of the link or address.
func (d *decoder) ticketOf(value string) string {
	l := markdown.Link{Text: value, Dest: value}
	if m := linkText().FindStringSubmatch(value); m != nil {
		l = markdown.Link{Text: m[1], Dest: m[2] + m[3]}
	}
	if !isWebAddress(l.Dest) {
		return value
	}
	return d.track(ticketAt(l), l.Dest)
}

// trackingIn returns the numbers that a text and its links name: those at the addresses of
// trackers and in the texts of links, or else those in words such as "PR #12" and "(ABC-12)".
func (b *bodyReader) trackingIn(text string, links []markdown.Link) (out []string) {
	for _, l := range links {
		if number := TicketNumber(l.Dest); number != "" || isWebAddress(l.Dest) && labelText().MatchString(l.Text) {
			out = appendNew(out, b.track(ticketAt(l), l.Dest))
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, m := range numberText().FindAllStringSubmatch(text, -1) {
		out = appendNew(out, m[1]+m[2])
	}
	for _, m := range keyText().FindAllStringSubmatch(text, -1) {
		out = appendNew(out, m[1])
	}
	return out
}

// trackingOfCell returns the numbers in a cell for them, in the order of the cell: those of its links, and those beside
// them. A number beside a single link of no known tracker is that of the link.
func (b *bodyReader) trackingOfCell(cell markdown.Cell) (out []string) {
	rest := cell.Text
	var links []markdown.Link
	for _, l := range b.doc.CellLinks(cell) {
		if isWebAddress(l.Dest) {
			links = append(links, l)
			rest = strings.Replace(rest, l.Text, ",\x00,", 1) // texts never contain NUL
		}
	}
	if len(links) == 0 {
		return splitTracking(cell.Text)
	}
	beside := ticketsAmong(rest)
	if len(links) == 1 && len(beside) == 1 && TicketNumber(links[0].Dest) == "" {
		return []string{b.track(beside[0], links[0].Dest)}
	}
	for before, l := range cutAt(rest, links) {
		out = appendNew(out, ticketsAmong(before)...)
		out = appendNew(out, b.track(ticketAt(l), l.Dest))
	}
	return appendNew(out, ticketsAmong(rest[strings.LastIndexByte(rest, 0)+1:])...)
}

// cutAt returns the text before each link, of which a NUL takes the place, and the link.
func cutAt(text string, links []markdown.Link) iter.Seq2[string, markdown.Link] {
	return func(yield func(string, markdown.Link) bool) {
		for _, l := range links {
			before, after, _ := strings.Cut(text, "\x00")
			if text = after; !yield(before, l) {
				return
			}
		}
	}
}

// ticketsAmong returns the words of a text that are ticket numbers.
func ticketsAmong(text string) (out []string) {
	for _, word := range trimmedParts(text, ',', ';', ' ', '(', ')') {
		if ticketForm().MatchString(word) {
			out = append(out, word)
		}
	}
	return out
}

// nameLinked replaces the numbers that are addresses or the texts of links by those of the tickets that the links lead to.
func (b *bodyReader) nameLinked(numbers []string, links []markdown.Link) {
	for i, number := range numbers {
		if isWebAddress(number) {
			numbers[i] = b.track(ticketAt(markdown.Link{Dest: number}), number)
		}
		for _, l := range links {
			if l.Text == number && isWebAddress(l.Dest) {
				numbers[i] = b.track(ticketAt(l), l.Dest)
			}
		}
	}
}

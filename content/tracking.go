package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// Addresses of trackers: GitHub, Gitea and GitLab (owner/repository#12, group/project!12), and
// Jira, YouTrack and Linear (ABC-12).
var (
	forgeAddress = lazyregexp.New(`^https?://[^/]+/([\w.-]+(?:/[\w.-]+)+?)/(?:-/)?(issues|pull|pulls|merge_requests|work_items)/(\d+)\b`)
	keyAddress   = lazyregexp.New(`^https?://[^/]+/(?:[\w.-]+/){0,3}(?:browse|issue|issues|tickets?|youtrack/issue)/([A-Za-z][A-Za-z0-9_]*-\d+)\b`)
	numberText   = lazyregexp.New(`(?:^|[\s(\[,/])((?:[\w.-]+/[\w.-]+)?[#!]\d+)\b|(?i:\b(?:pr|pull request|merge request|mr|issue|ticket)s?:? )((?i:#?\d+|[a-z][a-z0-9]+-\d+))\b`)
	keyText      = lazyregexp.New(`[(\[]([A-Z][A-Z0-9]+-\d+)[)\]]`)
)

// trackingOf returns the number of the ticket, issue or pull request at an address, or "".
func trackingOf(address string) string {
	if m := forgeAddress().FindStringSubmatch(address); m != nil {
		sign := "#"
		if m[2] == "merge_requests" {
			sign = "!"
		}
		return m[1] + sign + m[3]
	}
	if m := keyAddress().FindStringSubmatch(address); m != nil {
		return strings.ToUpper(m[1])
	}
	return ""
}

// trackingIn returns the numbers that a text and its links name: those at the addresses of
// trackers, or else those in words such as "PR #12" and "(ABC-12)".
func trackingIn(text string, links []string) (out []string) {
	for _, link := range links {
		if number := trackingOf(link); number != "" {
			out = appendNew(out, number)
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

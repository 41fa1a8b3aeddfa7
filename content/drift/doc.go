// Package drift compares action items with what trackers say of their tickets.
//
// [Read] reads what gh, glab and Jira export; nothing is fetched. [Compare] finds the action items that say
// something else than their tickets, and [Fix] writes the states that only one answer is right for.
//
// An export names people and quotes what anybody may have written. None of its titles, texts, logins and names
// leaves this package: a [Ticket] is known by its number, and an assignee only by the role that the site's config
// gives to them.
package drift

package git

import (
	"strconv"
	"strings"
	"time"
)

// A Person is an author or committer. Callers use it to find names that a text should not contain, and to map addresses
// to roles.
type Person struct{ Name, Email string }

// Login returns the account name in a forge's noreply address: "ada" for 1234567+ada@users.noreply.github.com. It
// returns "" for all other addresses.
func (p Person) Login() string {
	local, domain, _ := strings.Cut(strings.ToLower(p.Email), "@")
	if !strings.Contains(domain, "noreply.") {
		return ""
	}
	if number, login, found := strings.Cut(local, "+"); found && strings.Trim(number, "0123456789") == "" {
		return login
	}
	if number, login, found := strings.Cut(local, "-"); found && strings.Trim(number, "0123456789") == "" {
		return login // GitLab's form
	}
	return local
}

// ParseIdent parses "Name <address> 1700000000 +0100". Like git it accepts malformed input: a name or address
// that it cannot parse is empty, and a time is 0 seconds since 1970.
func ParseIdent(s string) (Person, time.Time) {
	name, rest, _ := strings.Cut(s, "<")
	email, _, found := strings.Cut(rest, ">")
	if !found {
		return Person{Name: strings.TrimSpace(name)}, time.Unix(0, 0).UTC()
	}
	seconds, zone, _ := strings.Cut(strings.TrimSpace(rest[strings.LastIndexByte(rest, '>')+1:]), " ")
	n, _ := strconv.ParseInt(seconds, 10, 64)
	t := time.Unix(n, 0).UTC()
	if z, err := strconv.Atoi(zone); err == nil && z != 0 {
		t = t.In(time.FixedZone("", (z/100*60+z%100)*60))
	}
	return Person{strings.TrimSpace(name), strings.TrimSpace(email)}, t
}

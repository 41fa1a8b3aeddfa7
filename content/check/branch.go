package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/config"
)

// BranchMask returns a function that masks the names of people in the name of a branch,
// for published pages. In addition to what person-name finds in text, it masks
// personal folders, at any depth: a login, the local part of an address, a single
// word of a name, or a name with an initial or without blanks, as in
// ghopper/dns and team/ghopper/dns.
func BranchMask(people []Person, cfg *config.Config) func(branch string) string {
	n := newNames(Input{Config: cfg, People: people})
	own := ownFolders{names: map[string]bool{}, allow: n.allow}
	for _, p := range people {
		if isRole(p.Name) || roles(cfg)[fold(p.Name)] {
			continue
		}
		own.add(p.Login)
		own.addAddress(p.Email)
		for _, name := range usualNames(p.Name) {
			own.addName(name)
		}
	}
	for _, name := range cfg.People.Names {
		own.addAny(name)
	}
	for address := range cfg.RoleOf {
		own.addAny(address)
	}
	return func(branch string) string {
		parts := strings.Split(branch, "/")
		for i, folder := range parts[:len(parts)-1] {
			if own.names[unseparated(folder)] && !n.allow[fold(folder)] {
				parts[i] = initials(folder)
			}
		}
		branch = strings.Join(parts, "/")
		masked, done := "", 0
		for _, at := range n.match(branch) {
			masked, done = masked+branch[done:at[0]]+initials(branch[at[0]:at[1]]), at[1]
		}
		return masked + branch[done:]
	}
}

// ownFolders are the names of people's folders, as [unseparated] returns them.
type ownFolders struct{ names, allow map[string]bool }

// addAny adds an @login, an address or a name.
func (o ownFolders) addAny(text string) {
	if login, ok := strings.CutPrefix(text, "@"); ok {
		o.add(login)
	} else if strings.Contains(text, "@") {
		o.addAddress(text)
	} else {
		o.addName(text)
	}
}

// addAddress adds the local part of an address, and if that is a name, as in ada.lovelace@example.org, its forms.
func (o ownFolders) addAddress(address string) {
	local, _, _ := strings.Cut(address, "@")
	local, _, _ = strings.Cut(local, "+")
	o.add(local)
	if strings.ContainsAny(local, "._-") && !isRole(local) {
		o.addName(local)
	}
}

// addName adds each word of a name, and the ways to write first and last name as one word.
func (o ownFolders) addName(name string) {
	for _, words := range spellings(name) {
		for _, word := range words {
			o.add(word)
		}
		if len(words) < 2 {
			continue
		}
		first, last := words[0], words[len(words)-1]
		for _, joined := range []string{strings.Join(words, ""), first + last, last + first, initial(first) + last, last + initial(first)} {
			o.add(joined)
		}
	}
}

func (o ownFolders) add(name string) {
	if folder := unseparated(name); len(folder) > 1 && !isRole(name) && !o.allow[fold(name)] {
		o.names[folder] = true
	}
}

func initial(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}

// unseparated returns the letters and digits of a text, folded.
func unseparated(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(text))
}

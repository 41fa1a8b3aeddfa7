package content

import (
	"hash/fnv"
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The addresses of a site are decided here, not where the site is written: if two documents
// have the same address, the documents are wrong, and a check has to find that.

// Address returns the path of the post mortem's page, such as postmortems/dns-outage/. All
// files below it belong to the post mortem.
func (pm *PostMortem) Address() string { return "postmortems/" + pm.Slug + "/" }

// SourceAddress returns the path at which a site publishes the document itself.
func (pm *PostMortem) SourceAddress() string { return "postmortems/" + pm.Slug + ".md" }

// IDAddress returns the path of the page that redirects from an id, such as
// id/PM-2026-0007/. Ids that differ only in punctuation have the same.
func IDAddress(id string) string {
	if isPlainNumber(id) && !isDevice(id) {
		return "id/" + strings.ToUpper(id) + "/"
	}
	if slug := Slug(id); isDevice(slug) {
		return "id/" + summed(FoldName(id)) + "/"
	}
	return "id/" + Slug(id) + "/"
}

// AliasFile returns the path of the file that redirects from an alias: the alias itself if
// it names a page of HTML, or else the index of the folder.
func AliasFile(alias string) string {
	if ext := path.Ext(alias); ext == ".html" || ext == ".htm" {
		return alias
	}
	return alias + "/index.html"
}

// FoldAddress returns a path as file systems compare it that ignore case, and how accents are
// encoded.
func FoldAddress(path string) string { return strings.ToLower(norm.NFC.String(path)) }

// Limits on an alias, in bytes. File systems have a limit for the length of a name, and for
// that of a path.
const (
	maxName  = 255
	maxAlias = 500
)

// isAlias reports whether a path, without slashes at its ends, can be that of a page.
func isAlias(path string) bool {
	if len(path) > maxAlias || strings.ContainsAny(path, `?#\:%`) || strings.ContainsFunc(path, unicode.IsControl) {
		return false
	}
	for name := range strings.SplitSeq(path, "/") {
		if name == "" || name == "." || name == ".." || len(name) > maxName || isGitName(name) {
			return false
		}
	}
	return true
}

// isGitName reports whether some file system takes a name for that of a repository. Git
// refuses to publish it.
func isGitName(name string) bool {
	name = strings.TrimRight(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name), ". ")
	return name == ".git" || name == "git~1"
}

// maxSlug is the maximum length of a slug in bytes.
const maxSlug = 120

// Slug turns a value into one part of an address: lower case, NFC, with letters
// and digits of any script, and hyphens for everything else. Nothing is folded
// to ASCII, so that values that differ only in accents stay distinct. The slug
// of a value without letters or digits is a hash. Values that differ only in
// punctuation have the same slug; names have [NameSlug].
func Slug(value string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range norm.NFC.String(value) {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) {
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(unicode.ToLower(r))
		} else {
			hyphen = true
		}
	}
	if b.Len() == 0 || b.Len() > maxSlug {
		h := fnv.New32a()
		_, _ = h.Write([]byte(value))
		return "x-" + strconv.FormatUint(uint64(h.Sum32()), 36)
	}
	return b.String()
}

package source

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git/gittest"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// A dice makes random decisions.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 18))} }

// oneIn is true once in n times.
func (d dice) oneIn(n int) bool { return d.IntN(n) == 0 }

func (d dice) pick(list ...string) string { return list[d.IntN(len(list))] }

// A randomHistory is a history for git fast-import. Every content is unlike all others, so that git sees no renames
// but those that are meant.
type randomHistory struct {
	dice
	branches []string
	renames  bool // move files to new names, and never use a name again

	in    strings.Builder
	mark  int // of the last commit
	tips  map[string]int
	trees map[int]map[string]randomFile // by mark
}

type randomFile struct{ mode, text string }

// people have names that different encodings can write.
var people = []string{"Ada", "Jürgen Müller", "山田太郎", "Łukasz Żak", "Иван", "O'Connor", "Grace  Hopper"}

// encodings are those in which commits are written, by the name in their header.
var encodings = map[string]encoding.Encoding{
	"ISO-8859-1": charmap.ISO8859_1, "latin1": charmap.ISO8859_1, "ISO-8859-2": charmap.ISO8859_2, "CP1252": charmap.Windows1252,
	"Shift_JIS": japanese.ShiftJIS, "EUC-JP": japanese.EUCJP, "ISO-2022-JP": japanese.ISO2022JP, "KOI8-R": charmap.KOI8R, "UTF-8": encoding.Nop,
	"": charmap.ISO8859_1, "x-unknown": charmap.ISO8859_1, "utf8": charmap.ISO8859_1, // bytes that are not what the header says
}

// importHistory gives a repository a history of n commits on main and other branches.
func importHistory(r *gittest.Repo, d dice, n int, renames bool, branches ...string) {
	r.T.Helper()
	h := &randomHistory{dice: d, branches: branches, renames: renames, tips: map[string]int{}, trees: map[int]map[string]randomFile{}}
	for range n {
		h.commit()
	}
	if out, err := r.Try(h.in.String(), "fast-import", "--quiet"); err != nil {
		r.T.Fatal(err, out)
	}
}

// commit adds a commit to some branch; it may be a merge.
func (h *randomHistory) commit() {
	branch := h.pick(h.branches...)
	from, begun := h.tips[branch]
	if !begun && h.mark > 0 {
		from = h.tips["main"]
	}
	if from == 0 {
		branch = "main"
	}
	tree := maps.Clone(h.trees[from])
	if tree == nil {
		tree = map[string]randomFile{}
	}
	other := h.tips[h.pick(h.branches...)]
	if from == 0 || other == from || !h.oneIn(3) {
		other = 0
	}
	if other != 0 {
		h.merge(tree, h.trees[other])
	}
	if other == 0 || h.oneIn(3) { // most merges have nothing of their own
		for range 1 + h.IntN(3) {
			h.edit(tree)
			if h.renames { // with more, git log --follow sees copies
				break
			}
		}
	}
	h.mark++
	h.write(branch, from, other, tree)
	h.tips[branch], h.trees[h.mark] = h.mark, tree
}

// merge takes some files of another tree.
func (h *randomHistory) merge(tree, other map[string]randomFile) {
	for _, name := range slices.Sorted(maps.Keys(other)) {
		if h.oneIn(2) {
			put(tree, name, other[name])
		}
	}
}

// put adds a file, and removes those that are in its way.
func put(tree map[string]randomFile, name string, f randomFile) {
	maps.DeleteFunc(tree, func(old string, _ randomFile) bool {
		return strings.HasPrefix(old, name+"/") || strings.HasPrefix(name, old+"/")
	})
	tree[name] = f
}

// edit changes one file.
func (h *randomHistory) edit(tree map[string]randomFile) {
	names := slices.Sorted(maps.Keys(tree))
	text := h.text()
	if h.renames {
		name := fmt.Sprintf("d%d/%d é.md", h.IntN(3), h.mark)
		if len(names) > 0 && h.oneIn(2) {
			old := names[h.IntN(len(names))]
			f := tree[old]
			f.text += h.pick("", fmt.Sprintln("more", h.Uint64()))
			if h.oneIn(2) {
				name = old
			}
			delete(tree, old)
			tree[name] = f
			return
		}
		tree[name] = randomFile{"100644", text}
		return
	}
	name := h.path()
	if len(names) > 0 && h.oneIn(2) {
		name = names[h.IntN(len(names))]
	}
	f := tree[name]
	switch h.IntN(6) {
	case 0:
		delete(tree, name)
	case 1:
		if f.mode != "" && f.mode != "120000" {
			f.mode = h.pick("100644", "100755")
			tree[name] = f
		}
	case 2:
		put(tree, name, randomFile{"120000", fmt.Sprint("to/", h.Uint64())})
	case 3:
		put(tree, strings.TrimPrefix(h.pick("", "a/", "sub/")+".gitignore", "/"), randomFile{"100644", h.rules()})
	default:
		put(tree, name, randomFile{h.pick("100644", "100644", "100755"), text})
	}
}

// text returns some lines, all of them unlike others.
func (h *randomHistory) text() string {
	var b strings.Builder
	for range 20 {
		fmt.Fprintf(&b, "line %d\n", h.Uint64())
	}
	return b.String()
}

// write adds the commit of a tree to the stream.
func (h *randomHistory) write(branch string, from, other int, tree map[string]randomFile) {
	fmt.Fprintf(&h.in, "commit refs/heads/%s\nmark :%d\n", branch, h.mark)
	header, enc := "", encoding.Encoding(encoding.Nop)
	if h.oneIn(2) {
		header = h.pick(slices.Sorted(maps.Keys(encodings))...)
		enc = encodings[header]
	}
	name, subject := h.pick(people...), fmt.Sprintf("commit %d on %s by ", h.mark, branch)
	encoded, err := enc.NewEncoder().String(name)
	if err != nil {
		encoded, header = name, ""
	}
	when := gittest.Start.Unix() + int64(h.mark*3600)
	if h.oneIn(5) {
		when -= int64(h.IntN(40) * 3600)
	}
	zone := h.pick("+0000", "+0200", "-0330", "+0545")
	for _, role := range []string{"author", "committer"} {
		fmt.Fprintf(&h.in, "%s %s <%s@example.org> %d %s\n", role, encoded, role, when, zone)
	}
	if header != "" {
		fmt.Fprintf(&h.in, "encoding %s\n", header)
	}
	subject += encoded
	fmt.Fprintf(&h.in, "data %d\n%s\n", len(subject), subject)
	if from != 0 {
		fmt.Fprintf(&h.in, "from :%d\n", from)
	}
	if other != 0 {
		fmt.Fprintf(&h.in, "merge :%d\n", other)
	}
	h.in.WriteString("deleteall\n")
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		fmt.Fprintf(&h.in, "M %s inline %s\ndata %d\n%s\n", tree[name].mode, name, len(tree[name].text), tree[name].text)
	}
}

// fileNames are those of files and folders; no two differ only in case.
var fileNames = []string{"a", "b", "ab", "Ab.MD", "a.b", "x-", "[", "a b", "é", "#x", "!x", "sub", "SUB2", "a ", "log.log"}

// path returns the path of a file.
func (d dice) path() string {
	parts := make([]string, 1+d.IntN(3))
	for i := range parts {
		parts[i] = d.pick(fileNames...)
	}
	return strings.Join(parts, "/")
}

// rules returns the text of a list of rules to ignore files.
func (d dice) rules() string {
	var b strings.Builder
	if d.oneIn(8) {
		b.WriteString("\ufeff")
	}
	for range 1 + d.IntN(5) {
		b.WriteString(d.rule() + d.pick("\n", "\n", "\n", "\n", "\r\n", "\n\n", "\r\r\n"))
	}
	return strings.TrimSuffix(b.String(), d.pick("", "\n"))
}

// rule returns a rule; two in three are as people write them.
func (d dice) rule() string {
	negated := d.pick("", "", "", "!")
	if !d.oneIn(3) {
		name := d.pick(d.pick(fileNames...), d.pick(fileNames...), "*.log", "*.MD", "a*", "*b", "?", "[a-z]", "**", d.pick(fileNames...)+"/*")
		name = d.pick(name, name, strings.ToUpper(name), strings.ToLower(name))
		return negated + d.pick("", "", "", "/", "**/", d.pick(fileNames...)+"/", d.pick(fileNames...)+"/**/") + name + d.pick("", "", "", "/", "/**", "  ")
	}
	tokens := []string{
		"a", "b", "A", ".", "*", "**", "?", "[ab]", "[!a]", "[^b-z]", "[[:alpha:]]", "[[:upper:]]", "[A-Z]", "[]a]", "[a-", "[[:x:]]", "[[:a]",
		`\`, `\a`, `\#x`, `\!x`, "é", "ab", "-", " ", `\ `, "sub", "log", ".md", ".gitignore", "x",
	}
	var b strings.Builder
	b.WriteString(negated + d.pick("", "", "/", "#"))
	for range d.IntN(3) {
		b.WriteString(d.pick("**/", d.pick(tokens...)+"/", d.pick(tokens...)+d.pick(tokens...)+"/"))
	}
	b.WriteString(d.pick(tokens...) + d.pick(append(tokens, "", "", "")...) + d.pick("", "", "/", "/**", "/*", " ", "//"))
	return b.String()
}

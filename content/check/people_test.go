package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// named is what is said of a name, an address or a handle; what is marked is
// hidden, but for its first letter.
func named(line, marked, what, shown string) string {
	runes := []rune(marked)
	if len(runes) < 8 || runes[0] >= '0' && runes[0] <= '9' {
		marked = strings.Repeat("•", len(runes))
	} else {
		marked = string(runes[0]) + strings.Repeat("•", len(runes)-1)
	}
	return line + " \"" + marked + "\" error: the text contains " + what + ", " + shown + " | write the role, such as `on-call engineer`\n"
}

// TestNamesAsWritten holds in which ways a name is found, and in which not.
func TestNamesAsWritten(t *testing.T) {
	name := func(marked, shown string) string { return named("11", marked, "the name of a person", shown) }
	site{people: "Ada Lovelace <ada@lovelace.co.uk>\nŁukasz Żółć <l@zolc.pl>\nJean Luc Marie Picard <jl@enterprise.dev>\nO'Brien Miles <miles@ds9.dev>\nCher <cher@pop.dev>\nA Li <ali@li.dev>\nOne Two Three Four Five Six Seven <n@n.dev>\nUno Dos Tres Quatro Cinque Seis <u@u.dev>\nBo Lund <b@lund.dev>\nKarl Xu <k@xu.dev>\nZazz Lund <z@lund.dev>"}.check(t, "person-name", []ruling{
		{"a full name is found", "", "Ask Ada Lovelace now\n", name("Ada Lovelace", "A… L…")},
		{"a full name is found in small letters", "", "Ask ada lovelace now\n", name("ada lovelace", "a… l…")},
		{"a name in the possessive is found", "", "Ada Lovelace's and Ada Lovelace’s\n", name("Ada Lovelace", "A… L…") + name("Ada Lovelace", "A… L…")},
		{"a name between the marks of logins is found", "", "see ada.lovelace, ada_lovelace, ada-lovelace\n", name("ada.lovelace", "a…") + name("ada_lovelace", "a…") + name("ada-lovelace", "a…")},
		{"a name over several blanks is found", "", "Ada  Lovelace\n", name("Ada  Lovelace", "A… L…")},
		{"a name over a blank that does not break is found", "", "Ada\u00a0Lovelace\n", name("Ada\u00a0Lovelace", "A… L…")},
		{"the family name may come first, behind a comma", "", "Lovelace, Ada\n", name("Lovelace, Ada", "L… A…")},
		{"an initial may stand for the given name", "", "A. Lovelace and A Lovelace\n", name("A. Lovelace", "A… L…")},
		{"an initial in small letters is none", "", "a. lovelace\n", ""},
		{"the family name alone is no finding, nor is the given one", "", "Lovelace and Ada. Lovelace Ada\n", ""},
		{"words between make it no name", "", "Ada or Lovelace; Ada; Lovelace / Ada/Lovelace. Ada, Lovelace\n", ""},
		{"letters without their marks are found", "", "Lukasz Zolc and ŁUKASZ ŻÓŁĆ\n", name("Lukasz Zolc", "L… Z…") + name("ŁUKASZ ŻÓŁĆ", "Ł… Ż…")},
		{"marks that combine are found", "", "Łukasz Z\u0307o\u0301łc\u0301\n", name("Łukasz Z\u0307o\u0301łc\u0301", "Ł… Z…")},
		{"a name of four is found, and so are its ends", "", "Jean Luc Marie Picard, Jean Picard\n", name("Jean Luc Marie Picard", "J… L… M… P…") + name("Jean Picard", "J… P…")},
		{"an initial in the midst is passed over", "", "Ada B. Lovelace, Ada B Lovelace\n", name("Ada B. Lovelace", "A… B… L…") + name("Ada B Lovelace", "A… B… L…")},
		{"a name of one word is never looked for", "", "Cher sang\n", ""},
		{"a name with a part of one letter is not looked for", "", "A Li sang\n", ""},
		{"a name is found in capitals, whatever its letters", "", "ZAZZ LUND\n", name("ZAZZ LUND", "Z… L…")},
		{"two letters are enough for a part of a name", "", "Bo Lund and Karl Xu\n", name("Bo Lund", "B… L…") + name("Karl Xu", "K… X…")},
		{"a name of seven words is none", "", "One Two Three Four Five Six Seven, One Seven\n", ""},
		{"a name of six words is found", "", "Uno Dos Tres Quatro Cinque Seis, Uno Seis\n", name("Uno Dos Tres Quatro Cinque Seis", "U… D… T… Q… C… S…") + name("Uno Seis", "U… S…")},
		{"an apostrophe is a part of a name", "", "O'Brien Miles\n", name("O'Brien Miles", "O… M…")},
	})
}

// TestLettersWithMarks holds that a name is found when its letters are typed
// without their marks, each of them.
func TestLettersWithMarks(t *testing.T) {
	letters := map[string]string{
		"ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
		"a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẹẻẽếềểễệ", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįıỉị", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł",
		"n": "ñńņňŉ", "o": "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųǔụủứừửữựư", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
	}
	var people, body strings.Builder
	var names []string
	for plain, marked := range letters {
		for _, letter := range marked {
			first := "Q" + string(rune('a'+len(names)/26)) + string(rune('a'+len(names)%26)) // each name is another
			people.WriteString(first + string(letter) + " Vrx <>\n")
			names = append(names, first+string(letter)+" Vrx")
			body.WriteString("Then " + first + plain + " Vrx came\n\n")
		}
	}
	in := site{people: people.String()}.input(t, map[string]string{"a.md": documentOf("", body.String())})
	found := map[int]bool{}
	for _, f := range of("person-name", runAll(in)) {
		found[f.Line] = true
	}
	for i, name := range names {
		if !found[11+2*i] {
			t.Errorf("%s is not found when the name is typed without its mark", name)
		}
	}
}

// TestWordsThatAreNames holds that names made of English words are looked for
// in capitals only.
func TestWordsThatAreNames(t *testing.T) {
	site{people: "Will Park <will@park.io>\nWill Lovelace <wl@love.dev>"}.check(t, "person-name", []ruling{
		{"a name of two words is found in capitals", "", "Then Will Park came\n", named("11", "Will Park", "the name of a person", "W… P…")},
		{"a name of two words is not found without", "", "It will park. Will park. will Park.\n", ""},
		{"a name of which one part is no word is found in any case", "", "will lovelace\n", named("11", "will lovelace", "the name of a person", "w… l…")},
	})
}

// TestLogins holds which logins are looked for without an @.
func TestLogins(t *testing.T) {
	login := func(name, shown string) string { return named("11", name, "the name of a person", shown) }
	site{people: "Ada Lovelace <countess@lovelace.co.uk> alovelace\nGrace Hopper <grace7@navy.mil> ghopper\nAlan Turing <a@turing.dev> enigma\nJoe Ash <joe@ash.dev> jash\nBo Spring <s@x.dev> springb\nTeam Seven <t@t.dev> summer\nIda Orr <gr09ss@x.dev> orrby"}.check(t, "person-name", []ruling{
		{"a login that ends in a part of the name is looked for", "", "alovelace did\n", login("alovelace", "a…")},
		{"a login that begins with a part of the name is looked for", "", "springb did\n", login("springb", "s…")},
		{"a login is found in capitals", "", "ALOVELACE did\n", login("ALOVELACE", "A…")},
		{"the name of an address with a digit is looked for", "", "grace7 did\n", login("grace7", "g…")},
		{"a login that may be a word is not looked for", "", "enigma and countess and summer\n", ""},
		{"a login of five letters is looked for", "", "gr09ss did\n", login("gr09ss", "g…")},
		{"three letters of a name make a login", "", "orrby did\n", login("orrby", "o…")},
		{"a login of four letters is not looked for", "", "jash did\n", ""},
	})
}

// TestAddresses holds which addresses and handles are somebody's.
func TestAddresses(t *testing.T) {
	mail := func(marked, shown string) string { return named("11", marked, "an e-mail address", shown) }
	handle := func(marked, shown string) string { return named("11", marked, "the handle of a person", shown) }
	site{people: "Ada Lovelace <support@lovelace.co.uk>\nGrace Hopper <grace@example.org>"}.check(t, "person-name", []ruling{
		{"any address is found", "", "Mail someone@web.de.\n", mail("someone@web.de", "s…@w…")},
		{"an address with marks is found", "", "some.one+x%y@mail.web-site.co.uk\n", mail("some.one+x%y@mail.web-site.co.uk", "s…@m…")},
		{"an address of a role is none", "", "support@web.de, on-call@web.de, noreply@web.de\n", ""},
		{"the mailbox of a role is nobody's, though git knows it", "", "support@lovelace.co.uk\n", ""},
		{"an address that git knows is found on a reserved domain", "", "GRACE@example.org\n", mail("GRACE@example.org", "G…@e…")},
		{"addresses for examples are nobody's", "", "a.b@example.org a.b@x.example a.b@x.test a.b@x.invalid a.b@mail.example.com\n", ""},
		{"addresses of machines are nobody's", "", "a.b@localhost a.b@host.local a.b@db.internal getty@tty1.service app@1.socket\n", ""},
		{"domains end in letters", "", "a.b@10.0.0.12 a.b@x.y a.b@x.y2\n", ""},
		{"a path behind makes it no address", "", "see a.b@web.de/x\n", ""},
		{"a handle is found", "", "ask @octocat (@octodog), \"@octopus\"\n", handle("@octocat", "@o…") + handle("@octodog", "@o…") + handle("@octopus", "@o…")},
		{"a handle of two letters is found", "", "ask @ab\n", handle("@ab", "@a…")},
		{"a handle at the beginning of a line is found", "", "@octocat\n", handle("@octocat", "@o…")},
		{"what stands behind an @ amid a word is no handle", "", "x$@octocat =@octocat\n", ""},
		{"handles of groups and roles are nobody's", "", "@here @channel @everyone @platform-team @ops\n", ""},
		{"what programs write behind an @ is no handle", "", "@media @Override @param @dataclass @latest @daily @import\n", ""},
		{"what has a digit first, a dot in it or one letter is no handle", "", "@2x @types.node @x\n", ""},
	})
	site{config: `people: {allow: ["@harbour", status@harbour.com, Ada Lovelace], names: ["@will", will@park.io, Gandalf, Bilbo Baggins, "@frodo"]}`, people: ada}.check(t, "person-name", []ruling{
		{"what the config allows is no finding", "", "@harbour status@harbour.com @HARBOUR Status@Harbour.com ada lovelace ada@lovelace.co.uk.org/\n", ""},
		{"an allowed person is not looked for at all", "", "ada.lovelace, A. Lovelace, alovelace\n", ""},
		{"a login of the config is looked for without its @", "", "frodo did\n", named("11", "frodo", "the name of a person", "f…")},
		{"an address of the config is looked for", "", "will@park.io\n", mail("will@park.io", "w…@p…")},
		{"a single name of the config is looked for in capitals", "", "Gandalf, gandalf\n", named("11", "Gandalf", "the name of a person", "G…")},
		{"a full name of the config is looked for", "", "bilbo baggins\n", named("11", "bilbo baggins", "the name of a person", "b… b…")},
	})
}

// TestMachinesAreNobody holds which committers are no people.
func TestMachinesAreNobody(t *testing.T) {
	site{people: "dependabot[bot] <d@x.dev>\nRenovate Somebody[bot] <r@y.dev>\nHarbour Watch <hw@x.dev>\nplatform team <platform@ferries.com>\nShop Keeper <sk@x.dev>", config: "roles: [Harbour Watch]\nservices: [{name: x, owner: Shop Keeper}]"}.check(t, "person-name", []ruling{
		{"machines, roles and the roles of the config are nobody", "", "dependabot, Renovate Somebody, Harbour Watch, platform team, Shop Keeper\n", ""},
	})
}

// TestNamesOverLines holds that a name which goes on in the next line is found,
// and shown in neither.
func TestNamesOverLines(t *testing.T) {
	site{people: "Ada Lovelace <ada@lovelace.co.uk>\nJean Luc Marie Picard <jl@enterprise.dev>"}.check(t, "person-name", []ruling{
		{"a name over two lines is reported in the first", "", "Then Ada\nLovelace came\n", named("11", "Ada", "the name of a person", "A…")},
		{"a name may be all that a line has", "", "Ada\nLovelace\n", named("11", "Ada", "the name of a person", "A…")},
		{"a name over two lines of a quote is", "", "> Then Ada\n>   Lovelace came\n", named("11", "Ada", "the name of a person", "A…")},
		{"a name that ends in its line is reported once", "", "Ada Lovelace\nLovelace came\n", named("11", "Ada Lovelace", "the name of a person", "A… L…")},
		{"a line may end amid a name of four", "", "Then Jean Luc\nMarie Picard came\n\nThen Jean Luc Marie\nPicard came\n", named("11", "Jean Luc", "the name of a person", "J… L…") + named("14", "Jean Luc Marie", "the name of a person", "J… L… M…")},
		{"a name is found behind one that ends the line above", "", "Ada\nThen Ada Lovelace\n", named("12", "Ada Lovelace", "the name of a person", "A… L…")},
		{"lines apart make no name", "", "Then Ada\n\nLovelace came\n", ""},
	})
	in := site{people: "Ada Lovelace <ada@lovelace.co.uk>"}.input(t, map[string]string{"a.md": documentOf("", "Then Ada\nLovelace was careless\n")})
	for _, f := range of("blaming-phrase", runAll(in)) {
		if f.Source != "L••••••• was careless" {
			t.Errorf("the second line of a name is shown as %q", f.Source)
		}
	}
}

// TestFindingsAreBounded holds that five hundred findings of a document are
// reported, and that an error which stops a build is among them.
func TestFindingsAreBounded(t *testing.T) {
	body := "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n" + strings.Repeat("| | | x |\n", 700) + "| | soon | x |\n"
	in := site{}.input(t, map[string]string{"a.md": documentOf("", body), "b.md": documentOf("title: B", strings.Repeat("careless\n", 700))})
	byFile := map[string][]check.Finding{}
	for _, f := range runAll(in) {
		byFile[f.File] = append(byFile[f.File], f)
	}
	if n := len(byFile["content/b.md"]); n != 500 {
		t.Errorf("of 700 words that blame %d findings are reported, want 500", n)
	}
	if found := byFile["content/a.md"]; len(found) != 501 || !check.HasErrors(found) {
		t.Errorf("of 700 warnings and then an error %d findings are reported, the error among them: %v; want 500 and the error", len(found), check.HasErrors(found))
	}
}

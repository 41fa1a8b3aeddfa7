package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// named returns the finding for a name, an address or a handle, in the form of written. The
// marked text is masked except for its first letter.
func named(line, marked, what, shown string) string {
	runes := []rune(marked)
	if len(runes) < 8 || runes[0] >= '0' && runes[0] <= '9' {
		marked = strings.Repeat("•", len(runes))
	} else {
		marked = string(runes[0]) + strings.Repeat("•", len(runes)-1)
	}
	return line + " \"" + marked + "\" error: the text contains " + what + ", " + shown + " | write the role, such as `on-call engineer`\n"
}

// TestNamesAsWritten checks which ways to write a name are found.
func TestNamesAsWritten(t *testing.T) {
	name := func(marked, shown string) string { return named("11", marked, "the name of a person", shown) }
	site{people: "Ada Lovelace <ada@lovelace.co.uk>\nŁukasz Żółć <l@zolc.pl>\nJean Luc Marie Picard <jl@enterprise.dev>\nO'Brien Miles <miles@ds9.dev>\nCher <cher@pop.dev>\nA Li <ali@li.dev>\nOne Two Three Four Five Six Seven <n@n.dev>\nUno Dos Tres Quatro Cinque Seis <u@u.dev>\nBo Lund <b@lund.dev>\nKarl Xu <k@xu.dev>\nZazz Lund <z@lund.dev>"}.check(t, "person-name", []ruling{
		{"a full name is found", "", "Ask Ada Lovelace now\n", name("Ada Lovelace", "A… L…")},
		{"a full name is found in lower case", "", "Ask ada lovelace now\n", name("ada lovelace", "a… l…")},
		{"a name in the possessive is found", "", "Ada Lovelace's and Ada Lovelace’s\n", name("Ada Lovelace", "A… L…") + name("Ada Lovelace", "A… L…")},
		{"a name with the punctuation of logins is found", "", "see ada.lovelace, ada_lovelace, ada-lovelace\n", name("ada.lovelace", "a…") + name("ada_lovelace", "a…") + name("ada-lovelace", "a…")},
		{"a name with several blanks is found", "", "Ada  Lovelace\n", name("Ada  Lovelace", "A… L…")},
		{"a name with a no-break space is found", "", "Ada\u00a0Lovelace\n", name("Ada\u00a0Lovelace", "A… L…")},
		{"the family name may come first, followed by a comma", "", "Lovelace, Ada\n", name("Lovelace, Ada", "L… A…")},
		{"an initial may stand for the given name", "", "A. Lovelace and A Lovelace\n", name("A. Lovelace", "A… L…")},
		{"an initial in lower case is ignored", "", "a. lovelace\n", ""},
		{"a family or given name alone is not reported", "", "Lovelace and Ada. Lovelace Ada\n", ""},
		{"a given and a family name that are not adjacent are not reported", "", "Ada or Lovelace; Ada; Lovelace / Ada/Lovelace. Ada, Lovelace\n", ""},
		{"a name without its diacritics is found", "", "Lukasz Zolc and ŁUKASZ ŻÓŁĆ\n", name("Lukasz Zolc", "L… Z…") + name("ŁUKASZ ŻÓŁĆ", "Ł… Ż…")},
		{"a name with combining diacritics is found", "", "Łukasz Z\u0307o\u0301łc\u0301\n", name("Łukasz Z\u0307o\u0301łc\u0301", "Ł… Z…")},
		{"a name of four words is found, and so are its first and last word", "", "Jean Luc Marie Picard, Jean Picard\n", name("Jean Luc Marie Picard", "J… L… M… P…") + name("Jean Picard", "J… P…")},
		{"a middle initial is skipped", "", "Ada B. Lovelace, Ada B Lovelace\n", name("Ada B. Lovelace", "A… B… L…") + name("Ada B Lovelace", "A… B… L…")},
		{"a name of one word is not looked for", "", "Cher sang\n", ""},
		{"a name with a part of one letter is not looked for", "", "A Li sang\n", ""},
		{"a name is found in capitals, regardless of its letters", "", "ZAZZ LUND\n", name("ZAZZ LUND", "Z… L…")},
		{"two letters are enough for a part of a name", "", "Bo Lund and Karl Xu\n", name("Bo Lund", "B… L…") + name("Karl Xu", "K… X…")},
		{"a name of seven words is not looked for", "", "One Two Three Four Five Six Seven, One Seven\n", ""},
		{"a name of six words is found", "", "Uno Dos Tres Quatro Cinque Seis, Uno Seis\n", name("Uno Dos Tres Quatro Cinque Seis", "U… D… T… Q… C… S…") + name("Uno Seis", "U… S…")},
		{"an apostrophe is part of a name", "", "O'Brien Miles\n", name("O'Brien Miles", "O… M…")},
	})
}

// TestDiacritics checks that a name is found if it is typed without its diacritics, for each
// letter.
func TestDiacritics(t *testing.T) {
	letters := map[string]string{
		"ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
		"a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẹẻẽếềểễệ", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįıỉị", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł",
		"n": "ñńņňŉ", "o": "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųǔụủứừửữựư", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
	}
	var people, body strings.Builder
	var names []string
	for plain, marked := range letters {
		for _, letter := range marked {
			first := "Q" + string(rune('a'+len(names)/26)) + string(rune('a'+len(names)%26)) // each name is different
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
			t.Errorf("%s is not found if it is typed without diacritics", name)
		}
	}
}

// TestWordsThatAreNames checks that names that consist of English words are found only if
// they are capitalised.
func TestWordsThatAreNames(t *testing.T) {
	site{people: "Will Park <will@park.io>\nWill Lovelace <wl@love.dev>"}.check(t, "person-name", []ruling{
		{"a name of two English words is found if it is capitalised", "", "Then Will Park came\n", named("11", "Will Park", "the name of a person", "W… P…")},
		{"a name of two English words is not found otherwise", "", "It will park. Will park. will Park.\n", ""},
		{"a name with a part that is not an English word is found in any case", "", "will lovelace\n", named("11", "will lovelace", "the name of a person", "w… l…")},
	})
}

// TestLogins checks which logins are looked for without an @.
func TestLogins(t *testing.T) {
	login := func(name, shown string) string { return named("11", name, "the name of a person", shown) }
	site{people: "Ada Lovelace <countess@lovelace.co.uk> alovelace\nGrace Hopper <grace7@navy.mil> ghopper\nAlan Turing <a@turing.dev> enigma\nJoe Ash <joe@ash.dev> jash\nBo Spring <s@x.dev> springb\nTeam Seven <t@t.dev> summer\nIda Orr <gr09ss@x.dev> orrby"}.check(t, "person-name", []ruling{
		{"a login that ends in a part of the name is looked for", "", "alovelace did\n", login("alovelace", "a…")},
		{"a login that begins with a part of the name is looked for", "", "springb did\n", login("springb", "s…")},
		{"a login is found in capitals", "", "ALOVELACE did\n", login("ALOVELACE", "A…")},
		{"the local part of an address is looked for if it has a digit", "", "grace7 did\n", login("grace7", "g…")},
		{"a login that may be a word is not looked for", "", "enigma and countess and summer\n", ""},
		{"a login of five letters is looked for", "", "gr09ss did\n", login("gr09ss", "g…")},
		{"three letters of a name are enough for a login", "", "orrby did\n", login("orrby", "o…")},
		{"a login of four letters is not looked for", "", "jash did\n", ""},
	})
}

// TestAddresses checks which addresses and handles belong to a person.
func TestAddresses(t *testing.T) {
	mail := func(marked, shown string) string { return named("11", marked, "an e-mail address", shown) }
	handle := func(marked, shown string) string { return named("11", marked, "the handle of a person", shown) }
	site{people: "Ada Lovelace <support@lovelace.co.uk>\nGrace Hopper <grace@example.org>"}.check(t, "person-name", []ruling{
		{"any address is found", "", "Mail someone@web.de.\n", mail("someone@web.de", "s…@w…")},
		{"an address with punctuation is found", "", "some.one+x%y@mail.web-site.co.uk\n", mail("some.one+x%y@mail.web-site.co.uk", "s…@m…")},
		{"the address of a role is not reported", "", "support@web.de, on-call@web.de, noreply@web.de\n", ""},
		{"the mailbox of a role is not reported even if git knows it", "", "support@lovelace.co.uk\n", ""},
		{"an address that git knows is found even on a reserved domain", "", "GRACE@example.org\n", mail("GRACE@example.org", "G…@e…")},
		{"example addresses are not reported", "", "a.b@example.org a.b@x.example a.b@x.test a.b@x.invalid a.b@mail.example.com\n", ""},
		{"addresses of machines are not reported", "", "a.b@localhost a.b@host.local a.b@db.internal getty@tty1.service app@1.socket\n", ""},
		{"a domain must end in letters", "", "a.b@10.0.0.12 a.b@x.y a.b@x.y2\n", ""},
		{"an address followed by a path is not reported", "", "see a.b@web.de/x\n", ""},
		{"the password and host of a URL are not an address", "", "see x://app:pw@web.de and x://a.b@web.de\n", mail("a.b@web.de", "a…@w…")},
		{"a handle is found", "", "ask @octocat (@octodog), \"@octopus\"\n", handle("@octocat", "@o…") + handle("@octodog", "@o…") + handle("@octopus", "@o…")},
		{"a handle of two letters is found", "", "ask @ab\n", handle("@ab", "@a…")},
		{"a handle at the beginning of a line is found", "", "@octocat\n", handle("@octocat", "@o…")},
		{"an @ inside a word does not begin a handle", "", "x$@octocat =@octocat\n", ""},
		{"handles of groups and roles are not reported", "", "@here @channel @everyone @platform-team @ops\n", ""},
		{"keywords of programs after an @ are not handles", "", "@media @Override @param @dataclass @latest @daily @import\n", ""},
		{"a handle has no leading digit, no dot and more than one letter", "", "@2x @types.node @x\n", ""},
	})
	site{config: `people: {allow: ["@harbour", status@harbour.com, Ada Lovelace], names: ["@will", will@park.io, Gandalf, Bilbo Baggins, "@frodo"]}`, people: ada}.check(t, "person-name", []ruling{
		{"what the config allows is not reported", "", "@harbour status@harbour.com @HARBOUR Status@Harbour.com ada lovelace ada@lovelace.co.uk.org/\n", ""},
		{"no form of an allowed name is looked for", "", "ada.lovelace, A. Lovelace, alovelace\n", ""},
		{"a login of the config is looked for without its @", "", "frodo did\n", named("11", "frodo", "the name of a person", "f…")},
		{"an address of the config is looked for", "", "will@park.io\n", mail("will@park.io", "w…@p…")},
		{"a single name of the config is looked for in capitals", "", "Gandalf, gandalf\n", named("11", "Gandalf", "the name of a person", "G…")},
		{"a full name of the config is looked for", "", "bilbo baggins\n", named("11", "bilbo baggins", "the name of a person", "b… b…")},
	})
}

// TestMachinesAreNobody checks which committers are not people.
func TestMachinesAreNobody(t *testing.T) {
	site{people: "dependabot[bot] <d@x.dev>\nRenovate Somebody[bot] <r@y.dev>\nHarbour Watch <hw@x.dev>\nplatform team <platform@ferries.com>\nShop Keeper <sk@x.dev>", config: "roles: [Harbour Watch]\nservices: [{name: x, owner: Shop Keeper}]"}.check(t, "person-name", []ruling{
		{"machines, roles and the roles in the config are not people", "", "dependabot, Renovate Somebody, Harbour Watch, platform team, Shop Keeper\n", ""},
	})
}

// TestNamesAcrossLines checks that a name that continues on the next line is found, and that
// both of its parts are masked.
func TestNamesAcrossLines(t *testing.T) {
	site{people: "Ada Lovelace <ada@lovelace.co.uk>\nJean Luc Marie Picard <jl@enterprise.dev>"}.check(t, "person-name", []ruling{
		{"a name across two lines is reported on the first", "", "Then Ada\nLovelace came\n", named("11", "Ada", "the name of a person", "A…")},
		{"a line may consist of a part of a name", "", "Ada\nLovelace\n", named("11", "Ada", "the name of a person", "A…")},
		{"a name across two lines of a quote is reported", "", "> Then Ada\n>   Lovelace came\n", named("11", "Ada", "the name of a person", "A…")},
		{"a name on a single line is reported once", "", "Ada Lovelace\nLovelace came\n", named("11", "Ada Lovelace", "the name of a person", "A… L…")},
		{"a line may end in the middle of a name of four words", "", "Then Jean Luc\nMarie Picard came\n\nThen Jean Luc Marie\nPicard came\n", named("11", "Jean Luc", "the name of a person", "J… L…") + named("14", "Jean Luc Marie", "the name of a person", "J… L… M…")},
		{"a name is found on the line after a part of it", "", "Ada\nThen Ada Lovelace\n", named("12", "Ada Lovelace", "the name of a person", "A… L…")},
		{"lines that are not adjacent do not make a name", "", "Then Ada\n\nLovelace came\n", ""},
	})
	in := site{people: "Ada Lovelace <ada@lovelace.co.uk>"}.input(t, map[string]string{"a.md": documentOf("", "Then Ada\nLovelace was careless\n")})
	for _, f := range of("blaming-phrase", runAll(in)) {
		if f.Source != "L••••••• was careless" {
			t.Errorf("the second line of a name is shown as %q", f.Source)
		}
	}
}

// TestFindingsAreBounded checks that at most 500 findings of a document are reported, in
// addition to an error that stops a build.
func TestFindingsAreBounded(t *testing.T) {
	body := "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n" + strings.Repeat("| | | x |\n", 700) + "| | soon | x |\n"
	in := site{}.input(t, map[string]string{"a.md": documentOf("", body), "b.md": documentOf("title: B", strings.Repeat("careless\n", 700))})
	byFile := map[string][]check.Finding{}
	for _, f := range runAll(in) {
		byFile[f.File] = append(byFile[f.File], f)
	}
	if n := len(byFile["content/b.md"]); n != 500 {
		t.Errorf("%d of 700 words that blame are reported, want 500", n)
	}
	if found := byFile["content/a.md"]; len(found) != 501 || !check.HasErrors(found) {
		t.Errorf("%d of 700 warnings and an error are reported, the error included: %v; want 500 and the error", len(found), check.HasErrors(found))
	}
}

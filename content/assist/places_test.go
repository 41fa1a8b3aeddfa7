package assist_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/config"
)

// offered returns the knowledge for the cases below.
func offered() assist.Knowledge {
	return assist.NewKnowledge(config.Default(), map[string]assist.Words{"a.md": {"service": {"gates", "mail"}, "authors": {"platform team"}, "tags": {"dns", "cache"}}})
}

// TestOffersInPlace checks what is offered where in the front matter, and what an offer
// replaces.
func TestOffersInPlace(t *testing.T) {
	const (
		plain = "cache => \"cache\"\ndns => \"dns\"\n"
	)
	for marked, want := range map[string]string{
		"---\ntags: ‸\n---\n":              "2:7-7 replaces \"\"\n" + plain,
		"---\ntags:   ca‸che  \n---\n":     "2:9-14 replaces \"cache\"\n" + plain,
		"---\ntags: 'ca‸che'\n---\n":       "2:8-13 replaces \"cache\"\n" + plain,
		"---\ntags: 'ca‸\n---\n":           "2:8-10 replaces \"ca\"\n" + plain,
		"---\ntags: \"ca‸che' # a\n---\n":  "2:8-14 replaces \"cache'\"\n" + plain,
		"---\ntags: [a,ca‸che,b]\n---\n":   "2:10-15 replaces \"cache\"\n" + plain,
		"---\ntags: [a, ‸]\n---\n":         "2:11-11 replaces \"\"\n" + plain,
		"---\ntags: [a,\n  b, ca‸]\n---\n": "3:6-8 replaces \"ca\"\n" + plain,
		"---\ntags:\n  ca‸\n---\n":         "3:3-5 replaces \"ca\"\n" + plain,
		"---\ntags:\n- ca‸\n---\n":         "3:3-5 replaces \"ca\"\n" + plain,
		"---\ntags:\n  # no\n  - ca‸\n":    "4:5-7 replaces \"ca\"\n" + plain,
		"---\ntags: ca‸ # a, b\n---\n":     "2:7-9 replaces \"ca\"\n" + plain,
		"---\nTags: ‸\n---\n":              "",
		"---\ntags: # a‸\n---\n":           "",
		"---\nta‸gs: a\n---\ntags: \n":     "-",
		"---\ntags: a\n---‸\n":             "",
		"---\ntags: a\n---\ntags: ‸\n":     "",
		"‸---\ntags: a\n---\n":             "",
		"---\nvendor: ‸\n---\n":            "",
		"---\nx‸ y\n---\n":                 "-",
		"---\ntags: é, ‸\n---\n":           "2:10-10 replaces \"\"\n" + plain,
	} {
		got := answer(t, "complete", marked, offered())
		if want == "-" {
			if !strings.Contains(got, "every key => \"KEY") {
				t.Errorf("at\n%s\nwant keys, got\n%s", marked, got)
			}
		} else if got != want {
			t.Errorf("at\n%s\ngot\n%swant\n%s", marked, got, want)
		}
	}
	for _, at := range []content.Pos{{Line: 0, Column: 1}, {Line: -1, Column: 1}, {Line: 4, Column: 1}, {Line: 99, Column: 1}} {
		if c := assist.Complete([]byte("---\ntags: \n---"), at, offered()); len(c.Items) > 0 {
			t.Errorf("line %d of three has the offers %+v", at.Line, c)
		}
	}
}

// TestOffersOfCells checks in which cells of a row values are offered.
func TestOffersOfCells(t *testing.T) {
	const head = "## Action Items\n| Action | Owner | Type |\n| --- | --- | --- |\n"
	for marked, want := range map[string]string{
		head + "| a |‸ | b |\n":                                                     "4:6-6 replaces \"\"\nplatform team => \"platform team\"\n",
		head + "| a | plat‸form | b |\n":                                            "4:7-15 replaces \"platform\"\nplatform team => \"platform team\"\n",
		head + "| a | ‸\n":                                                          "",
		head + "| a | p‸\n":                                                         "4:7-8 replaces \"p\"\nplatform team => \"platform team\"\n",
		head + "| a\\| | ‸ |\n":                                                     "4:9-9 replaces \"\"\nplatform team => \"platform team\"\n",
		head + "  | a | p‸ |\n":                                                     "4:9-10 replaces \"p\"\nplatform team => \"platform team\"\n",
		head + "| ‸ | | |\n":                                                        "",
		head + "| a | b | c | ‸ |\n":                                                "",
		head + "a | ‸ |\n":                                                          "",
		"## Action Items\n| A‸ction | Owner |\n| --- | --- |\n":                     "",
		"## Action Items\n| Action | Owner |\n| a | ‸ |\n":                          "",
		"## Action Items\n| Action | Owner |\n| --- | --- |\n\n| a | ‸ |\n":         "",
		"## Notes\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n":                  "",
		"## Action Items\n### Ours\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n": "5:7-7 replaces \"\"\nplatform team => \"platform team\"\n",
		"## Action Items\n## Notes\n### Ours\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n": "",
		"## Action Items\n```\n```\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n":           "6:7-7 replaces \"\"\nplatform team => \"platform team\"\n",
		"## Action Items\n~~~~\n~~~\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n":          "",
		"## Action Items\n~~~~\n~~~~~\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n":        "6:7-7 replaces \"\"\nplatform team => \"platform team\"\n",
		"## Action Items\n```\n``` sh\n```\n| Action | Owner |\n| --- | --- |\n| a | ‸ |\n":   "7:7-7 replaces \"\"\nplatform team => \"platform team\"\n",
		"## Action Items ##\n| Action | Owner |\n| :-- | --: |\n| a | ‸ |\n":                  "4:7-7 replaces \"\"\nplatform team => \"platform team\"\n",
	} {
		if got := answer(t, "complete", marked, offered()); got != want {
			t.Errorf("at\n%s\ngot\n%swant\n%s", marked, got, want)
		}
	}
	k := assist.NewKnowledge(config.Default(), map[string]assist.Words{"a.md": {"authors": {"a|b"}}})
	if got, want := answer(t, "complete", head+"| a | ‸ |\n", k), "4:7-7 replaces \"\"\na|b => \"a\\\\|b\"\n"; got != want {
		t.Errorf("a role with a pipe is offered as %s, want %s", got, want)
	}
}

// TestUnclosedFrontMatter checks where front matter that is not closed yet ends: at the
// first blank line, or at the end of the text.
func TestUnclosedFrontMatter(t *testing.T) {
	for marked, want := range map[string]bool{
		"---\ntags: ‸":                      true,
		"---\ntitle: A\ntags: ‸\n\n## Text": true,
		"---\ntitle: A\n\ntags: ‸\n":        false,
		"---\ntitle: A\n\ntags: ‸\n---\n":   true,
		"--- \ntags: ‸\n--- \n":             true,
		"----\ntags: ‸\n---\n":              false,
		"\n---\ntags: ‸\n---\n":             false,
	} {
		if got := answer(t, "complete", marked, offered()) != ""; got != want {
			t.Errorf("at\n%s\ntags are offered: %v, want %v", marked, got, want)
		}
	}
}

// TestQuotedOffers checks which values are quoted, because YAML would read them as
// something else.
func TestQuotedOffers(t *testing.T) {
	for value, want := range map[string]string{
		"dns": "dns", "two words": "two words", "a-b": "a-b", "a: b": "'a: b'", "a#b": "'a#b'", "a, b": "'a, b'", "[a]": "'[a]'", "{a}": "'{a}'", "it's": "'it''s'", `"a"`: `'"a"'`,
		"&a": "'&a'", "*a": "'*a'", "!a": "'!a'", "a|b": "'a|b'", ">a": "'>a'", "%a": "'%a'", "@a": "'@a'", "`a`": "'`a`'", "-a": "'-a'", "? a": "'? a'",
	} {
		k := assist.NewKnowledge(config.Default(), map[string]assist.Words{"a.md": {"tags": {value}}})
		c := assist.Complete([]byte("---\ntags: \n---\n"), content.Pos{Line: 2, Column: 7}, k)
		if len(c.Items) != 1 || c.Items[0].Label != value || c.Items[0].Text != want || c.Items[0].Key {
			t.Errorf("the tag %q is offered as %+v, want %s", value, c.Items, want)
		}
	}
}

// TestKeysAreExplained checks that an offered key is marked as one, with its meaning.
func TestKeysAreExplained(t *testing.T) {
	c := assist.Complete([]byte("---\n\n---\n"), content.Pos{Line: 2, Column: 1}, offered())
	docs := map[string]string{}
	for _, key := range content.Keys() {
		docs[key.Name] = key.Doc
	}
	if len(c.Items) != len(docs) {
		t.Errorf("%d keys, but %d are offered", len(docs), len(c.Items))
	}
	for _, item := range c.Items {
		if !item.Key || item.Doc == "" || item.Doc != docs[item.Label] {
			t.Errorf("the key %s is offered as %+v", item.Label, item)
		}
	}
}

// TestLikeliestFirst checks the order in which words are offered: those of the config in
// its order, then those of the documents, most frequent first.
func TestLikeliestFirst(t *testing.T) {
	cfg := config.Default()
	cfg.Roles = []string{"watch", "crew"}
	cfg.Services = []config.Service{{Name: "gates", Owner: "crew"}, {Name: "belts", Owner: "pilots"}}
	k := assist.NewKnowledge(cfg, map[string]assist.Words{
		"a.md": {"service": {"mail", "gates"}, "authors": {"team b", "watch"}, "tags": {"one", "two"}},
		"b.md": {"service": {"mail", "ares"}, "authors": {"team a"}, "tags": {"two", "three"}},
		"c.md": {"service": {"zone"}, "authors": {"team b"}, "tags": {"two", "three"}},
	})
	for what, c := range map[string]struct{ got, want []string }{
		"services": {k.Words["service"], []string{"gates", "belts", "mail", "ares", "zone"}},
		"roles":    {k.Words["authors"], []string{"watch", "crew", "pilots", "team b", "team a"}},
		"tags":     {k.Words["tags"], []string{"two", "three", "one"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("the %s are offered in the order %q, want %q", what, c.got, c.want)
		}
	}
	if !slices.Equal(cfg.Roles, []string{"watch", "crew"}) {
		t.Errorf("the roles of the config are changed to %q", cfg.Roles)
	}
	pm, _ := content.Parse("a.md", []byte("---\ntitle: A\ndate: 2026-03-05\nstatus: draft\nservices: [b, a]\ntags: [t]\nauthors: [team, crew]\n---\n## Action Items\n| Action Item | Owner |\n| - | - |\n| a | crew |\n| b | |\n| c | able |\n"), cfg.Options())
	words := assist.WordsOf(pm)
	if !slices.Equal(words["service"], []string{"b", "a"}) || !slices.Equal(words["authors"], []string{"able", "crew", "team"}) || !slices.Equal(words["tags"], []string{"t"}) {
		t.Errorf("the words of a document are %+v", words)
	}
}

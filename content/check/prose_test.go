package check_test

import "testing"

// TestCodeIsNotProse checks which parts of a document are code, which is not searched for
// words, and where code ends.
func TestCodeIsNotProse(t *testing.T) {
	blames := func(lines ...string) (want string) {
		for _, line := range lines {
			want += line + " \"careless\" warning: “careless” blames\n"
		}
		return want
	}
	site{}.check(t, "blaming-phrase", []ruling{
		{"backticks fence code", "", "```\ncareless\n```\ncareless\n", blames("14")},
		{"tildes fence code", "", "~~~\ncareless\n~~~\ncareless\n", blames("14")},
		{"a fence may name its language", "", "```sh\ncareless\n```\ncareless\n", blames("14")},
		{"a fence may be indented", "", "- a\n\n  ```\n  careless\n  ```\n\n  careless\n", blames("17")},
		{"a shorter fence does not end the code", "", "````\ncareless\n```\ncareless\n````\ncareless\n", blames("16")},
		{"a longer fence ends the code", "", "```\ncareless\n`````\ncareless\n", blames("14")},
		{"tildes do not end code that begins with backticks", "", "```\n~~~\ncareless\n```\ncareless\n", blames("15")},
		{"a fence followed by words does not end the code", "", "```\n``` careless\ncareless\n```\ncareless\n", blames("15")},
		{"unclosed code extends to the end", "", "```\ncareless\n\ncareless\n", ""},
		{"three backticks that close on the same line are not a fence", "", "```careless``` careless\ncareless\n", blames("11", "12")},
		{"code in a quote ends with the quote", "", "> ```\n> careless\n\ncareless\n", blames("14")},
		{"text between backticks is code", "", "`careless` careless `careless`\n", blames("11")},
		{"two backticks close two backticks", "", "``careless ` careless`` careless\n", blames("11")},
		{"an unclosed backtick does not begin code", "", "` careless\ncareless `\n", blames("11", "12")},
		{"two backticks do not close a single one", "", "`careless`` careless\n", blames("11", "11")},
		{"code in front matter is checked", "summary: \"`careless`\"", "", blames("9")},
	})
	site{}.check(t, "placeholder", []ruling{
		{"code in a quote ends with its fence", "", "> ```\n> TODO\n> ```\n> TODO\n", "14 \"TODO\" warning: \"TODO\" is left over"},
	})
}

// TestRemindersAreNotProse checks where the template's reminders end.
func TestRemindersAreNotProse(t *testing.T) {
	site{}.check(t, "blaming-phrase", []ruling{
		{"reminders extend to the next heading of their level", "", "## Reminders\ncareless\n### Of these\ncareless\n## Summary\ncareless\n", `16 "careless" warning: “careless” blames`},
		{"a heading of a higher level ends reminders", "", "### REMINDERS ##\ncareless\n## Summary\ncareless\n", `14 "careless" warning: “careless” blames`},
		{"a heading that only begins with Reminders is ordinary", "", "## Reminders of all\ncareless\n", `12 "careless" warning: “careless” blames`},
		{"a second Reminders heading continues the reminders", "", "## Reminders\n## Reminders\ncareless\n", ""},
	})
}

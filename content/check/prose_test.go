package check_test

import "testing"

// TestCodeIsNoProse holds what of a document is code, in which no words are
// looked for, and where it ends.
func TestCodeIsNoProse(t *testing.T) {
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
		{"a longer fence ends it", "", "```\ncareless\n`````\ncareless\n", blames("14")},
		{"tildes do not end what backticks began", "", "```\n~~~\ncareless\n```\ncareless\n", blames("15")},
		{"a fence with words behind it ends nothing", "", "```\n``` careless\ncareless\n```\ncareless\n", blames("15")},
		{"code that is never closed goes on to the end", "", "```\ncareless\n\ncareless\n", ""},
		{"three backticks that close in their line are no fence", "", "```careless``` careless\ncareless\n", blames("11", "12")},
		{"code of a quote ends with the quote", "", "> ```\n> careless\n\ncareless\n", blames("14")},
		{"code of a quote ends with its fence", "", "> ```\n> careless\n> ```\n> careless\n", blames("14")},
		{"what stands between backticks is code", "", "`careless` careless `careless`\n", blames("11")},
		{"two backticks close two", "", "``careless ` careless`` careless\n", blames("11")},
		{"a backtick that nothing closes begins no code", "", "` careless\ncareless `\n", blames("11", "12")},
		{"two backticks do not close one", "", "`careless`` careless\n", blames("11", "11")},
		{"code in front matter is looked at", "summary: \"`careless`\"", "", blames("9")},
	})
}

// TestRemindersAreNoProse holds how far the template's reminders go.
func TestRemindersAreNoProse(t *testing.T) {
	site{}.check(t, "blaming-phrase", []ruling{
		{"reminders go on to the next heading of their level", "", "## Reminders\ncareless\n### Of these\ncareless\n## Summary\ncareless\n", `16 "careless" warning: “careless” blames`},
		{"a heading above their level ends reminders", "", "### REMINDERS ##\ncareless\n## Summary\ncareless\n", `14 "careless" warning: “careless” blames`},
		{"reminders of another name are a text", "", "## Reminders of all\ncareless\n", `12 "careless" warning: “careless” blames`},
		{"second reminders are reminders", "", "## Reminders\n## Reminders\ncareless\n", ""},
	})
}

package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// Texts of the template. They do not count as data: no figure counts them, and no page
// shows them.
const (
	placeholderTitle = "post mortem title"
	placeholderOwner = "that guy"
	placeholderItem  = "item"
)

var placeholderActions = map[string]bool{
	"remove old code": true, "process documentation change": true, "input validation": true,
	"alarm configuration change": true, "report creation": true, "automation creation": true,
}

var placeholderProse = map[string]bool{
	"all times in eastern timezone in 24 hour format": true,
	"what lead up to this issue generally failures are not caused by a single control failing but by numerous controls failing which controls failed": true,
	"what led up to this issue generally failures are not caused by a single control failing but by numerous controls failing which controls failed":  true,
	"what was the final straw that lead to the chain reactions":                                                                                       true,
	"what was the final straw that led to the chain reactions":                                                                                        true,
	"how was the sitatuion resolved to restore service":                                                                                               true,
	"how was the situation resolved to restore service":                                                                                               true,
	"how are we able to improve after this experience":                                                                                                true,
	"the following went in our favour":                                                                                                                true,
	"the following were not in our favour":                                                                                                            true,
	"the following were not a part of any contingency and merely good luck":                                                                           true,
	"any supporting material that would help in understanding the issue the root cause the impact or other documentation":                             true,
	"ideally we should be able to tag this page so that we can easily find it":                                                                        true,
}

// isPrompt reports whether a paragraph is one of the template's prompts.
func isPrompt(block *markdown.Block) bool {
	return block.Kind == markdown.Other && len(block.Text) <= maxPrompt && placeholderProse[foldHeading(block.Text)]
}

// maxPrompt is above the length of the longest prompt, in bytes. Longer texts need no
// comparison.
const maxPrompt = 250

// isItem reports whether a list item is one of the template's.
func isItem(text string) bool {
	return text == "" || len(text) < 3*len(placeholderItem) && foldHeading(text) == placeholderItem
}

// isFromTemplate reports whether a metadata value is the template's: a date of x, a choice
// that is still to be made, or the title.
func isFromTemplate(key, value string) bool {
	text := foldHeading(value)
	switch key {
	case "title":
		return text == placeholderTitle
	case "date", "due", "duration":
		return text != "" && strings.Trim(text, "x ") == ""
	}
	return placeholderChoices[text]
}

// isBlank reports whether a metadata value is empty. For an optional key, n/a and none
// are empty, too.
func isBlank(key, value string) bool {
	text := strings.ToLower(strings.Trim(value, "-–— "))
	if text == "n/a" || text == "none" {
		known := keyByName[key]
		return known == nil || known.Required == Optional
	}
	return text == ""
}

func isPlaceholder(key, value string) bool { return isFromTemplate(key, value) || isBlank(key, value) }

var placeholderChoices = map[string]bool{
	"data loss latency availability cosmetic": true, "critical high medium low near miss": true,
	"manual configured alarm other": true, "draft review completed": true,
}

// IsPlaceholder reports whether the value of a key is the template's, or empty. For an
// optional key, n/a and none are empty, too.
func IsPlaceholder(key, value string) bool { return isPlaceholder(key, value) }

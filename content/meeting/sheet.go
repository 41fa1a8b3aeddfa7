// Package meeting prepares the sheet for the meeting that discusses a post mortem: questions that
// are made from its timeline, and which roles have been heard.
//
// The questions ask what people saw and what it meant to them, not why they did not do something
// else, as the Debriefing Facilitation Guide (Etsy, 2016) advises. The sheet knows nothing about
// files or the config.
package meeting

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Sheet is what a facilitator takes to the meeting.
type Sheet struct {
	PM        *content.PostMortem
	Questions []Question // in the order of the timeline; at most [MaxQuestions]
	Voices    []Voice    // authors first, then in the order in which the timeline names them
}

// MaxQuestions is the maximum number of questions. An hour has room for no more.
const MaxQuestions = 8

// Prepare returns the sheet of a post mortem. Roles are the names of roles that a timeline may
// mention, besides the document's own. Concerned are roles that have to do with it, with the reason,
// such as the owner of its service.
func Prepare(pm *content.PostMortem, roles []string, concerned []Voice) Sheet {
	voices := voicesOf(pm, roles, concerned)
	return Sheet{PM: pm, Questions: questions(pm, voices), Voices: voices}
}

// Heard returns the roles that wrote the post mortem.
func (s Sheet) Heard() []Voice { return s.voices(true) }

// NotHeard returns the roles that have to do with the incident and did not write about it.
func (s Sheet) NotHeard() []Voice { return s.voices(false) }

func (s Sheet) voices(heard bool) []Voice {
	return slices.DeleteFunc(slices.Clone(s.Voices), func(v Voice) bool { return v.Heard != heard })
}

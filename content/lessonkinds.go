package content

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// A LessonKind is a kind of lesson.
type LessonKind struct {
	Name     string   // in anchors, searches and data, such as surprise
	Sections []string // headings of its lists; pages use the first

	folded []string // the same as [foldHeading] returns them
}

// Title returns the heading under which pages list lessons of the kind.
func (k LessonKind) Title() string { return k.Sections[0] }

// The kinds of lessons that the template asks for.
var (
	wellKind  = newLessonKind(string(WellRun), "What went well")
	wrongKind = newLessonKind(string(WrongRun), "What went wrong")
	luckyKind = newLessonKind(string(LuckyRun), "Where we got lucky")
)

// lessonKinds returns the format's other kinds, which no rule asks for.
func lessonKinds() []LessonKind {
	return []LessonKind{
		newLessonKind("surprise", "What surprised us", "What was surprising", "Surprises"),
		newLessonKind("difficulty", "What made it hard", "What made it harder", "What was hard"),
		newLessonKind("help", "What helped", "What helped us"),
	}
}

func newLessonKind(name string, sections ...string) LessonKind {
	return LessonKind{name, sections, mapped(sections, foldHeading)}
}

// AddLessons adds a kind of lessons with the heading of its section, or another heading for a kind that there is.
func (v *Vocabularies) AddLessons(name, section string) {
	i := slices.IndexFunc(v.Lessons, func(k LessonKind) bool { return k.Name == name })
	if i < 0 {
		v.Lessons = append(v.Lessons, newLessonKind(name, section))
		return
	}
	v.Lessons[i] = newLessonKind(name, append(v.Lessons[i].Sections, section)...)
}

// LessonsUnder returns the kind whose lessons a heading introduces, besides those of the template.
func (v *Vocabularies) LessonsUnder(heading string) (LessonKind, bool) {
	return lessonsUnder(v.Lessons, heading)
}

// lessonsUnder returns the kind whose lessons a heading introduces, with or without a number in front and a remark behind.
func lessonsUnder(kinds []LessonKind, heading string) (LessonKind, bool) {
	heading, _, _ = cutAny(heading, " (", " [", "（")
	folded := strings.TrimLeft(foldHeading(heading), "0123456789 ")
	for _, kind := range kinds {
		if slices.Contains(kind.folded, folded) {
			return kind, true
		}
	}
	return LessonKind{}, false
}

var kindForm = lazyregexp.New(`^[a-z]+(-[a-z]+)*$`)

// takenKinds are names of sections and of anchors that no kind of lessons can have.
var takenKinds = []string{
	string(SummarySection), string(RemindersSection), string(TimelineSection), string(CausesSection), string(ControlsSection), string(TriggerSection),
	string(ResolutionSection), string(ReviewSection), string(ActionsSection), string(LessonsSection), string(WellSection), string(WrongSection),
	string(LuckySection), string(ReferencesSection), string(TagsSection), "action", "control", "pm",
}

// IsLessonKind reports whether a kind of lessons can have the name.
func IsLessonKind(name string) bool {
	return kindForm().MatchString(name) && !slices.Contains(takenKinds, name)
}

// A LessonList holds the lessons of one kind in a post mortem.
type LessonList struct {
	Kind    string // its name, such as surprise
	Title   string // see [LessonKind.Title]
	Lessons []Lesson
}

// Lessons returns all lessons by kind, those of the template first, without kinds that the document lacks.
func (pm *PostMortem) Lessons() (out []LessonList) {
	for _, list := range []LessonList{
		{wellKind.Name, wellKind.Title(), pm.WentWell}, {wrongKind.Name, wrongKind.Title(), pm.WentWrong}, {luckyKind.Name, luckyKind.Title(), pm.GotLucky},
	} {
		if len(list.Lessons) > 0 {
			out = append(out, list)
		}
	}
	return append(out, pm.OtherLessons...)
}

// LessonsIn returns the lessons of a part that is a run of them, nil for other parts.
func (pm *PostMortem) LessonsIn(part Part) []Lesson {
	switch part.Kind {
	case WellRun:
		return pm.WentWell[part.From:part.To]
	case WrongRun:
		return pm.WentWrong[part.From:part.To]
	case LuckyRun:
		return pm.GotLucky[part.From:part.To]
	}
	for _, list := range pm.OtherLessons {
		if list.Kind == string(part.Kind) {
			return list.Lessons[part.From:part.To]
		}
	}
	return nil
}

// addOtherLessons reads a list below the heading of a kind that the template does not have.
func (b *bodyReader) addOtherLessons(block *markdown.Block, kind LessonKind) Part {
	i := slices.IndexFunc(b.pm.OtherLessons, func(list LessonList) bool { return list.Kind == kind.Name })
	list := LessonList{Kind: kind.Name, Title: kind.Title()}
	if i >= 0 {
		list = b.pm.OtherLessons[i]
	}
	part := b.addLessons(block, PartKind(kind.Name), &list.Lessons)
	switch {
	case i >= 0:
		b.pm.OtherLessons[i] = list
	case len(list.Lessons) > 0:
		b.pm.OtherLessons = append(b.pm.OtherLessons, list)
	}
	return part
}

// sortOtherLessons puts the kinds in the order of the vocabulary.
func (b *bodyReader) sortOtherLessons() {
	place := func(list LessonList) int {
		return slices.IndexFunc(b.kinds, func(k LessonKind) bool { return k.Name == list.Kind })
	}
	slices.SortFunc(b.pm.OtherLessons, func(x, y LessonList) int { return place(x) - place(y) })
}

// otherKind returns the kind of lessons of a section, besides those of the template.
func (b *bodyReader) otherKind(section SectionKind) (LessonKind, bool) {
	for _, kind := range b.kinds {
		if kind.Name == string(section) {
			return kind, true
		}
	}
	return LessonKind{}, false
}

func (b *bodyReader) isOther(section SectionKind) bool {
	_, ok := b.otherKind(section)
	return ok
}

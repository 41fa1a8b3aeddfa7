package config

import (
	"github.com/pmsite/pmsite/content"
	"go.yaml.in/yaml/v3"
)

// lessons reads the kinds of lessons that a site adds: [{section: What we would tell others, kind: advice}]. A kind that there
// is gets another heading.
func (d *decoder) lessons(n *yaml.Node, v *content.Vocabularies) {
	const form = "write it as {section: What we would tell others, kind: advice}"
	d.each(n, func(n *yaml.Node) {
		section, kind := "", ""
		where := map[string]content.Pos{}
		d.mapping(n, "lessons", map[string]func(*yaml.Node){
			"section": func(n *yaml.Node) { section, where["section"] = d.text(n), at(n) },
			"kind":    func(n *yaml.Node) { kind, where["kind"] = d.text(n), at(n) },
		})
		other, known := v.LessonsUnder(section)
		switch {
		case section == "" || kind == "":
			d.error("config", at(n), form, "the entry needs a section and a kind")
		case !content.IsLessonKind(kind):
			d.error("config", where["kind"], "use one word in lower case, such as advice", "%q cannot be a kind of lessons", kind)
		case content.SectionOf(section) != "":
			d.error("config", where["section"], "use another heading", "“%s” is a section of the format", section)
		case known:
			d.error("config", where["section"], "remove the entry, or use another heading", "“%s” has the lessons of the kind %s", section, other.Name)
		default:
			v.AddLessons(kind, section)
		}
	})
}

package config

import (
	"slices"

	"github.com/pmsite/pmsite/content"
	"go.yaml.in/yaml/v3"
)

// availability reads the impacts that count as an outage:
//
//	availability: {impacts: [availability, data loss]}
func (d *decoder) availability(n *yaml.Node, v *content.Vocabularies) {
	d.mapping(n, "availability", map[string]func(*yaml.Node){
		"impacts": func(n *yaml.Node) {
			v.Outage = nil
			d.each(n, func(n *yaml.Node) { d.impacts = append(d.impacts, n) })
		},
	})
}

// checkImpacts sets the impacts that count as an outage. It does so after the whole file is
// read, because vocabularies may follow.
func (d *decoder) checkImpacts(v *content.Vocabularies) {
	if d.impactsOnly != nil {
		v.Outage = slices.DeleteFunc(v.Outage, func(value string) bool { return !slices.Contains(v.Impact.Values, value) })
		if len(v.Outage)+len(d.impacts) == 0 {
			d.error("config", at(d.impactsOnly), "for example `availability: {impacts: ["+v.Impact.Values[0]+"]}`", "the config does not say which of these impacts count as an outage")
		}
	}
	for _, n := range d.impacts {
		value, known := v.Impact.Match(d.text(n))
		if !known {
			d.error("vocabulary", at(n), v.Impact.Hint(n.Value), "%q is not a value of impact", n.Value)
			continue
		}
		v.Outage = append(v.Outage, value)
	}
}

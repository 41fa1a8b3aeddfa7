package config

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content"
)

// renames reads a list of names of today, each with its former ones: [{name: orders, was: [order-api]}].
func (d *decoder) renames(n *yaml.Node, kind string) map[string]string {
	former := map[string]string{}
	var names []string
	d.each(n, func(n *yaml.Node) {
		name := ""
		d.mapping(n, kind, map[string]func(*yaml.Node){
			"name": func(n *yaml.Node) { name = d.text(n) },
			"was":  func(*yaml.Node) {},
		})
		if name == "" {
			d.error("config", at(n), "write it as {name: orders, was: [order-api]}", "the entry has no name")
			return
		}
		names = append(names, name)
		d.pairs(n, func(key, value *yaml.Node) {
			if key.Value == "was" {
				d.was(value, name, former)
			}
		})
	})
	d.checkRenames(n, kind, names, former)
	return former
}

// names returns the names that the file spells out, except roles, which many documents begin with a capital.
func (c *Config) names() content.Names {
	services := make([]string, len(c.Services))
	for i, s := range c.Services {
		services[i] = s.Name
	}
	return content.Names{
		"service": services,
		"tag":     slices.Sorted(maps.Values(c.Renames.Tags)),
		"vendor":  slices.Sorted(maps.Values(c.Renames.Vendors)),
	}
}

// was adds the former names of one name.
func (d *decoder) was(n *yaml.Node, name string, former map[string]string) {
	for _, old := range d.texts(n) {
		folded := content.FoldName(old)
		switch today, taken := former[folded]; {
		case old == "" || folded == content.FoldName(name):
		case taken && today != name:
			d.error("config", at(n), "name it under one of them, with which older post mortems then count; add the other one to `service` of those that are about it", "%q cannot have become both %q and %q", old, today, name)
		default:
			former[folded] = name
		}
	}
}

// checkRenames reports former names that are names of today, too: a name changes once.
func (d *decoder) checkRenames(n *yaml.Node, kind string, names []string, former map[string]string) {
	for _, name := range names {
		if today, ok := former[content.FoldName(name)]; ok {
			d.error("config", at(n), "remove one of them", "%q is listed under `%s`, but is also a former name of %q", name, kind, today)
		}
	}
}

package config

import (
	"maps"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/glob"
)

// legacyLevels are the levels for post mortems from before the conventions: nobody will look up what they lack.
var legacyLevels = map[string]content.Level{
	"missing-field": content.Off, "section-missing": content.Off, "timeline-ends": content.Off, "status-requirements": content.Off,
	"action-type": content.Off, "action-owner": content.Off, "action-tracking": content.Off, "no-preventative": content.Off, "review-late": content.Off, "review-approved": content.Off,
}

// legacy reads which post mortems are from before the conventions, and the levels that the site changes for them.
func (d *decoder) legacy(n *yaml.Node) content.Legacy {
	out := LegacyBefore(content.Date{})
	d.mapping(n, "legacy", map[string]func(*yaml.Node){
		"before": func(n *yaml.Node) {
			var err error
			if out.Before, err = content.ParseDate(d.text(n)); err != nil {
				d.error("config", at(n), "write a day such as 2026-01-01", "%v", err)
			}
		},
		"paths": func(n *yaml.Node) { out.Paths = d.globs(n) },
		"rules": func(n *yaml.Node) { maps.Copy(out.Levels, d.levels(n)) },
	})
	return out
}

// LegacyBefore returns the value of legacy: {before: day}.
func LegacyBefore(day content.Date) content.Legacy {
	return content.Legacy{Before: day, Levels: maps.Clone(legacyLevels)}
}

// below returns patterns for the repository that match what the given ones match in one of its folders.
func below(folder string, patterns glob.Patterns) (out glob.Patterns) {
	for _, pattern := range patterns {
		if strings.Contains(strings.TrimSuffix(pattern, "/"), "/") {
			pattern = path.Join("/", folder, pattern)
		}
		out = append(out, pattern)
	}
	return out
}

package config

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content"
)

// ParseWindow parses a time of whole days, such as 180d or 26 weeks, and returns the number of days.
func ParseWindow(text string) (days int, err error) {
	const day = 24 * time.Hour
	d, err := content.ParseDuration(text)
	if err != nil {
		return 0, err
	}
	if d < day || d%day != 0 {
		return 0, fmt.Errorf("%q is not a number of whole days", text)
	}
	return int(d / day), nil
}

// window reads a time of whole days. It returns the usual one instead of a wrong one.
func (d *decoder) window(n *yaml.Node, usual int) int {
	days, err := ParseWindow(d.text(n))
	if err != nil {
		d.error("config", at(n), "write it as 180d or 26 weeks", "%v", err)
		return usual
	}
	return days
}

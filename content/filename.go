package content

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// deviceForm matches what Windows takes for a device, whatever the case and the extension. See "Naming Files, Paths, and
// Namespaces" in Microsoft's documentation of the file system.
var deviceForm = lazyregexp.New(`(?i)^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)`)

// isDevice reports whether Windows takes a name for that of a device.
func isDevice(name string) bool {
	return len(name) > 2 && strings.ContainsAny(name[:1], "cpanlCPANL") && deviceForm().MatchString(name)
}

// notInNames are the printable characters that names on Windows cannot have, besides the slash.
const notInNames = `<>:"|?*\`

// FileNameProblem returns why Windows cannot have a file or folder of this name, or "" if every system can have it. The
// name is one part of a path.
func FileNameProblem(name string) string {
	if isDevice(name) {
		return "Windows takes the name for that of a device"
	}
	for _, r := range name {
		switch {
		case r < ' ':
			return fmt.Sprintf("Windows cannot have %q in a name", r)
		case strings.ContainsRune(notInNames, r):
			return fmt.Sprintf("Windows cannot have %c in a name", r)
		}
	}
	if name != "" && strings.TrimRight(name, ". ") != name {
		return "Windows cannot have a name that ends in a full stop or a blank"
	}
	return ""
}

// PortableName returns a name that every system can have: the name itself if [FileNameProblem] finds nothing.
func PortableName(name string) string {
	if FileNameProblem(name) == "" {
		return name
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(notInNames, r) || unicode.IsControl(r) {
			return '-'
		}
		return r
	}, name)
	name = strings.Trim(name, ". -")
	if name == "" || isDevice(name) {
		return "x-" + name
	}
	return name
}

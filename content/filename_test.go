package content_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestFileNameProblem checks which names not every system can have, and the names to have instead.
func TestFileNameProblem(t *testing.T) {
	const device, end = "Windows takes the name for that of a device", "Windows cannot have a name that ends in a full stop or a blank"
	for name, want := range map[string][2]string{
		"2026-03-05-checkout.md": {}, "Ärger.png": {}, "con-job.md": {}, "console": {}, "com": {}, "com10": {}, "lpt": {}, ".keep": {}, "a b.txt": {}, "x.con": {}, "": {},
		"con": {device, "x-con"}, "CON.md": {device, "x-CON.md"}, "Aux.tar.gz": {device, "x-Aux.tar.gz"}, "nul ": {device, "x-nul"}, "prn .txt": {device, "x-prn .txt"},
		"com1": {device, "x-com1"}, "LPT9.log": {device, "x-LPT9.log"}, "com²": {device, "x-com²"}, "conin$": {device, "x-conin$"},
		"14:05.png": {"Windows cannot have : in a name", "14-05.png"}, `a\b`: {`Windows cannot have \ in a name`, "a-b"}, "why?": {"Windows cannot have ? in a name", "why"},
		"a\tb": {`Windows cannot have '\t' in a name`, "a-b"}, "a\x00b": {`Windows cannot have '\x00' in a name`, "a-b"},
		"end.": {end, "end"}, "end ": {end, "end"}, "...": {end, "x-"}, "?": {"Windows cannot have ? in a name", "x-"}, "con:": {"Windows cannot have : in a name", "x-con"},
	} {
		instead := want[1]
		if want[0] == "" {
			instead = name
		}
		if got := content.FileNameProblem(name); got != want[0] {
			t.Errorf("the problem of %q is %q, want %q", name, got, want[0])
		}
		if got := content.PortableName(name); got != instead {
			t.Errorf("%q becomes %q, want %q", name, got, instead)
		}
	}
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	for range 10_000 {
		var b strings.Builder
		for range random.IntN(6) {
			b.WriteString([]string{"con", "nul", "1", ".", " ", ":", "-", "x", "\\", "é", "\t", "com"}[random.IntN(12)])
		}
		if made := content.PortableName(b.String()); content.FileNameProblem(made) != "" || content.PortableName(made) != made {
			t.Fatalf("seed %d: %q becomes %q: %s", seed, b.String(), made, content.FileNameProblem(made))
		}
	}
}

// TestAddressesAreNoDevices checks that no page is in a folder that Windows cannot have.
func TestAddressesAreNoDevices(t *testing.T) {
	for _, name := range []string{"con", "Aux", "NUL", "com1", "LPT9", "prn"} {
		for what, address := range map[string]string{
			"a service": content.NameSlug(name), "a ticket": content.TicketSlug(name), "an id": strings.TrimSuffix(strings.TrimPrefix(content.IDAddress(name), "id/"), "/"),
		} {
			if why := content.FileNameProblem(address); why != "" || address == "" {
				t.Errorf("the address of %s %q is %q: %s", what, name, address, why)
			}
		}
	}
}

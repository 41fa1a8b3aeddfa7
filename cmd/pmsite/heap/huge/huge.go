// Package huge asks for huge pages. The kernel maps memory by 4 KiB, page by page
// when each is first touched, which for a command that lives for a moment is up
// to a third of its time; by 2 MiB it does so only if it is asked, on most systems.
//
// Importing the package has the heap begin on huge pages. It imports next to
// nothing, since Go initialises packages in the order of their imports and then
// of their names: so this comes before the many whose tables fill the heap.
package huge

import (
	"os"
	"slices"
	"unsafe"
)

// grows is how many bytes the Go runtime has the heap grow by, at least.
const grows = 4 << 20

// Where the system is itself a guest, work on huge pages can be slower, by half
// as was seen, the longer it goes on. So commands that take long have none, those
// that stay have none at the start, and others give them up with [Leave].
var (
	// Stays says that this is a command that stays until it is stopped.
	Stays = slices.Contains([]string{"serve", "demo", "lsp"}, Command(os.Args[1:]))
	long  = slices.Contains([]string{"build", "publish"}, Command(os.Args[1:]))
)

// Command gives the first of a program's arguments that is neither a flag nor the
// value of one; "" if there is none. It knows the flags that a command may have
// before it.
func Command(args []string) string {
	for i, arg := range args {
		value := i > 0 && slices.Contains([]string{"-C", "--dir", "--config", "--color"}, args[i-1])
		if arg != "" && arg[0] != '-' && !value {
			return arg
		}
	}
	return ""
}

// atStart is half of what [deep] has the heap grow by, which is as much as most
// commands make do with: a stack's size is the next power of two.
type atStart [16 << 20]byte

var anything *byte // on the heap

func init() {
	if Stays || long {
		return
	}
	anything = new(byte)
	start := unsafe.Pointer(anything)
	done := make(chan struct{})
	go func() {
		defer close(done)
		deep(nil)
	}()
	<-done
	Ask(start, 2*len(atStart{}))
	collapse(start)
}

// deep needs a stack that has room for so much, but touches none of it. The
// stack of a goroutine that ends goes back to the heap at once, which has grown
// by it; anything else would be there until the first collection.
//
//go:noinline
func deep(never *atStart) {
	if never != nil {
		last(*never)
	}
}

//go:noinline
func last(of atStart) byte { return of[len(of)-1] }

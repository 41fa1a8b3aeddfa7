package themes_test

import (
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/pmsite/pmsite/themes"
)

// The folder theme of a repository overrides single files of a theme.
func ExampleForSite() {
	repository := fstest.MapFS{"theme/templates/base.html": {Data: []byte("our own")}}
	theme, err := themes.ForSite(repository, "default")
	if err != nil {
		fmt.Println(err)
		return
	}
	own, _ := fs.ReadFile(theme, "templates/base.html")
	fmt.Println(string(own))
	_, err = themes.ForSite(repository, "defualt")
	fmt.Println(err)
	// Output:
	// our own
	// there is no theme "defualt"; choose one of: default
}

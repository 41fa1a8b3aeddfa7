package convert_test

import (
	"fmt"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

func ExampleFormat() {
	src := "---\nstatus: draft\ntitle: Gates offline\ndate: 2026-03-05\n---\n| a | b |\n|---|---|\n| one | two |\n"
	out, _ := convert.Format("content/gates.md", []byte(src), convert.FormatOptions{Options: content.Options{}})
	fmt.Print(string(out))
	// Output:
	// ---
	// title: Gates offline
	// date: 2026-03-05
	// status: draft
	// ---
	// | a   | b   |
	// | --- | --- |
	// | one | two |
}

func ExampleImport() {
	src := "# Gates offline\n\n- **Date**: March 5, 2026\n- **Duration**: 54 hours 10 minutes\n"
	out, _ := convert.Import("gates.md", []byte(src), convert.ImportOptions{})
	fmt.Print(string(out.Text))
	note := out.Notes[len(out.Notes)-1]
	fmt.Println(note.Line, note.Kind, note.Text)
	// Output:
	// ---
	// title: Gates offline
	// date: 2026-03-05 # Date: March 5, 2026
	// duration: 54 hours 10 minutes
	// status: draft
	// ---
	// # Gates offline
	//
	// 4 mapped duration: 54 hours 10 minutes
}

// Package execute executes templates of html/template with the same result in a fraction of the time.
//
// Most of what html/template takes goes to reflection: it looks up each field and method by its name, and calls each
// escaper through package reflect. This package compiles the trees that html/template has escaped to functions, which
// remember where they found a field and escape by themselves. Wherever a template uses what this package does not
// know, or a value is not what it expects, html/template executes the template from its beginning, and also says what
// is wrong. So all templates work, and errors are those of html/template.
//
// It knows nothing about post mortems.
package execute

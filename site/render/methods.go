package render

import (
	"reflect"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render/execute"
)

// methods are the methods that templates call most. All others are called through package reflect, which takes longer.
var methods = map[string]execute.Method{
	"Common":        getter(func(on interface{ Common() *Page }) *Page { return on.Common() }),
	"DocumentTitle": getter(func(on interface{ DocumentTitle() string }) string { return on.DocumentTitle() }),
	"Canonical":     getter(func(on interface{ Canonical() string }) string { return on.Canonical() }),
	"NavKey":        getter(func(on interface{ NavKey() string }) string { return on.NavKey() }),
	"FeedsKey":      getter(func(on interface{ FeedsKey() string }) string { return on.FeedsKey() }),
	"TOCKey":        getter(func(on interface{ TOCKey() string }) string { return on.TOCKey() }),
	"Lead":          getter(func(on interface{ Lead() string }) string { return on.Lead() }),
	"Key":           getter(func(on interface{ Key() string }) string { return on.Key() }),
	"IsDraft":       getter(func(on interface{ IsDraft() bool }) bool { return on.IsDraft() }),

	"URL": with(func(on interface{ URL(string) string }, to string) (string, error) { return on.URL(to), nil }),
	"Asset": with(func(on interface {
		Asset(string) (string, error)
	}, name string,
	) (string, error) {
		return on.Asset(name)
	}),
	"PostMortemURL": with(func(on interface {
		PostMortemURL(*content.PostMortem) string
	}, pm *content.PostMortem,
	) (string, error) {
		return on.PostMortemURL(pm), nil
	}),
}

// getter makes a method without arguments.
func getter[On, Result any](call func(On) Result) execute.Method {
	return func(receiver any, args []reflect.Value) (reflect.Value, bool, error) {
		on, ok := receiver.(On)
		if !ok || len(args) != 0 {
			return reflect.Value{}, false, nil
		}
		return reflect.ValueOf(call(on)), true, nil
	}
}

// with makes a method with one argument.
func with[On, Argument any](call func(On, Argument) (string, error)) execute.Method {
	return func(receiver any, args []reflect.Value) (reflect.Value, bool, error) {
		on, ok := receiver.(On)
		if !ok || len(args) != 1 || !args[0].IsValid() {
			return reflect.Value{}, false, nil
		}
		argument, ok := args[0].Interface().(Argument)
		if !ok {
			return reflect.Value{}, false, nil
		}
		result, err := call(on, argument)
		return reflect.ValueOf(result), true, err
	}
}

// Package svg makes SVG pictures safe to publish: a browser that opens such a file by its
// address runs its scripts, and anybody may propose one in a pull request.
//
// [Clean] keeps the elements and attributes that draw something. It removes whatever runs
// (scripts, event handlers), animates, loads another file, or belongs to another language
// (foreignObject, the data of editors). It removes them by cutting them out of the text, so
// that a picture without such parts stays the same, byte for byte. The lists of what is
// allowed are in this package; anything else is removed.
package svg

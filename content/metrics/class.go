package metrics

import "slices"

// A Class says what is known about a figure of one post mortem. Every figure is of exactly one
// class, so the numbers of all classes add up to the number of post mortems.
type Class uint8

// The classes. Only figures of the class Known have a value, and only they count in
// percentiles.
const (
	Unknown       Class = iota // should be in the document, and is not
	Known                      // has a value, which may be zero
	NotApplicable              // there is nothing to measure: a near miss has no outage
	Ongoing                    // the outage had not ended when the document was written
	None                       // what the figure ends with never came: nobody was informed
	Before                     // detected before the outage began, which is better than any value
)

var classNames = []string{"unknown", "known", "not applicable", "ongoing", "none", "before"}

// String returns the class as queries and data files write it.
func (c Class) String() string { return classNames[c] }

// ClassOf returns the class with the name, or false if there is none.
func ClassOf(name string) (Class, bool) {
	i := slices.Index(classNames, name)
	return Class(max(i, 0)), i >= 0
}

// say are the words for a figure without a value.
var say = []string{"unknown", "", "does not apply", "ongoing", "none", "before it began"}

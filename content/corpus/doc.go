// Package corpus makes synthetic collections for benchmarks, deterministic:
// the same number and seed give the same bytes on every machine.
//
// The documents have the shape and size of real ones (4 to 8 KB, a timeline of
// six to nine rows, two to six action items) and read without a problem; their
// prose is drawn from a vocabulary of 12,000 words as natural text is, few
// words often and many seldom, so that a search index over them is no toy.
// They mean nothing.
package corpus

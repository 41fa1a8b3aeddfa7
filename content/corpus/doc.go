// Package corpus generates synthetic collections for benchmarks. They are deterministic: the same
// number and seed produce the same bytes on every machine.
//
// The documents have the shape and size of real ones (4 to 8 KB, a timeline of six to nine rows, two
// to six action items) and no problems. Their prose is meaningless. Its words are drawn from a
// vocabulary of 12,000 with frequencies as in natural text, so that a search index over them is
// realistic.
package corpus

// Package metrics is pure arithmetic over post mortems: durations between two
// named ends, counts, and percentiles. It does not read the clock; callers pass
// the “as of” day, which decides ages and what is overdue.
//
// Two rules apply everywhere. First, a figure is unknown unless both of its ends
// are known, and it says why; it is never zero and never left out of the count.
// Second, no distribution is summarized by its mean: durations of outages are
// skewed (in one public catalogue 95 % are shorter than their mean), so a
// [Summary] has the median, other percentiles and the total.
package metrics

// Package metrics is pure arithmetic over post mortems: durations whose two
// ends are named, counts, and percentiles. It reads no clock; "as of" is
// passed in.
//
// Two rules hold everywhere. A figure whose ends are not both known is
// unknown and says why; it is never zero and never left out of the count. And
// no mean stands for a distribution: durations of outages are skewed (in one
// public catalogue 95 % are shorter than their mean), so a [Summary] gives the
// median, the 75th and 90th percentile and the total.
package metrics

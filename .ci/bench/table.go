package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// printTable prints the rows of one size. For each subject but the first, it has two columns: what a build takes divided
// by what the first build of that subject takes in the same round, in user CPU and in wall time.
func printTable(w io.Writer, n int, rows []*row) error {
	var others []*row // the first row of each other subject
	for _, r := range rows {
		if r.subject != rows[0].subject && (len(others) == 0 || others[len(others)-1].subject != r.subject) {
			others = append(others, r)
		}
	}
	fmt.Fprintf(w, "\n%d post mortems\n\n", n)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	head := "\tbuild\twall s\tuser s\tsystem s\tpeak MiB\tfiles\tMB"
	for _, other := range others {
		head += "\tuser / " + other.subject + "\twall"
	}
	fmt.Fprintln(t, head+"\t")
	for _, r := range rows {
		last := r.rounds[len(r.rounds)-1]
		fmt.Fprintf(t, "%s\t%s\t%.2f\t%.2f\t%.2f\t%.0f\t%d\t%.1f", r.subject, r.build, r.median(wall), r.median(user),
			r.median(system), r.median(peak), last.files, float64(last.bytes)/1e6)
		for _, other := range others {
			fmt.Fprintf(t, "\t%.2f\t%.2f", r.ratio(other, user), r.ratio(other, wall))
		}
		fmt.Fprintln(t, "\t")
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, r := range rows {
		if last := r.rounds[len(r.rounds)-1]; last.stages != "" {
			fmt.Fprintf(w, "stages of %s, %s: %s\n", r.subject, r.build, last.stages)
		}
	}
	return nil
}

func wall(u usage) float64   { return u.wall.Seconds() }
func user(u usage) float64   { return seconds(u.user) }
func system(u usage) float64 { return seconds(u.system) }
func peak(u usage) float64   { return float64(u.peak) / (1 << 20) }

// seconds returns at least a hundredth, since the kernel counts no less and a ratio to nothing says nothing.
func seconds(d time.Duration) float64 { return max(d, 10*time.Millisecond).Seconds() }

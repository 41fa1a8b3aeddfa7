package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/calibrate"
	"github.com/pmsite/pmsite/content/metrics"
)

type calibrateFlags struct {
	output, seed string
	number       int
}

func calibrateCommand(a *app) *cobra.Command {
	var f calibrateFlags
	cmd := &cobra.Command{
		Use:   "calibrate",
		Short: "See whether two people rate severities alike",
		Long: `Calibrate picks ten post mortems, as evenly from all severities as possible, and prints
them without what tells the severity: the front matter is left out, except for the
services and the day, and words for severities are blanked in the title and the text, also
where they mean something else. With --output, it writes them into a new folder, with a
sheet for each of two raters. They fill in the severity of each document, and do not look
at the other sheet.

"pmsite calibrate score" then says how far the two agree, and where they differ. Drafts
and near misses are not picked: near misses have no rank among the severities. The same
seed picks the same post mortems as long as the collection stays the same.`,
		Example: `  pmsite calibrate | less
  pmsite calibrate --output ratings --seed 2026-Q2
  pmsite calibrate score ratings/rater-a.csv ratings/rater-b.csv`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.calibrate(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "write the documents and two sheets into this new `folder`")
	flags.StringVar(&f.seed, "seed", "1", "pick by this `text`; another one picks other post mortems")
	flags.IntVarP(&f.number, "number", "n", 10, "`number` of post mortems")
	a.offlineFlag(cmd)
	cmd.AddCommand(calibrateScoreCommand(a))
	return cmd
}

// sheets are the names of the files in which two people rate.
var sheets = [2]string{"rater-a.csv", "rater-b.csv"}

func (a *app) calibrate(ctx context.Context, f calibrateFlags) error {
	if f.number < 1 {
		return fail(fmt.Errorf("--number takes a number from 1, not %d", f.number), "")
	}
	p, err := a.opener().Open(ctx, "")
	if err != nil {
		return err
	}
	defer p.Close()
	c, err := p.Load(ctx, 0)
	if err != nil {
		return err
	}
	if content.HasErrors(c.Problems) {
		return a.refuse(c)
	}
	scale := calibrate.Scale(p.Config.Vocabularies)
	picked := calibrate.Pick(c.PostMortems, scale, f.number, f.seed)
	if len(picked) == 0 {
		return fail(errors.New("no post mortem past draft has a severity that can be compared"), "")
	}
	text, err := blinded(c.FS, picked, p.Config.Vocabularies, scale)
	if err != nil {
		return err
	}
	if f.output == "" {
		_, err := a.text.Write([]byte(text))
		return err
	}
	if err := os.Mkdir(f.output, 0o755); err != nil {
		return fail(err, "--output takes a folder that does not exist yet")
	}
	sheet := strings.Join(calibrate.Columns, ",") + "\n"
	for _, pm := range picked {
		sheet += calibrate.Code(pm) + ",\n"
	}
	for _, file := range [][2]string{{"documents.md", text}, {sheets[0], sheet}, {sheets[1], sheet}} {
		if err := createFile(f.output, file[0], []byte(file[1])); err != nil {
			return err
		}
	}
	a.say("%s to rate in %s: %s, and a sheet for each rater", count(len(picked), "post mortem"), f.output, "documents.md")
	return nil
}

// blinded returns the documents to rate.
func blinded(files fs.FS, picked []*content.PostMortem, v *content.Vocabularies, scale []string) (string, error) {
	var out strings.Builder
	fmt.Fprintf(&out, "Give each document one of these severities, the gravest first: %s.\n", strings.Join(scale, ", "))
	for _, severity := range scale {
		if means := v.Severity.Definitions[severity]; means != "" {
			fmt.Fprintf(&out, "- %s: %s\n", severity, means)
		}
	}
	fmt.Fprintf(&out, "\n%s stands for words that may tell the severity.\n", calibrate.Blank)
	blinder := calibrate.NewBlinder(v)
	for _, pm := range picked {
		src, err := fs.ReadFile(files, pm.Path)
		if err != nil {
			return "", err
		}
		text, err := blinder.Document(pm, src)
		if err != nil {
			return "", err
		}
		out.WriteString("\n---\n\n" + text)
	}
	return out.String(), nil
}

func calibrateScoreCommand(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "score A B",
		Short: "Say how far two sheets of ratings agree",
		Long: `Score compares two sheets that "pmsite calibrate --output" wrote, after two people have
filled in a severity for each document. It prints Cohen's weighted kappa with linear
weights, by which two steps apart count twice as much as one: 1 if they always agree, 0 if
no more than chance would make them agree. From 30 documents on, it has an interval at
95 %. Then come the documents that differ, the furthest apart first, with the severity
that each has today. Documents that only one of them rated are left out.

Whose ratings they are is not said: the sheets are A and B.`,
		Example: `  pmsite calibrate score ratings/rater-a.csv ratings/rater-b.csv
  pmsite calibrate score a.csv b.csv --format json`,
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.calibrateScore(cmd.Context(), args, format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "`format` of the result: text or json")
	a.offlineFlag(cmd)
	return cmd
}

// scoreFormats are the formats of what two raters agree on.
var scoreFormats = map[string]func(a *app, r calibrate.Result) error{
	"text": func(a *app, r calibrate.Result) error { _, err := a.text.Write([]byte(scoreText(r))); return err },
	"json": func(a *app, r calibrate.Result) error { return scoreJSON(a, r) },
}

func (a *app) calibrateScore(ctx context.Context, files []string, format string) error {
	write, ok := scoreFormats[format]
	switch {
	case !ok:
		return wrongChoice("--format", format, keys(scoreFormats))
	case len(files) != 2:
		return fail(fmt.Errorf("score compares two sheets, not %d", len(files)), "pmsite calibrate --output FOLDER writes them")
	}
	p, err := a.opener().Open(ctx, "")
	if err != nil {
		return err
	}
	defer p.Close()
	c, err := p.Load(ctx, 0)
	if err != nil {
		return err
	}
	scale, codes := calibrate.Scale(p.Config.Vocabularies), calibrate.Codes(c.PostMortems)
	var read [2]calibrate.Sheet
	for i, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return fail(err, "pmsite calibrate --output FOLDER writes sheets")
		}
		defer file.Close()
		if read[i], err = calibrate.ReadSheet(file, scale, p.Config.Vocabularies, codes); err != nil {
			return fail(fmt.Errorf("%s: %w", name, err), "each row has the code of a document and a severity, as in "+calibrate.Columns[0]+","+scale[0])
		}
	}
	return write(a, calibrate.Score(read[0], read[1], scale, codes))
}

func scoreText(r calibrate.Result) string {
	var b strings.Builder
	switch {
	case r.N == 0:
		b.WriteString("No document was rated by both.\n")
	case !r.Defined():
		fmt.Fprintf(&b, "Weighted kappa (linear weights): not defined for %s, because both gave all of them the same severity.\n", count(r.N, "document"))
	case r.N < metrics.EnoughRated:
		fmt.Fprintf(&b, "Weighted kappa (linear weights): %.2f of %s. That is a first impression: fewer than %d say little.\n", r.Value, count(r.N, "document"), metrics.EnoughRated)
	default:
		fmt.Fprintf(&b, "Weighted kappa (linear weights): %.2f of %d documents, from %.2f to %.2f at 95 %%.\n", r.Value, r.N, r.Low, r.High)
	}
	fmt.Fprintf(&b, "%d rated alike; %d differ, of which A rated %d graver.\n", r.Alike, len(r.Differ), r.Severest)
	if r.LeftOut > 0 {
		fmt.Fprintf(&b, "Left out, because only one rated it: %s.\n", count(r.LeftOut, "document"))
	}
	for _, d := range r.Differ {
		fmt.Fprintf(&b, "  A: %s, B: %s, today: %s  %s (%s)\n", d.First, d.Second, d.PM.Severity, d.PM.Title, d.PM.Key())
	}
	return b.String()
}

func scoreJSON(a *app, r calibrate.Result) error {
	type differ struct {
		Code     string `json:"document"`
		Key      string `json:"postmortem"`
		Title    string `json:"title"`
		A        string `json:"a"`
		B        string `json:"b"`
		Severity string `json:"severity"`
	}
	out := struct {
		Weights string   `json:"weights"`
		N       int      `json:"n"`
		Kappa   *float64 `json:"kappa"` // null if it is not defined
		Low     *float64 `json:"low"`   // of the interval at 95 %; null for few documents
		High    *float64 `json:"high"`
		Alike   int      `json:"alike"`
		LeftOut int      `json:"left_out"`
		Differ  []differ `json:"differ"`
	}{Weights: "linear", N: r.N, Alike: r.Alike, LeftOut: r.LeftOut, Differ: []differ{}}
	if r.Defined() {
		out.Kappa = &r.Value
	}
	if r.Defined() && r.N >= metrics.EnoughRated {
		out.Low, out.High = &r.Low, &r.High
	}
	for _, d := range r.Differ {
		out.Differ = append(out.Differ, differ{calibrate.Code(d.PM), d.PM.Key(), d.PM.Title, d.First, d.Second, d.PM.Severity})
	}
	e := json.NewEncoder(a.data())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/index"
)

type searchFlags struct {
	limit        int
	json, facets bool
	index        string
}

func searchCommand(a *app) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search post mortems",
		Long: `Search finds post mortems that contain any of the words. Those that match more and
rarer words come first. A word also matches its other forms, but exact matches come
first. Mistyped words are corrected, and names that no post mortem has, such as pasted
addresses, are sought in pieces, unless they are in quotes. Like grep, search exits with
status 1 if it finds nothing.

  dns timeout                 any of the words
  +dns -timeout               must contain dns, must not contain timeout
  "zone transfer"             a phrase (quote it for the shell: '"zone transfer"')
  certif*  certifcate~1       the beginning of a word; up to one typo (~2: two)
  title:dns                   in one field: title, summary, causes, timeline, lessons,
                              actions, body, labels or id
  severity:critical           filters: severity, impact, detection, status, service,
  tag:"load balancer"         vendor, factor, tag, action_type, kind (of
                              lessons, as in kind:surprise), year
  date:>=2026-01-01           also date:2026-01..2026-03, date:2025
  duration:>60                in minutes, or duration:>2h; also detect and resolve
  dns AND (tls OR NOT clock)  operators are in capitals

The index is stored in your cache folder and is updated on every search. Drafts are
found only if the config has drafts: show.`,
		Example: `  pmsite search dns timeout
  pmsite search severity:critical service:dns '"zone transfer"'
  pmsite search --json --limit 100 'date:2026 duration:>60'
  pmsite search -- -tag:vendor timeout`,
		Args: needsArgs("a query", "pmsite search dns timeout"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.search(cmd.Context(), strings.Join(args, " "), f)
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&f.limit, "limit", 10, "`number` of hits to show; 0 shows all")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.facets, "facets", false, "also count the hits by severity, service, tag and so on")
	flags.StringVar(&f.index, "index", "", "`folder` for the index (default: one in your cache folder)")
	a.offlineFlag(cmd)
	return cmd
}

func (a *app) search(ctx context.Context, text string, f searchFlags) error {
	query, err := index.Parse(text)
	if err != nil {
		return queryFailure(err)
	}
	if f.limit < 0 {
		return fail(fmt.Errorf("--limit takes 0 or a positive number, not %d", f.limit), "")
	}
	p, err := a.opener().OpenFiles(ctx)
	if err != nil {
		return err
	}
	limit := f.limit
	if limit == 0 {
		limit = -1
	}
	result, err := a.ask(ctx, p, f.index, query, index.SearchOptions{Limit: limit, Facets: f.facets || f.json})
	if err != nil {
		return queryFailure(err)
	}
	for _, hint := range result.Hints {
		a.say("%s", hint)
	}
	if f.json {
		err = a.printJSON(result)
	} else {
		a.printResult(result, f)
	}
	if err == nil && result.Total == 0 {
		a.warnIfEmpty(p)
		return errReported
	}
	return err
}

// ask updates the index of the repository and runs the query. If dir is "", the index is in the
// cache folder, or in a temporary one if that cannot be written.
func (a *app) ask(ctx context.Context, p *project.Project, dir string, query *index.Query, opts index.SearchOptions) (*index.Result, error) {
	if dir != "" {
		return a.askIn(ctx, p, dir, query, opts)
	}
	if a.noCache {
		return a.askInTemporary(ctx, p, query, opts)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fail(fmt.Errorf("no cache folder: %w", err), "choose one with --index DIR")
	}
	name := sha256.Sum256([]byte(p.Root))
	result, err := a.askIn(ctx, p, filepath.Join(cache, "pmsite", "index-"+hex.EncodeToString(name[:8])), query, opts)
	if !errors.Is(err, index.ErrFolder) {
		return result, err
	}
	a.cacheFailed(err)
	return a.askInTemporary(ctx, p, query, opts)
}

// askInTemporary runs the query with an index that is removed afterwards.
func (a *app) askInTemporary(ctx context.Context, p *project.Project, query *index.Query, opts index.SearchOptions) (*index.Result, error) {
	temp, err := os.MkdirTemp("", "pmsite-index-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	return a.askIn(ctx, p, temp, query, opts)
}

// askIn updates the index in a folder and runs the query.
func (a *app) askIn(ctx context.Context, p *project.Project, dir string, query *index.Query, opts index.SearchOptions) (*index.Result, error) {
	progress := a.progress("indexing")
	result, err := index.SearchOnce(ctx, index.Options{
		Dir: dir, FS: p.Tree, Content: collection.OptionsOf(p.Config), Drafts: p.Config.ShowDrafts, Version: version(),
		URL:      func(slug string) string { return p.Config.BaseURL + "postmortems/" + url.PathEscape(slug) + "/" },
		Progress: progress.Show,
	}, query, opts)
	progress.Done()
	if errors.Is(err, index.ErrFolder) {
		return nil, fail(err, "choose another folder for the index with --index DIR")
	}
	return result, p.ExplainMissing(err)
}

// queryFailure returns an error that points at the mistake in a query.
func queryFailure(err error) error {
	var syntax *index.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	return fail(fmt.Errorf("%w\n%s", err, "  "+strings.ReplaceAll(syntax.Caret(), "\n", "\n  ")), syntax.Hint)
}

func (a *app) printResult(r *index.Result, f searchFlags) {
	switch {
	case r.Corrected:
		a.say("results for %s; to search for %s instead, put it in quotes", r.Instead, r.Query)
	case r.Instead != "":
		a.say("no post mortem has all of that; best matches for %s", r.Instead)
	}
	if r.Total > 0 && len(r.Missing) > 0 {
		a.say("no post mortem has %s", strings.Join(r.Missing, ", "))
	}
	for i, hit := range r.Hits {
		if i > 0 {
			a.text.Line()
		}
		title := []index.Span{{Text: hit.Title}}
		if len(hit.TitleSpans) > 0 {
			title = hit.TitleSpans
		}
		a.text.Line(marked(title)...)
		a.text.Line(console.Plain("  "), faint(hit.Date.String()+"  "+hit.Path))
		for _, fragment := range hit.Fragments {
			a.text.Line(append([]console.Span{console.Plain("  "), faint(string(fragment.Field) + ":"), console.Plain(" ")}, marked(fragment.Spans)...)...)
		}
	}
	if f.facets && r.Total > 0 {
		if len(r.Hits) > 0 {
			a.text.Line()
		}
		a.printFacets(r.Facets)
	}
	switch {
	case r.Total > len(r.Hits):
		a.say("%d of %s; --limit shows more", len(r.Hits), count(r.Total, "post mortem"))
	case r.DidYouMean != "":
		a.say("nothing found; did you mean: %s", r.DidYouMean)
	case r.Total == 0:
		a.say("nothing found")
	}
}

func (a *app) printFacets(facets []index.FacetCounts) {
	for _, facet := range facets {
		if len(facet.Values) == 0 {
			continue
		}
		line := []console.Span{console.Plain(fmt.Sprintf("%-12s", facet.Facet.Title))}
		for i, value := range facet.Values {
			if i == 10 {
				line = append(line, console.Plain(fmt.Sprintf("  and %d more", len(facet.Values)-i)))
				break
			}
			line = append(line, console.Plain("  "+value.Value+" "), faint(fmt.Sprint(value.Count)))
		}
		a.text.Line(line...)
	}
}

func faint(text string) console.Span { return console.Span{Style: console.Faint, Text: text} }

// marked returns a text with the matches in bold.
func marked(spans []index.Span) []console.Span {
	out := make([]console.Span, len(spans))
	for i, span := range spans {
		if out[i].Text = span.Text; span.Mark {
			out[i].Style = console.Bold
		}
	}
	return out
}

func (a *app) printJSON(r *index.Result) error {
	type fragment struct {
		Field index.Field  `json:"field"`
		Spans []index.Span `json:"spans"`
	}
	type hit struct {
		Slug      string     `json:"slug"`
		Title     string     `json:"title"`
		URL       string     `json:"url"`
		Score     float64    `json:"score"`
		Date      *string    `json:"date"`
		Fragments []fragment `json:"fragments"`
	}
	out := struct {
		Query      string                    `json:"query"`
		Answered   string                    `json:"answered,omitempty"` // closest query, if that was answered
		Missing    []string                  `json:"missing,omitempty"`
		Hints      []string                  `json:"hints,omitempty"`
		Total      int                       `json:"total"`
		Hits       []hit                     `json:"hits"`
		Facets     map[string]map[string]int `json:"facets"`
		DidYouMean string                    `json:"did_you_mean,omitempty"`
	}{r.Query, r.Instead, r.Missing, r.Hints, r.Total, []hit{}, map[string]map[string]int{}, r.DidYouMean}
	for _, h := range r.Hits {
		one := hit{h.Slug, h.Title, h.URL, h.Score, nil, []fragment{}}
		if date := h.Date.String(); date != "" {
			one.Date = &date
		}
		for _, f := range h.Fragments {
			one.Fragments = append(one.Fragments, fragment{f.Field, f.Spans})
		}
		out.Hits = append(out.Hits, one)
	}
	for _, facet := range r.Facets {
		counts := map[string]int{}
		for _, value := range facet.Values {
			counts[value.Value] = value.Count
		}
		out.Facets[facet.Facet.Name] = counts
	}
	encoder := json.NewEncoder(a.data())
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

package index

import (
	"encoding/json"
	"maps"
	"slices"
)

// synonyms returns the other words for those values of a facet that post mortems have. The script needs no others.
func (d *exportData) synonyms(facet int) map[string]string {
	out := Facets[facet].synonyms(d.words)
	maps.DeleteFunc(out, func(_, value string) bool { return !slices.Contains(d.values[facet], value) })
	return out
}

// settings returns what the script needs to know about the analysis, the query language and the
// documents, so that it needs no copy of its own.
func (d *exportData) settings() []byte {
	type queryFieldSetting struct {
		Name    string   `json:"name"`
		Names   []string `json:"names"`
		Example string   `json:"example"`
		Kind    string   `json:"kind"`
	}
	type facetSetting struct {
		Name     string            `json:"name"`
		Title    string            `json:"title"`
		Values   []string          `json:"values"`
		Ordered  bool              `json:"ordered"` // values are shown in this order, not the most frequent ones first
		Synonyms map[string]string `json:"synonyms"`
	}
	type limits struct {
		Query     int `json:"query"`
		Leaves    int `json:"leaves"`
		Wildcards int `json:"wildcards"`
		Depth     int `json:"depth"`
		Expansion int `json:"expansion"`
	}
	out := struct {
		Analysis    string              `json:"analysis"`
		Documents   int                 `json:"documents"`
		PerFile     int                 `json:"documents_per_file"`
		StopWords   []string            `json:"stop_words"`
		Suffixes    []string            `json:"suffixes"`
		Fields      []Field             `json:"fields"`
		Boosts      []float64           `json:"boosts"`
		Parts       []Field             `json:"parts"`
		FuzzyBoosts []float64           `json:"fuzzy_boosts"`
		StemShare   float64             `json:"stem_share"`
		NameBoost   float64             `json:"name_boost"`
		Paired      int                 `json:"fewest_paired"`
		ManyDigits  int                 `json:"many_digits"`
		Limits      limits              `json:"limits"`
		QueryFields []queryFieldSetting `json:"query_fields"`
		Facets      []facetSetting      `json:"facets"`
		Numbers     []string            `json:"numbers"`
	}{
		Analysis: AnalysisVersion, Documents: d.documents, PerFile: docsIn(d.documents), Suffixes: suffixes, Parts: BodyFields,
		StopWords: slices.Sorted(maps.Keys(stopWords())), FuzzyBoosts: fuzzyBoosts[:], StemShare: stemShare, NameBoost: nameBoost, Paired: fewestPaired, ManyDigits: manyDigits,
		Limits: limits{MaxQuery, MaxLeaves, MaxWildcards, maxDepth, MaxExpansion},
	}
	for _, weight := range DefaultFields {
		out.Fields, out.Boosts = append(out.Fields, weight.Field), append(out.Boosts, weight.Boost)
	}
	kinds := map[fieldKind]string{textKind: "text", facetKind: "facet", dateKind: "date", minuteKind: "minutes"}
	for _, f := range queryFields {
		out.QueryFields = append(out.QueryFields, queryFieldSetting{f.name, append([]string{}, f.names...), f.example, kinds[f.kind]})
	}
	for i, facet := range Facets {
		out.Facets = append(out.Facets, facetSetting{facet.Name, facet.Title, append([]string{}, d.values[i]...), facet.order(d.words) != nil, d.synonyms(i)})
	}
	for _, number := range Numbers {
		out.Numbers = append(out.Numbers, number.Name)
	}
	data, _ := json.Marshal(out) // encoding plain values does not fail
	return data
}

package index

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// The fields of a bleve document in addition to texts, facets and numbers.
const (
	dateField     = "date"     // days since 1970
	spellingField = "spelling" // spellings of words that are indexed by their stem

	// The values of these fields are stored for the list of hits.
	pathField   = "stored_path"
	storedTitle = "stored_title"
	storedDate  = "stored_date"
)

// bleveMapping returns an empty static mapping, because documents consist of analysed fields
// and queries of terms. Only fields named in this package are indexed.
func bleveMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.DocValuesDynamic, m.IndexDynamic, m.StoreDynamic = false, false, false
	return m
}

// bleveDocument converts a search document to a bleve document.
func bleveDocument(a *Analyser, d *Document) *document.Document {
	out := document.NewDocument(d.ID)
	analysed := a.Analyse(d)
	for _, weight := range DefaultFields {
		if terms, ok := analysed[weight.Field]; ok {
			out.AddField(&textField{name: string(weight.Field), terms: terms, options: textOptions})
		}
	}
	if tokens := spellings(analysed); len(tokens) > 0 {
		out.AddField(&textField{name: spellingField, terms: Terms{Tokens: tokens}, options: spellingOptions})
	}
	for _, facet := range Facets {
		for i, value := range d.Facets[facet.Name] {
			out.AddField(document.NewTextFieldCustom(facet.Name, []uint64{uint64(i)}, []byte(value), keywordOptions, nil))
		}
	}
	for _, number := range Numbers {
		if value, known := d.Numbers[number.Name]; known {
			out.AddField(document.NewNumericFieldWithIndexingOptions(number.Name, nil, value, bleveindex.IndexField))
		}
	}
	if !d.Date.IsZero() {
		out.AddField(document.NewNumericFieldWithIndexingOptions(dateField, nil, Day(d.Date), bleveindex.IndexField|bleveindex.DocValues))
	}
	for name, value := range map[string]string{pathField: d.Path, storedTitle: d.Title, storedDate: d.Date.String()} {
		out.AddField(document.NewTextFieldCustom(name, nil, []byte(value), bleveindex.StoreField, nil))
	}
	return out
}

const (
	// textOptions store positions, for phrases and for the parts of the body.
	textOptions = bleveindex.IndexField | bleveindex.IncludeTermVectors
	// keywordOptions index a value as a whole, without a score.
	keywordOptions  = bleveindex.IndexField | bleveindex.DocValues | bleveindex.SkipFreqNorm
	spellingOptions = bleveindex.IndexField | bleveindex.SkipFreqNorm
)

// A textField is an analysed field. It does not store the text, because excerpts are read from
// the source.
type textField struct {
	name        string
	terms       Terms
	options     bleveindex.FieldIndexingOptions
	frequencies bleveindex.TokenFrequencies
}

// Analyze counts the tokens. bleve's workers call it.
func (f *textField) Analyze() {
	f.frequencies = make(bleveindex.TokenFrequencies, len(f.terms.Tokens)/2)
	locations := make([]bleveindex.TokenLocation, len(f.terms.Tokens))
	for i, token := range f.terms.Tokens {
		locations[i].Position = token.Position
		frequency := f.frequencies[token.Term]
		if frequency == nil {
			frequency = &bleveindex.TokenFreq{Term: []byte(token.Term)}
			f.frequencies[token.Term] = frequency
		}
		frequency.SetFrequency(frequency.Frequency() + 1)
		frequency.Locations = append(frequency.Locations, &locations[i])
	}
	f.terms.Tokens = nil
}

func (f *textField) Name() string             { return f.name }
func (f *textField) ArrayPositions() []uint64 { return nil }
func (f *textField) Value() []byte            { return nil }
func (f *textField) EncodedFieldType() byte   { return 't' }
func (f *textField) AnalyzedLength() int      { return f.terms.Length }
func (f *textField) Size() int                { return 0 } // used only in bleve's statistics

func (f *textField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.frequencies }
func (f *textField) NumPlainTextBytes() uint64                             { return 0 }

func (f *textField) Options() bleveindex.FieldIndexingOptions { return f.options }

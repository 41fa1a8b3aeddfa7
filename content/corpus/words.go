package corpus

import (
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
)

var (
	services = strings.Fields("checkout identity edge-gateway search-api billing catalogue mail-relay student-portal " +
		"payments data-lake dns wifi storage calendar message-bus ldap video print vpn ci")
	vendors    = []string{"", "", "", "Acme Cloud", "Northwind DNS", "Contoso Mail", "Fabrikam Storage"}
	impacts    = []string{"data loss", "latency", "availability", "cosmetic"}
	detections = []string{"configured alarm", "configured alarm", "manual", "other"}
	types      = []string{"Mitigation", "Preventative", "Detective", "Remediative"}
	states     = []string{"open", "done", "done"}
	roles      = []string{
		"on-call engineer", "incident commander", "database administrator", "network engineer", "service owner",
		"communications lead", "platform team", "security officer", "vendor manager",
	}
	tags = strings.Fields("dns tls certificate capacity deploy config database network failover cache queue " +
		"vendor storage auth rollback alerting runbook backup quota kernel load-balancer cron")
	// severities repeats each severity in rough proportion to its frequency.
	severities = strings.Split("critical,high,high,high,medium,medium,medium,medium,medium,low,low,low,low,near miss,near miss", ",")
	statuses   = []string{"draft", "review", "completed", "completed", "completed", "completed"}

	verbs = strings.Fields("caused exhausted delayed blocked dropped restarted saturated masked exposed triggered recovered drained replaced")
	terms = strings.Fields(`service latency request error timeout replica primary failover certificate expiry resolver cache queue
backlog retry storm deploy rollback config flag threshold alarm dashboard pager runbook capacity quota disk memory leak thread pool
connection handshake route prefix switch firewall rule token session login password hash index query lock deadlock migration schema
backup restore snapshot volume node cluster scheduler pod container image registry build pipeline canary probe health check balancer
region zone packet loss jitter upstream downstream vendor support escalation bridge status page customer user ticket change window
maintenance freeze review approval audit log trace metric sample window rate limit burst surge peak batch job cron worker consumer
producer partition offset checkpoint replay duplicate corrupt checksum parity`)
	syllables = strings.Fields("ka ro mi te su lo ve na pi do xe qu")
)

const vocabularySize = 12000

// A writer draws words, sentences and numbers from a single random source.
type writer struct {
	*rand.Rand
	words      []string
	cumulative []float64 // cumulative weight of words
}

// newWriter returns a writer with its vocabulary: technical terms first, then made-up words; the r-th
// word has a weight of 1/(r+8).
func newWriter(seed uint64) *writer {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))}
	w.words = append(w.words, terms...)
	for len(w.words) < vocabularySize {
		var word strings.Builder
		for range 2 + w.IntN(4) {
			word.WriteString(w.one(syllables))
		}
		w.words = append(w.words, word.String()+strconv.Itoa(w.IntN(100)))
	}
	sum := 0.0
	for rank := range w.words {
		sum += 1 / float64(rank+8)
		w.cumulative = append(w.cumulative, sum)
	}
	return w
}

// between returns a random number from low to high, inclusive.
func (w *writer) between(low, high int) int { return low + w.IntN(high-low+1) }

func (w *writer) one(of []string) string { return of[w.IntN(len(of))] }

func (w *writer) word() string {
	drawn := w.Float64() * w.cumulative[len(w.cumulative)-1]
	return w.words[min(sort.SearchFloat64s(w.cumulative, drawn), len(w.words)-1)]
}

func (w *writer) sentence() string {
	verbAt := w.between(2, 5)
	var b strings.Builder
	for i := range w.between(7, 16) {
		if i == verbAt {
			b.WriteString(w.one(verbs) + " ")
		}
		b.WriteString(w.word() + " ")
	}
	text := strings.TrimSpace(b.String())
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func (w *writer) paragraph(sentences int) string {
	out := make([]string, sentences)
	for i := range out {
		out[i] = w.sentence()
	}
	return strings.Join(out, " ")
}

// cut shortens a sentence to at most n bytes, at a space.
func cut(sentence string, n int) string {
	if len(sentence) <= n {
		return sentence
	}
	return sentence[:strings.LastIndexByte(sentence[:n], ' ')]
}

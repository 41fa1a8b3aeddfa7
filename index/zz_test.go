package index
import ("testing";"fmt";"os";"context";"time";"runtime";"github.com/pmsite/pmsite/content"
"github.com/blevesearch/bleve/v2"
"github.com/blevesearch/bleve/v2/document"
"github.com/blevesearch/bleve/v2/analysis"
bindex "github.com/blevesearch/bleve_index_api"
"os/exec";"syscall"
)
type fld struct{ name string; toks []Token; vec bool; f bindex.TokenFrequencies}
func (f *fld) Name() string {return f.name}
func (f *fld) ArrayPositions() []uint64 {return nil}
func (f *fld) Options() bindex.FieldIndexingOptions { if f.vec {return bindex.IndexField|bindex.IncludeTermVectors}; return bindex.IndexField}
func (f *fld) Analyze() {
 f.f=bindex.TokenFrequencies{}
 locs:=make([]bindex.TokenLocation,len(f.toks))
 for i,t:=range f.toks { tf:=f.f[t.Term]; if tf==nil { tf=&bindex.TokenFreq{Term:[]byte(t.Term)}; f.f[t.Term]=tf}
  tf.SetFrequency(tf.Frequency()+1)
  if f.vec { locs[i]=bindex.TokenLocation{Position:t.Position}; tf.Locations=append(tf.Locations,&locs[i])}}
}
func (f *fld) Value() []byte {return nil}
func (f *fld) NumPlainTextBytes() uint64 {return 0}
func (f *fld) Size() int {return 0}
func (f *fld) EncodedFieldType() byte {return 't'}
func (f *fld) AnalyzedLength() int {return len(f.toks)}
func (f *fld) AnalyzedTokenFrequencies() bindex.TokenFrequencies {return f.f}
var _ = analysis.TokenStream{}
func TestZZ(t *testing.T){
 c,_:=content.Load(context.Background(), os.DirFS(os.Getenv("ZZ")), content.Options{}, nil)
 t0:=time.Now()
 n:=0
 for d:=range Documents(c.PostMortems) { for _,x:=range d.Texts{ for _,s:=range x {n+=len(s)}} }
 fmt.Println("documents", time.Since(t0), n)
 t0=time.Now()
 var a Analyser
 nt:=0
 for d:=range Documents(c.PostMortems) { for _,x:=range a.Analyse(d) {nt+=len(x.Tokens)} }
 fmt.Println("docs+analyse", time.Since(t0), nt, len(a.terms))
 for _,mode:=range []string{"disjoint","bodyonly","body+sections novec","body+sections"} {
 dir:=t.TempDir()
 ix,err:=bleve.NewUsing(dir+"/x", bleve.NewIndexMapping(), "scorch","scorch", map[string]any{"bolt_timeout":"1s"})
 if err!=nil {t.Fatal(err)}
 t0=time.Now()
 c0:=cpu(); b:=ix.NewBatch()
 for d:=range Documents(c.PostMortems) {
  bd:=document.NewDocument(d.ID)
  for f,x:=range a.Analyse(d) {
    vec:=true
    switch f { case Body: if mode=="disjoint" {continue}
      case Summary,Causes,Timeline,Lessons,Actions,Other: if mode=="bodyonly" {continue}; if mode=="body+sections novec" {vec=false}; if f==Other && mode!="disjoint" {continue} }
    bd.AddField(&fld{name:string(f),toks:x.Tokens,vec:vec})
  }
  b.IndexAdvanced(bd)
  if b.Size()==1000 { if err:=ix.Batch(b);err!=nil{t.Fatal(err)}; b.Reset() }
 }
 if b.Size()>0 {ix.Batch(b)}
 var ms runtime.MemStats; runtime.ReadMemStats(&ms)
 fmt.Println(mode, time.Since(t0), ms.HeapSys>>20, cpu()-c0)
 ix.Close()
 fmt.Println(mode, "closed", time.Since(t0))
 out,_:=exec.Command("du","-sm",dir).Output(); fmt.Print(string(out))
 }
}
func cpu() float64 { var r syscall.Rusage; syscall.Getrusage(0,&r); return float64(r.Utime.Sec+r.Stime.Sec)+float64(r.Utime.Usec+r.Stime.Usec)/1e6 }

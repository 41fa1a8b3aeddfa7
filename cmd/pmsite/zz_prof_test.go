package main
import ("testing";"os";"context";"time";"runtime/pprof";"fmt";"runtime")
func TestProf(t *testing.T){
 f,_:=os.Create("/tmp/cpu.prof"); pprof.StartCPUProfile(f)
 a:=&app{stdout:os.Stdout,stderr:os.Stderr,getenv:os.Getenv,now:time.Now}
 s:=time.Now()
 a.dir="/tmp/corpus-10k"; a.color="auto"
 p,_:=a.open(""); fmt.Println("open",time.Since(s)); s=time.Now()
 c,_:=a.load(context.Background(),p,0); fmt.Println("load",time.Since(s)); s=time.Now()
 var m runtime.MemStats; runtime.GC(); runtime.ReadMemStats(&m); fmt.Println("heap MiB",m.HeapAlloc>>20)
 asOf,_:=a.asOf(p,"")
 s2,err:=a.site(p,c,asOf,true); if err!=nil{t.Fatal(err)}; fmt.Println("site",time.Since(s)); s=time.Now()
 runtime.GC(); runtime.ReadMemStats(&m); fmt.Println("heap MiB",m.HeapAlloc>>20)
 _=s2
 os.RemoveAll("/tmp/outprof")
 if os.Getenv("W")!="" { cmd:=buildCommand(a); cmd.SetContext(context.Background()); fmt.Println(a.write(cmd,p,s2,buildFlags{output:"/tmp/outprof"},s)); fmt.Println("write",time.Since(s)) }
 pprof.StopCPUProfile(); f.Close()
}

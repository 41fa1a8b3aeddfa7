//go:build ignore

// This program writes rules.json, the rules of gitleaks in the form that package
// check reads, from the configuration of a gitleaks release:
//
//	go run generate.go v8.30.1 CONFIG >rules.json
//
// It leaves out rules that look at file names, since pmsite reads pasted text, and
// generic-api-key, which takes most long words for secrets; credentials.go has rules in
// its place. "make rules" runs it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/BurntSushi/toml"
)

type allowlist struct {
	Regexes   []string
	Stopwords []string
}

type settings struct {
	Allowlist allowlist
	Rules     []struct {
		ID, Regex, Path string
		Keywords        []string
		Entropy         float64
		SecretGroup     int
		Allowlists      []allowlist
	}
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: go run generate.go VERSION CONFIG")
	}
	var in settings
	if _, err := toml.DecodeFile(os.Args[2], &in); err != nil {
		log.Fatalf("error: read %q: %v", os.Args[2], err)
	}
	fmt.Printf("{\"source\": %s,\n", encode("gitleaks "+os.Args[1]+", config/gitleaks.toml; MIT licence, see LICENSE beside this file; left out are generic-api-key and the rules that look at file names"))
	fmt.Printf("\"allow\": [\n%s],\n\"stopwords\": %s,\n\"rules\": [\n", encodeAll(in.Allowlist.Regexes, ",\n"), list(in.Allowlist.Stopwords))
	separator := ""
	for _, r := range in.Rules {
		if r.Path != "" || r.ID == "generic-api-key" {
			continue
		}
		fmt.Printf("%s{\"name\": %s, \"regex\": %s, \"keywords\": %s", separator, encode(r.ID), encode(r.Regex), list(r.Keywords))
		if r.Entropy > 0 {
			fmt.Printf(", \"entropy\": %s", encode(r.Entropy))
		}
		if r.SecretGroup > 0 {
			fmt.Printf(", \"group\": %d", r.SecretGroup)
		}
		var allow []string
		for _, a := range r.Allowlists {
			allow = append(allow, a.Regexes...)
		}
		if len(allow) > 0 {
			fmt.Printf(", \"allow\": %s", list(allow))
		}
		fmt.Print("}")
		separator = ",\n"
	}
	fmt.Println("]}")
}

func list(texts []string) string { return "[" + encodeAll(texts, ", ") + "]" }

func encodeAll(texts []string, separator string) string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = encode(text)
	}
	return strings.Join(out, separator)
}

func encode(value any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

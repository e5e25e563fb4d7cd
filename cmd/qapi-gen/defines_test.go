package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseDefinesReadsNamesAndHeaders(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", nil},
		{"names", "CONFIG_A\n\n  CONFIG_B\t\n_c1", []string{"CONFIG_A", "CONFIG_B", "_c1"}},
		{"CR LF", "CONFIG_A\r\nCONFIG_B\r\n", []string{"CONFIG_A", "CONFIG_B"}},
		{"comments", "# all of it\nCONFIG_A # why\n// CONFIG_B\n/* CONFIG_C\nCONFIG_D */\nCONFIG_E /* x */", []string{"CONFIG_A", "CONFIG_E"}},
		{
			"a C header",
			"#ifndef H\n#pragma once\n#include \"x.h\"\n#define CONFIG_A\n# define CONFIG_B 1\n#define CONFIG_C \"a b\"\n" +
				"#define F(x) ((x) + 1)\n/* #undef CONFIG_D */\n#define CONFIG_E 1 /* e */\n#undef CONFIG_E\n#endif\n",
			[]string{"CONFIG_A", "CONFIG_B", "CONFIG_C", "F"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := map[string]bool{}
			if err := parseDefines("f", []byte(tt.text), set); err != nil {
				t.Fatal(err)
			}
			maps.DeleteFunc(set, func(_ string, defined bool) bool { return !defined })
			if diff := cmp.Diff(tt.want, slices.Sorted(maps.Keys(set))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseDefinesSaysWhichLineIsWrong(t *testing.T) {
	err := parseDefines("cfg", []byte("/* two\nlines */\nCONFIG_A=y\n"), map[string]bool{})
	if err == nil || !strings.HasPrefix(err.Error(), "cfg:3: neither a name nor a #define: \"CONFIG_A=y\"") {
		t.Errorf("got %v", err)
	}
}

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// A choice is the value of a flag that takes one of a few words.
type choice[T any] struct {
	words  []word[T]
	chosen int
}

type word[T any] struct {
	name  string
	value T
}

// newChoice returns a choice of words. The first one is the default.
func newChoice[T any](words ...word[T]) choice[T] { return choice[T]{words: words} }

// register adds c to cmd as a flag with completion.
func (c *choice[T]) register(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(c, name, fmt.Sprintf("%s: %s", usage, strings.Join(c.names(), ", ")))
	completeWords(cmd, name, c.names())
}

func (c *choice[T]) value() T { return c.words[c.chosen].value }

func (c *choice[T]) names() []string {
	names := make([]string, len(c.words))
	for i, w := range c.words {
		names[i] = w.name
	}
	return names
}

// String returns the chosen word. String, Set and Type implement pflag.Value.
func (c *choice[T]) String() string {
	if len(c.words) == 0 {
		return "" // pflag compares defaults with a zero value
	}
	return c.words[c.chosen].name
}

// Set chooses a word by its name.
func (c *choice[T]) Set(name string) error {
	for i, w := range c.words {
		if w.name == name {
			c.chosen = i
			return nil
		}
	}
	return fmt.Errorf("must be one of: %s", strings.Join(c.names(), ", "))
}

// Type returns the name of the value in a usage text that has none.
func (*choice[T]) Type() string { return "word" }

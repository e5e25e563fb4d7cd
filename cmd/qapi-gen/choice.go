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

// newChoice offers words, of which the first is the default.
func newChoice[T any](words ...word[T]) choice[T] { return choice[T]{words: words} }

// register makes c a flag of cmd whose words a shell completes.
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

// String gives the word chosen; with Set and Type it makes c a pflag.Value.
func (c *choice[T]) String() string {
	if len(c.words) == 0 {
		return "" // pflag asks a zero value to tell what a default is
	}
	return c.words[c.chosen].name
}

// Set takes one of the words.
func (c *choice[T]) Set(name string) error {
	for i, w := range c.words {
		if w.name == name {
			c.chosen = i
			return nil
		}
	}
	return fmt.Errorf("must be one of: %s", strings.Join(c.names(), ", "))
}

// Type is shown where the flag's usage names no value.
func (*choice[T]) Type() string { return "word" }

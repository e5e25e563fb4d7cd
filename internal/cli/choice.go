package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// A Choice is the value of a flag that takes one of a few words.
type Choice[T any] struct {
	words  []Word[T]
	chosen int
}

// A Word is one of the words of a Choice, and what it stands for.
type Word[T any] struct {
	Name  string
	Value T
}

// NewChoice returns a choice of words. The first one is the default.
func NewChoice[T any](words ...Word[T]) Choice[T] { return Choice[T]{words: words} }

// Register adds c to cmd as a flag with completion.
func (c *Choice[T]) Register(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(c, name, fmt.Sprintf("%s: %s", usage, strings.Join(c.names(), ", ")))
	CompleteWords(cmd, name, c.names())
}

// Value returns what the chosen word stands for.
func (c *Choice[T]) Value() T { return c.words[c.chosen].Value }

func (c *Choice[T]) names() []string {
	names := make([]string, len(c.words))
	for i, w := range c.words {
		names[i] = w.Name
	}
	return names
}

// String returns the chosen word. String, Set and Type implement pflag.Value.
func (c *Choice[T]) String() string {
	if len(c.words) == 0 {
		return "" // pflag compares defaults with a zero value
	}
	return c.words[c.chosen].Name
}

// Set chooses a word by its name.
func (c *Choice[T]) Set(name string) error {
	for i, w := range c.words {
		if w.Name == name {
			c.chosen = i
			return nil
		}
	}
	return fmt.Errorf("must be one of: %s", strings.Join(c.names(), ", "))
}

// Type returns the name of the value in a usage text that has none.
func (*Choice[T]) Type() string { return "word" }

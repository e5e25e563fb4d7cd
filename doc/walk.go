package doc

import "iter"

// All iterates over blocks and those in them, in the order of the text.
func All(blocks []Block) iter.Seq[Block] {
	return func(yield func(Block) bool) { walk(blocks, yield) }
}

func walk(blocks []Block, yield func(Block) bool) bool {
	for _, b := range blocks {
		if !yield(b) {
			return false
		}
		for _, inner := range contents(b) {
			if !walk(inner, yield) {
				return false
			}
		}
	}
	return true
}

// contents returns the texts in a block.
func contents(b Block) [][]Block {
	switch b := b.(type) {
	case *Quote:
		return [][]Block{b.Blocks}
	case *Example:
		return [][]Block{b.Blocks}
	case *Admonition:
		return [][]Block{b.Blocks}
	case *Footnote:
		return [][]Block{b.Blocks}
	case *Directive:
		return [][]Block{b.Blocks}
	case *List:
		inner := make([][]Block, len(b.Items))
		for i, item := range b.Items {
			inner[i] = item.Blocks
		}
		return inner
	case *TermList:
		inner := make([][]Block, len(b.Items))
		for i, item := range b.Items {
			inner[i] = item.Blocks
		}
		return inner
	case *Table:
		var inner [][]Block
		for _, row := range b.Rows {
			for _, cell := range row {
				inner = append(inner, cell.Blocks)
			}
		}
		return inner
	}
	return nil
}

// Spans iterates over the spans of blocks and of the blocks in them. The caller
// may change the spans through the pointers.
func Spans(blocks []Block) iter.Seq[*Span] {
	return func(yield func(*Span) bool) {
		for b := range All(blocks) {
			for _, spans := range lines(b) {
				for i := range spans {
					if !yield(&spans[i]) {
						return
					}
				}
			}
		}
	}
}

// lines returns the spans of a block without those of the blocks in it.
func lines(b Block) [][]Span {
	switch b := b.(type) {
	case *Heading:
		return [][]Span{b.Title}
	case *Paragraph:
		return [][]Span{b.Text}
	case *Example:
		return [][]Span{b.Title}
	case *Admonition:
		return [][]Span{b.Title}
	case *Table:
		return [][]Span{b.Title}
	case *TermList:
		terms := make([][]Span, len(b.Items))
		for i, item := range b.Items {
			terms[i] = item.Title
		}
		return terms
	}
	return nil
}

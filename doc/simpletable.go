package doc

import "strings"

// A column of a simple table extends as far as the "=" or "-" of a border.
type column struct{ start, end int }

// simpleRows reads the rows of a simple table. It returns none if the table is
// malformed.
func (t *textReader) simpleRows(lines []string) (rows [][]Cell, header int) {
	columns := columnsOf(lines[0])
	var row []string // of the current row
	end := func(spans []column) {
		if len(trimBlank(row)) > 0 {
			rows = append(rows, t.simpleRow(row, spans, columns))
		}
		row = nil
	}
	borders := 1
	for i, line := range lines[1:] {
		switch {
		case isSimpleBorder(line):
			end(columns)
			borders++
			if borders == 2 && i+2 < len(lines) {
				header = len(rows)
			}
		case isSpanning(line):
			end(columnsOf(line))
		default:
			// A row starts where the first column has text.
			if len(row) > 0 && !isBlank(cut(line, columns[0])) {
				end(columns)
			}
			row = append(row, line)
		}
	}
	if borders < 2 || len(trimBlank(row)) > 0 {
		return nil, 0
	}
	return rows, header
}

// simpleRow reads a row whose cells are in spans.
func (t *textReader) simpleRow(lines []string, spans, columns []column) []Cell {
	var cells []Cell
	for i, s := range spans {
		if i == len(spans)-1 {
			s.end = -1 // the last column has no end
		}
		content := make([]string, len(lines))
		for j, line := range lines {
			content[j] = cut(line, s)
		}
		cell := t.cell(content)
		cell.ColumnSpan = 0
		for _, c := range columns {
			if c.start >= s.start && (s.end < 0 || c.start < s.end) {
				cell.ColumnSpan++
			}
		}
		cell.ColumnSpan = max(cell.ColumnSpan, 1)
		cells = append(cells, cell)
	}
	return cells
}

// isSpanning reports whether line underlines the column spans of the cells in
// the row above.
func isSpanning(line string) bool {
	return strings.HasPrefix(line, "--") && strings.Trim(line, "- ") == ""
}

// columnsOf returns the columns of a border.
func columnsOf(border string) []column {
	var columns []column
	for i := 0; i < len(border); {
		start := i + len(border[i:]) - len(strings.TrimLeft(border[i:], " "))
		end := start
		for end < len(border) && border[end] != ' ' {
			end++
		}
		if start < end {
			columns = append(columns, column{start, end})
		}
		i = end
	}
	return columns
}

// cut returns the part of a line in a column. An end of -1 is the end of the
// line.
func cut(line string, c column) string {
	chars := []rune(line)
	end := c.end
	if end < 0 || end > len(chars) {
		end = len(chars)
	}
	if c.start >= end {
		return ""
	}
	return strings.TrimRight(string(chars[c.start:end]), " ")
}

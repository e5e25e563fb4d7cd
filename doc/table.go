package doc

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// isTable reports whether line is the border of a table.
func isTable(line string) bool { return isGridBorder(line) || isSimpleBorder(line) }

func isGridBorder(line string) bool {
	return strings.HasPrefix(line, "+--") || strings.HasPrefix(line, "+==")
}

func isSimpleBorder(line string) bool {
	return strings.HasPrefix(line, "==") && strings.Contains(line, " ") && strings.Trim(line, "= ") == ""
}

// tableLines takes the lines of a table. A simple table may have blank lines;
// it ends with a border followed by a blank line.
func tableLines(r *lineReader) []string {
	if isGridBorder(r.lines[r.next]) {
		return r.untilBlank()
	}
	start := r.next
	for i := start + 1; i < len(r.lines); i++ {
		if isSimpleBorder(r.lines[i]) && (i+1 == len(r.lines) || isBlank(r.lines[i+1])) {
			r.next = i + 1
			return r.lines[start:r.next]
		}
		if !isBlank(r.lines[i]) && indentation(r.lines[i]) == 0 && isExplicit(r.lines[i]) {
			break
		}
	}
	return r.untilBlank()
}

// table reads a grid table or a simple table.
func (t *textReader) table(title []Span, lines []string) Block {
	table := &Table{Title: title, Lines: verbatim(lines)}
	switch {
	case len(table.Lines) == 0:
	case isGridBorder(table.Lines[0]):
		table.Rows, table.Header = t.gridRows(table.Lines)
	case isSimpleBorder(table.Lines[0]):
		table.Rows, table.Header = t.simpleRows(table.Lines)
	}
	return table
}

// csvTable reads the content of a csv-table directive.
func (t *textReader) csvTable(title []Span, options []Option, body []string) Block {
	table := &Table{Title: title, Lines: verbatim(body), Header: headerRows(options)}
	content := strings.Join(body, "\n")
	if header, ok := option(options, "header"); ok {
		content = header + "\n" + content
		table.Header++
	}
	r := csv.NewReader(strings.NewReader(content))
	r.FieldsPerRecord, r.TrimLeadingSpace, r.LazyQuotes = -1, true, true
	records, err := r.ReadAll()
	if err != nil {
		return &Table{Title: title, Lines: table.Lines}
	}
	for _, record := range records {
		var row []Cell
		for _, field := range record {
			row = append(row, t.cell(strings.Split(field, "\n")))
		}
		table.Rows = append(table.Rows, row)
	}
	table.Header = min(table.Header, len(table.Rows))
	return table
}

// listTable reads the content of a list-table directive: a list of rows, which
// are lists of cells.
func (t *textReader) listTable(title []Span, options []Option, body []string) Block {
	table := &Table{Title: title, Lines: verbatim(body)}
	blocks := t.blocks(body)
	if len(blocks) != 1 {
		return table
	}
	rows, _ := blocks[0].(*List)
	if rows == nil {
		return table
	}
	for _, item := range rows.Items {
		if len(item.Blocks) != 1 {
			return &Table{Title: title, Lines: table.Lines}
		}
		cells, _ := item.Blocks[0].(*List)
		if cells == nil {
			return &Table{Title: title, Lines: table.Lines}
		}
		var row []Cell
		for _, cell := range cells.Items {
			row = append(row, Cell{cell.Blocks, 1, 1})
		}
		table.Rows = append(table.Rows, row)
	}
	table.Header = min(headerRows(options), len(table.Rows))
	return table
}

func headerRows(options []Option) int {
	value, _ := option(options, "header-rows")
	n, _ := strconv.Atoi(value) // 0 if it is not a number
	return max(n, 0)
}

// cell returns a cell that spans one row and one column.
func (t *textReader) cell(lines []string) Cell {
	return Cell{t.blocks(dedent(trimBlank(lines))), 1, 1}
}

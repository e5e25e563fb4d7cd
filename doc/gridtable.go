package doc

import "strings"

// A grid is the characters of a grid table, in a rectangle.
type grid [][]rune

// gridRows reads the rows of a grid table. It returns none if the table is
// malformed. A cell is the smallest rectangle of borders with a corner at each
// end. It spans the rows and columns that start within it.
func (t *textReader) gridRows(lines []string) (rows [][]Cell, header int) {
	g, headerAt := gridOf(lines)
	if g == nil {
		return nil, 0
	}
	boxes, ok := g.boxes()
	if !ok {
		return nil, 0
	}
	// A row or column starts where a cell does.
	top, left := map[int]bool{}, map[int]bool{}
	for _, b := range boxes {
		top[b.top], left[b.left] = true, true
	}
	lastTop := -1
	for _, b := range boxes {
		if b.top != lastTop {
			rows = append(rows, nil)
			lastTop = b.top
			if b.top < headerAt {
				header = len(rows)
			}
		}
		cell := t.cell(g.content(b))
		cell.RowSpan, cell.ColumnSpan = countWithin(top, b.top, b.bottom), countWithin(left, b.left, b.right)
		rows[len(rows)-1] = append(rows[len(rows)-1], cell)
	}
	return rows, header
}

// gridOf makes a grid of lines. headerAt is the row of the border below the
// header, or -1. The grid has "-" where that border has "=".
func gridOf(lines []string) (g grid, headerAt int) {
	headerAt = -1
	for i, line := range lines {
		if strings.HasPrefix(line, "+=") && i > 0 {
			headerAt = i
		}
		if strings.HasPrefix(line, "+=") {
			line = strings.ReplaceAll(line, "=", "-")
		}
		row := []rune(line)
		if len(g) > 0 && len(row) != len(g[0]) {
			return nil, -1
		}
		g = append(g, row)
	}
	return g, headerAt
}

// A box has the borders of a cell.
type box struct{ top, left, bottom, right int }

// boxes finds the cells row by row. It returns false if they do not fill the
// grid.
func (g grid) boxes() ([]box, bool) {
	var boxes []box
	inside := 0
	for top := range g {
		for left := range g[top] {
			if b, ok := g.boxAt(top, left); ok {
				boxes = append(boxes, b)
				inside += (b.bottom - b.top) * (b.right - b.left)
			}
		}
	}
	return boxes, len(boxes) > 0 && inside == (len(g)-1)*(len(g[0])-1)
}

// boxAt returns the smallest box with this upper left corner.
func (g grid) boxAt(top, left int) (box, bool) {
	if g[top][left] != '+' {
		return box{}, false
	}
	for right := left + 1; right < len(g[top]) && isBorder(g[top][right], '-'); right++ {
		if g[top][right] != '+' {
			continue
		}
		for bottom := top + 1; bottom < len(g) && isBorder(g[bottom][left], '|') && isBorder(g[bottom][right], '|'); bottom++ {
			if g[bottom][left] == '+' && g[bottom][right] == '+' && g.isLine(bottom, left, right) {
				return box{top, left, bottom, right}, true
			}
		}
	}
	return box{}, false
}

func isBorder(r, line rune) bool { return r == line || r == '+' }

// isLine reports whether a row has a border from left to right.
func (g grid) isLine(row, left, right int) bool {
	for _, r := range g[row][left:right] {
		if !isBorder(r, '-') {
			return false
		}
	}
	return true
}

// content returns the lines in a box.
func (g grid) content(b box) []string {
	var lines []string
	for _, row := range g[b.top+1 : b.bottom] {
		lines = append(lines, strings.TrimRight(string(row[b.left+1:b.right]), " "))
	}
	return lines
}

// countWithin counts the numbers from start up to end that are in set.
func countWithin(set map[int]bool, start, end int) int {
	n := 0
	for i := start; i < end; i++ {
		if set[i] {
			n++
		}
	}
	return n
}

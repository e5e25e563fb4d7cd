package sat

import "container/heap"

// An order is a heap of variables, the most active first. The activity counts
// the conflicts that a variable was part of. Later conflicts count more.
type order struct {
	heap     []int
	at       []int // index in heap by variable; -1 if absent
	activity []float64
	bump     float64
}

func (o *order) Len() int { return len(o.heap) }

func (o *order) Less(i, j int) bool {
	a, b := o.heap[i], o.heap[j]
	if o.activity[a] != o.activity[b] {
		return o.activity[a] > o.activity[b]
	}
	return a < b
}

func (o *order) Swap(i, j int) {
	o.heap[i], o.heap[j] = o.heap[j], o.heap[i]
	o.at[o.heap[i]], o.at[o.heap[j]] = i, j
}

// Push implements heap.Interface.
func (o *order) Push(v any) {
	o.at[v.(int)] = len(o.heap)
	o.heap = append(o.heap, v.(int))
}

// Pop implements heap.Interface.
func (o *order) Pop() any {
	v := o.heap[len(o.heap)-1]
	o.heap = o.heap[:len(o.heap)-1]
	o.at[v] = -1
	return v
}

// raise makes v more active.
func (o *order) raise(v int) {
	const huge = 1e100
	if o.activity[v] += o.bump; o.activity[v] > huge {
		for i := range o.activity {
			o.activity[i] /= huge
		}
		o.bump /= huge
	}
	if o.at[v] >= 0 {
		heap.Fix(o, o.at[v])
	}
}

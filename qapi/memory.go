package qapi

import (
	"reflect"
	"sync"
	"unsafe"
)

// This file is the only one of the package that imports unsafe. What keeps it
// sound: an address is made from a reflect.Value of a known type or from an
// address and a plan that was checked against that type (see compile), and
// it never outlives the call that made it, so that the collector sees every
// object through the typed pointer it was reached by.

// An address is where a Go value lies whose type a plan describes.
type address struct{ p unsafe.Pointer }

// addressOf returns where the pointer that v holds points to.
func addressOf(v reflect.Value) address { return address{v.UnsafePointer()} }

// newObject returns the address of a new zero value of type t.
func newObject(t reflect.Type) address { return address{reflect.New(t).UnsafePointer()} }

// at returns the address offset bytes on: a field's, from its struct's.
func (a address) at(offset uintptr) address { return address{unsafe.Add(a.p, offset)} }

// as reads the address as a pointer to T, which must have the layout of what
// lies there.
func as[T any](a address) *T { return (*T)(a.p) }

// to returns the address of what p points to.
func to[T any](p *T) address { return address{unsafe.Pointer(p)} }

func (a address) isNil() bool { return a.p == nil }

// pointer returns the target of the pointer that lies at a.
func (a address) pointer() address { return address{*(*unsafe.Pointer)(a.p)} }

// setPointer makes the pointer that lies at a point to target.
func (a address) setPointer(target address) { *(*unsafe.Pointer)(a.p) = target.p }

// sliceHeader is the layout of every slice. Its data is a pointer for the
// collector, unlike that of reflect.SliceHeader.
type sliceHeader struct {
	data     unsafe.Pointer
	len, cap int
}

// slice returns the first element and the length of the slice that lies at a;
// the first element is nil for a nil slice alone.
func (a address) slice() (first address, length int) {
	h := (*sliceHeader)(a.p)
	return address{h.data}, h.len
}

// setEmptySlice makes the slice at a empty, and not nil.
func (a address) setEmptySlice() {
	*(*sliceHeader)(a.p) = sliceHeader{data: unsafe.Pointer(&struct{}{})}
}

// newSlice returns the address of a slice of type t with length zero elements.
func newSlice(t reflect.Type, length int) address {
	s := reflect.New(t)
	s.Elem().Grow(length)
	s.Elem().SetLen(length)
	return addressOf(s)
}

// keep puts what lies at a into pool, and take returns the address of
// something that was put there, or nil.
func (a address) keep(pool *sync.Pool) { pool.Put(a.p) }

func take(pool *sync.Pool) address {
	p, _ := pool.Get().(unsafe.Pointer)
	return address{p}
}

// copySlice makes the slice at a, of type t, a copy of the first length
// elements of another, with room for capacity elements.
func (a address) copySlice(t reflect.Type, from address, length, capacity int) {
	s := reflect.NewAt(t, a.p).Elem()
	s.Grow(capacity)
	s.SetLen(length)
	reflect.Copy(s, reflect.NewAt(t, from.p).Elem())
}

// clearSlice zeroes the first length elements of the slice at a, of type t.
func (a address) clearSlice(t reflect.Type, length int) {
	s := reflect.NewAt(t, a.p).Elem()
	whole := s.Len()
	s.SetLen(length)
	s.Clear()
	s.SetLen(whole)
}

// isFull reports whether the slice at a has no room for another element.
func (a address) isFull() bool {
	h := (*sliceHeader)(a.p)
	return h.len == h.cap
}

// growSlice gives the slice at a, of type t, room for capacity elements.
func (a address) growSlice(t reflect.Type, capacity int) {
	s := reflect.NewAt(t, a.p).Elem()
	s.Grow(capacity - s.Len())
}

// extendSlice makes the slice at a, which has elements of the given size and
// is not full, longer by one zero element and returns where that lies.
// Nothing else may refer to the slice's array.
func (a address) extendSlice(size uintptr) address {
	h := (*sliceHeader)(a.p)
	h.len++
	return address{unsafe.Add(h.data, uintptr(h.len-1)*size)}
}

// view returns b as a string without copying it. It is for look-ups and calls
// that do not keep their argument; b must not change while the string is in use.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

package fdconn

import (
	"fmt"
	"os"
	"strconv"
)

// OpenInherited opens a connection or a listener on the descriptor that the
// process has inherited under a number. The result uses a duplicate, and the
// descriptor itself is closed. kind names the expected kind of descriptor in
// errors.
func OpenInherited[T any](number, kind string, open func(*os.File) (T, error)) (T, error) {
	var none T
	n, err := strconv.ParseUint(number, 10, 31)
	if err != nil {
		return none, fmt.Errorf("address fd:%.100s: want the number of a descriptor", number)
	}
	f := os.NewFile(uintptr(n), "fd:"+number)
	if f == nil {
		return none, fmt.Errorf("descriptor %s is not open", number)
	}
	defer func() { _ = f.Close() }() // nothing was written
	opened, err := open(f)
	if err != nil {
		return none, fmt.Errorf("descriptor %s is no %s: %w", number, kind, err)
	}
	return opened, nil
}

//go:build !race && !qapireal

package real

const raceEnabled = false

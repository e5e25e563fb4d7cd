package client

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The guests of the tests are boot sectors: programs of less than 510 bytes, which the
// firmware loads to 0x7c00 and runs in real mode.

// dirtyingGuest writes to each page from 1 MiB to 63 MiB, again and again. It is ready
// after the first time.
var dirtyingGuest = []byte{
	0xfa,       // cli
	0x31, 0xc0, // xor ax, ax
	0x8e, 0xd8, // mov ds, ax
	0x66, 0x0f, 0x01, 0x16, 0x41, 0x7c, // lgdt [gdtr]
	0x0f, 0x20, 0xc0, // mov eax, cr0
	0x0c, 0x01, // or al, 1: protected mode
	0x0f, 0x22, 0xc0, // mov cr0, eax
	0xea, 0x18, 0x7c, 0x08, 0x00, // jmp 8:protected
	// protected, at 0x7c18
	0x66, 0xb8, 0x10, 0x00, // mov ax, 16
	0x8e, 0xd8, // mov ds, ax
	0x31, 0xdb, // xor ebx, ebx
	// again
	0xbf, 0x00, 0x00, 0x10, 0x00, // mov edi, 1 MiB
	// next
	0xff, 0x07, // inc dword [edi]
	0x81, 0xc7, 0x00, 0x10, 0x00, 0x00, // add edi, 4096
	0x81, 0xff, 0x00, 0x00, 0xf0, 0x03, // cmp edi, 63 MiB
	0x72, 0xf0, // jb next
	0x84, 0xdb, // test bl, bl
	0x75, 0xe7, // jnz again
	0xb3, 0x01, // mov bl, 1
	0xb0, 0x52, // mov al, 'R'
	0xe6, 0xe9, // out 0xe9, al: ready
	0xeb, 0xdf, // jmp again
	// gdtr, at 0x7c41: the size of the table less 1, and its address
	0x17, 0x00, 0x47, 0x7c, 0x00, 0x00,
	// The table: nothing, all memory as code, all memory as data
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0xff, 0xff, 0x00, 0x00, 0x00, 0x9a, 0xcf, 0x00,
	0xff, 0xff, 0x00, 0x00, 0x00, 0x92, 0xcf, 0x00,
}

// obedientGuest turns the machine off when the power button is pressed. It says on the
// port 0xe9 when it is ready for that. The other ports are the registers of power management (ACPI specification, PM1 Event and PM1 Control).
var obedientGuest = []byte{
	0xba, 0x02, 0x06, // mov dx, 0x602: what is reported
	0xb8, 0x00, 0x01, // mov ax, 0x100: the power button
	0xef,       // out dx, ax
	0xb0, 0x52, // mov al, 'R'
	0xe6, 0xe9, // out 0xe9, al: ready
	0xba, 0x00, 0x06, // mov dx, 0x600: what has happened
	// wait
	0xed,             // in ax, dx
	0xf6, 0xc4, 0x01, // test ah, 1: the power button
	0x74, 0xfa, // jz wait
	0xba, 0x04, 0x06, // mov dx, 0x604: control
	0xb8, 0x00, 0x20, // mov ax, 0x2000: sleep, in the state S5
	0xef,       // out dx, ax
	0xf4,       // hlt
	0xeb, 0xfd, // jmp to the hlt
}

// stubbornGuest refuses to eject the memory in the first slot when it is asked first,
// and ejects it when it is asked again. The ports are those of QEMU's
// docs/specs/acpi_mem_hotplug.
var stubbornGuest = []byte{
	0x66, 0x31, 0xc0, // xor eax, eax
	0xba, 0x00, 0x0a, // mov dx, 0xa00: the slot
	0x66, 0xef, // out dx, eax
	0xba, 0x14, 0x0a, // mov dx, 0xa14: its flags, and control
	// wait
	0xec,       // in al, dx
	0xa8, 0x04, // test al, 4: a request to remove it
	0x74, 0xfb, // jz wait
	0xb0, 0x04, // mov al, 4: the request is done with
	0xee,             // out dx, al
	0xba, 0x04, 0x0a, // mov dx, 0xa04: the event of _OST
	0x66, 0xb8, 0x03, 0x00, 0x00, 0x00, // mov eax, 3: an ejection request
	0x66, 0xef, // out dx, eax
	0xba, 0x08, 0x0a, // mov dx, 0xa08: the status of _OST
	0x66, 0xb8, 0x01, 0x00, 0x00, 0x00, // mov eax, 1: it failed
	0x66, 0xef, // out dx, eax
	0xba, 0x14, 0x0a, // mov dx, 0xa14
	// wait again
	0xec,       // in al, dx
	0xa8, 0x04, // test al, 4
	0x74, 0xfb, // jz wait again
	0xb0, 0x08, // mov al, 8: eject
	0xee,       // out dx, al
	0xf4,       // hlt
	0xeb, 0xfd, // jmp to the hlt
}

// startGuest starts a QEMU that has a guest and is paused. It returns the address of its
// monitor, its process, and a function that waits until the guest says that it is ready.
func startGuest(t *testing.T, program string, guest []byte, more ...string) (addr string, process *os.Process, ready func()) {
	t.Helper()
	disk := slices.Grow(slices.Clone(guest), 512)[:512]
	disk[510], disk[511] = 0x55, 0xaa
	dir := shortDir(t)
	check(t, os.WriteFile(filepath.Join(dir, "boot"), disk, 0o600))
	args := []string{
		"-drive", "file=" + dir + "/boot,format=raw,if=ide",
		"-chardev", "socket,id=ready,server=on,wait=off,path=" + dir + "/ready",
		"-device", "isa-debugcon,iobase=0xe9,chardev=ready",
	}
	addr, two, process := startQEMUProgram(t, program, append(args, more...)...)
	dial(t, two) // QEMU has made its sockets
	console, err := net.Dial("unix", dir+"/ready")
	check(t, err)
	t.Cleanup(func() { _ = console.Close() })
	return addr, process, func() {
		t.Helper()
		_, err := console.Read(make([]byte, 1))
		check(t, err)
	}
}

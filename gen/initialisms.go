package gen

import "strings"

// initialisms are the words that have a special form in Go names: those of Go's
// own conventions and those of QEMU's domain. Other words get a capital first
// letter. Plurals (CPUs) and numbered forms (SHA256) are derived from the
// entries.
var initialisms = makeInitialisms(
	// Go's conventions
	"ACL", "API", "ASCII", "CPU", "DNS", "EOF", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IP", "IPv4",
	"IPv6", "JSON", "OK", "OS", "RAM", "RPC", "SSH", "TCP", "TLS", "TTL", "UDP", "UI", "UID", "URI",
	"URL", "UTF", "UUID", "VM", "XML",
	// QEMU itself
	"COLO", "CPR", "HMP", "HVF", "KVM", "MSHV", "NVMM", "OOB", "QAPI", "QEMU", "QMP", "QOM", "TCG",
	"WHPX", "XBZRLE",
	// Words that QEMU writes as one
	"AArch64", "AddFD", "BlockStats", "CloseFD", "CPUStats", "DevID", "DiskStats", "DumpDTB",
	"FDName", "FDSet", "FSFreeze", "FSInfo", "FSTrim", "GetFD", "HubID", "IOThread", "KeyID",
	"MRConfigID", "MROwner", "MROwnerConfig", "NodeID", "OSInfo", "PasswordID", "VDAgent",
	"VMState",
	// Machines, processors, memory
	"ACPI", "ARM", "ASL", "AVR", "BIOS", "CCW", "CPER", "CRC", "CXL", "DIMM", "DPA", "DRAM", "DTB",
	"EAX", "EBX", "ECC", "ECX", "EDX", "EFI", "EPC", "GHES", "GIC", "HMAT", "HPPA", "IGVM", "IPI",
	"IRQ", "LB", "MCE", "MIPS", "NMI", "NUMA", "NVDIMM", "OEM", "OSPM", "OST", "PCDIMM", "PDH",
	"PIRQ", "PPC", "PSW", "ROM", "RTC", "SCLP", "SEV", "SGX", "SMBIOS", "SMM", "SMP", "SNP", "TDX",
	"TPM", "TSC", "UEFI", "VCEK", "VCPU",
	// Buses and devices
	"AER", "AHCI", "ALSA", "ATA", "ATS", "CCID", "CDROM", "DMA", "EGD", "EHCI", "FD", "FDC", "FIFO", "GPU", "HID",
	"IDE", "IEEE", "IO", "IOMMU", "IOMMUFD", "ISR", "MMC", "MQ", "MSI", "NVMe", "NVRAM", "OHCI",
	"OSS", "PCI", "PCIe", "PMEM", "PTY", "QXL", "RNG", "SAS", "SATA", "SCSI", "SD", "TTY", "UART",
	"UAS", "UHCI", "USB", "VFIO", "VGA", "XHCI",
	// Storage
	"AIO", "CBT", "CBW", "DMG", "FC", "FS", "FTP", "FTPS", "FUSE", "IOPS", "ISCSI", "LBA", "LUKS",
	"LUN", "NBD", "NFS", "QED", "RAID", "RBD", "SSD", "VDI", "VHDX", "VMDK", "VPC", "VVFAT", "WWN",
	"WWPN",
	// Displays
	"DBus", "EGL", "GL", "GTK", "PNG", "PPM", "SDL", "VC", "VNC",
	// Networks
	"AFXDP", "CID", "DHCP", "FQDN", "GSO", "ICMP", "L2TPv3", "MAC", "MPTCP", "MTU", "NAT", "NDP",
	"NIC", "RDMA", "RSS", "SMB", "TFTP", "TN3270", "TOS", "TSO", "UFO", "VDE", "VDPA", "VLAN",
	"XDP",
	// Cryptography
	"AEAD", "AES", "CBC", "CTR", "DES", "DH", "DSA", "ECB", "ECDSA", "ESSIV", "HMAC", "IV", "MD",
	"PEM", "PSK", "RIPEMD", "RSA", "SASL", "SHA", "SM", "XTS",
	// Files, processes, times, formats
	"BPF", "BPS", "CPUID", "DSO", "EBPF", "ELF", "GID", "GPA", "HV", "HVA", "JIT", "LZO", "MBPS",
	"PAM", "PID", "PR", "QPL", "SID", "UADK", "UTC",
)

func makeInitialisms(forms ...string) map[string]string {
	m := make(map[string]string, len(forms))
	for _, f := range forms {
		m[strings.ToLower(f)] = f
	}
	return m
}

// initialism returns the form of a word in lower case that is an initialism, or
// the plural or a numbered form of one. It returns "" for other words.
func initialism(word string) string {
	if form, ok := initialisms[word]; ok {
		return form
	}
	if stem, ok := strings.CutSuffix(word, "s"); ok && len(stem) > 1 {
		if form, ok := initialisms[stem]; ok {
			return form + "s"
		}
	}
	if stem := strings.TrimRight(word, "0123456789"); len(stem) > 1 && len(stem) < len(word) {
		if form, ok := initialisms[stem]; ok {
			return form + word[len(stem):]
		}
	}
	return ""
}

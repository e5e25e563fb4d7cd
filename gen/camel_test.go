package gen

import "testing"

func TestCamel(t *testing.T) {
	for name, want := range map[string]string{
		"node-name":              "NodeName",
		"BlockdevOptions":        "BlockdevOptions",
		"BlockdevOptionsNbd":     "BlockdevOptionsNBD",
		"BlockdevOptionsNVMe":    "BlockdevOptionsNVMe",
		"VncInfo2":               "VNCInfo2",
		"query-cpus-fast":        "QueryCPUsFast",
		"vcpu-ids":               "VCPUIDs",
		"ipv6":                   "IPv6",
		"aes-256":                "AES256",
		"cast5-128":              "Cast5_128",
		"x86_64":                 "X86_64",
		"1-2":                    "1_2",
		"12":                     "12",
		"9p":                     "9p",
		"io-uring":               "IOUring",
		"os":                     "OS",
		"des":                    "DES",
		"qmp_capabilities":       "QMPCapabilities",
		"QCryptoBlockInfoLUKS":   "QCryptoBlockInfoLUKS",
		"iothread-id":            "IOThreadID",
		"rdma-pin-all":           "RDMAPinAll",
		"cpuid-input-eax":        "CPUIDInputEAX",
		"qemu-vdagent":           "QEMUVDAgent",
		"ripemd160":              "RIPEMD160",
		"nodeid":                 "NodeID",
		"on-cbw-error":           "OnCBWError",
		"CxlCorErrorType":        "CXLCorErrorType",
		"x-oob-ok":               "XOOBOK",
		"a--b-":                  "AB",
		"aB":                     "AB",
		"__com.example_drive-id": "ComExampleDriveID",
	} {
		if got := camel(name); got != want {
			t.Errorf("camel(%q) = %q, want %q", name, got, want)
		}
	}
	if got, want := camelUpper("BLOCK_IO_ERROR"), "BlockIOError"; got != want {
		t.Errorf("camelUpper gives %q, want %q", got, want)
	}
}

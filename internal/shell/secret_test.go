package shell

import "testing"

func TestStatementsWithSecretsAreFound(t *testing.T) {
	for statement, want := range map[string]bool{
		"query-status":                                                       false,
		"set_password protocol=vnc password=x":                               true,
		"change-vnc-password password=":                                      true,
		"object-add qom-type=secret id=a data=x":                             true,
		"object-add qom-type=secret id=a props.data=x":                       true,
		"chardev-add id=a backend.type=ringbuf backend.data.size=4":          false,
		`chardev-add id=a backend:={"type": "ringbuf", "data": {"size": 4}}`: false,
		`object-add props:={"data": "x"}`:                                    true,
		`object-add {"qom-type": "secret", "id": "a", "data": "x"}`:          true,
		`{"execute": "object-add", "arguments": {"id": "a", "data": "x"}}`:   true,
		`{"execute": "x", "arguments": {"list": [{"password": "x"}]}}`:       true,
		`{'execute': 'x', 'arguments': {'password': 'x'}}`:                   true,
		`.json {"execute": "x", "arguments": {"password": "x"}}`:             true,
		`.oob x password=1`:                                                  true,
		`{"execute": "x", "arguments": {"password" : x y}}`:                  true,
		`{"execute": "x", "arguments": {"passwords": }`:                      false,
		"blockdev-add driver=luks node-name=x key-secret=sec0":               false,
		"send-key keys.0.type=qcode":                                         true,
		"guest-set-user-password username=a password=cGFzcw== crypted=false": true,
		`x users:=[{"password": "x"}]`:                                       true,
		"x users.0.password=x":                                               true,
		"x note='my password=5'":                                             false,
	} {
		if got := HasSecret(statement); got != want {
			t.Errorf("HasSecret(%s) = %t", statement, got)
		}
	}
}

func TestTextOfAServerIsSafeToPrint(t *testing.T) {
	if got, want := Safe("a\x1b[31mb\n\tc\u202e\u0085d"), "a\ufffd[31mb\n\tc\ufffd\ufffdd"; got != want {
		t.Errorf("Safe: %q, want %q", got, want)
	}
	value := []byte("{\"a\":\"\u009b\u202e\x7f\xff\", \"b\": [1]}")
	if got, want := SafeJSON(value, false), `{"a":"\u009b\u202e\u007f\ufffd","b":[1]}`; got != want {
		t.Errorf("SafeJSON: %s, want %s", got, want)
	}
	if got, want := SafeJSON(value, true), "{\n  \"a\": \"\\u009b\\u202e\\u007f\\ufffd\",\n  \"b\": [\n    1\n  ]\n}"; got != want {
		t.Errorf("SafeJSON: %s, want %s", got, want)
	}
	if got, want := SafeJSON([]byte("no\x1bJSON"), true), "no\ufffdJSON"; got != want {
		t.Errorf("SafeJSON: %q, want %q", got, want)
	}
}

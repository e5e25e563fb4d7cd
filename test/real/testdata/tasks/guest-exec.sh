# Run a program in a guest, wait for its end, and print its output.
pid=$(qapi-gen call --guest-agent $A guest-exec path=sh arg.0=-c arg.1='echo it works' capture-output:=true | tr -dc 0-9)
until qapi-gen call --guest-agent $A guest-exec-status pid:=$pid >status && grep -q '"exited":true' status; do :; done
sed 's/.*"out-data":"\([^"]*\)".*/\1/' status | base64 -d

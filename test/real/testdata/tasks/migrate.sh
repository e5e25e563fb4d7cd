# Migrate from A to B by postcopy over a network, process NET, that hangs. A command of B needs memory that has
# not come, so B's main loop is stuck. Recover, with a command that B executes out-of-band, over another network.
qapi-gen call $B2 --after 'MIGRATION[status=postcopy-paused]' --oob migrate-recover uri=unix:again &
qapi-gen call $B migrate-set-capabilities "$ON" then migrate-incoming uri=unix:first --await RESUME &
qapi-gen call $A migrate-set-capabilities "$ON" then migrate-set-parameters max-bandwidth=4096 max-postcopy-bandwidth=4096 then migrate uri=unix:net then migrate-start-postcopy && wait %2 && kill -STOP $NET
qapi-gen call $B --timeout 2s pmemsave val=0 size=0x2000000 filename=/dev/null || { qapi-gen call $A --oob migrate-pause --await 'MIGRATION[status=postcopy-paused]'; kill -KILL $NET; wait %1; }
qapi-gen call $A migrate-set-parameters max-postcopy-bandwidth=0 then migrate resume=true uri=unix:again --await 'MIGRATION[status=completed]'

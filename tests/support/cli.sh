# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# For tests of the command line. Source it after tap.sh:
#
#	new_store                    a demo store with its admin "ada", who is us
#	run ARGUMENT...              the program: output in $work/out and $work/err, prints the status
#	json FILE PATH               a value out of a JSON file, like .items[0].username
#	state                        everything about the store's folder, as one text
#
# Nothing of the machine's own Doorward is read: a demo store has its own configuration.

# shellcheck disable=SC2154 # $work is tap.sh's
door=$work/door
unset SUDO_UID SUDO_USER SUDO_GID SUDO_COMMAND DOORWARD_CONFIG
DOORWARD_STORE=$door/store.db
export DOORWARD_STORE

# run ARGUMENT...: standard input is empty unless it is given with <
run() {
	"$DOORWARD_BIN" "$@" >"$work/out" 2>"$work/err"
	echo $?
}

# quietly ARGUMENT...: must succeed
quietly() {
	run_status=$(run "$@" </dev/null)
	[ "$run_status" = 0 ] || {
		fail "doorward $*"
		note "exit status $run_status"
		note "$(cat "$work/err")"
	}
}

new_store() {
	rm -rf "$door"
	mkdir -m 700 "$door"
	quietly init --demo --admin ada --realm example.org
	# Tests are quicker than people.
	printf '[operator]\nwrites_per_minute = 1000\nreads_per_minute = 100000\n' >"$door/doorward.conf"
	chmod 600 "$door/doorward.conf"
}

json() {
	sqlite3 :memory: "SELECT json_extract(CAST(readfile('$1') AS TEXT), '\$$2')"
}

is_json() {
	[ "$(sqlite3 :memory: "SELECT json_valid(CAST(readfile('$1') AS TEXT))")" = 1 ]
}

state() {
	find "$door" -printf '%P %y %m %U %n %s\n' | LC_ALL=C sort
	find "$door" -type f -readable -exec sha256sum {} + | LC_ALL=C sort
}

# says NAME PATTERN FILE: the file has a line like this
says() {
	check "$1" grep -Eq -- "$2" "$3"
}

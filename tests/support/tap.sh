# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# TAP for shell tests. Source it first:
#
#	. "$SRCDIR/tests/support/tap.sh"
#	check "the version is printed" "$DOORWARD_BIN" --version
#	same  "nothing is said" "" "$output"
#	finish
#
# $work is an empty folder of the test's own; it is gone when the test ends.

set -u
tap_count=0
work=$(mktemp -d "${TMPDIR:-/tmp}/doorward-test.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM

# pass NAME, fail NAME: what check and same end in
pass() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

fail() {
	tap_count=$((tap_count + 1))
	echo "not ok $tap_count - $1"
}

# note TEXT: shown in the log only
note() {
	printf '%s\n' "$1" | sed -e 's/^/# /'
}

# check NAME COMMAND...: passes if the command succeeds, else shows its output
check() {
	tap_name=$1
	shift
	if tap_said=$("$@" 2>&1 </dev/null); then
		pass "$tap_name"
	else
		tap_status=$?
		fail "$tap_name"
		note "exit status $tap_status: $*"
		note "$tap_said"
	fi
}

# same NAME EXPECTED ACTUAL
same() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1"
		note "expected:"
		note "$2"
		note "got:"
		note "$3"
	fi
}

# skip NAME REASON
skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# finish: the plan comes last, so a test that dies early has none and fails
finish() {
	echo "1..$tap_count"
	exit 0
}

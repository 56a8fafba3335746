# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# For tests of the console in a real terminal, which is tmux on a socket of its own.
# Source it after tap.sh:
#
#	begin 80x24 "TERM=vt100 \$PROGRAM"   a shell in a new terminal that runs it
#	press a Enter C-c                    keys, as tmux names them
#	typed "text"                         text
#	check "the menu opens" wait_for 'Set password'
#	ended 0                              the program ended so, and the terminal is whole
#
# Nothing of the person's own tmux is read or touched.

# shellcheck disable=SC2154 # $work is tap.sh's
if ! command -v tmux >/dev/null 2>&1 || ! command -v bash >/dev/null 2>&1; then
	skip "a program in a terminal" "tmux or bash is missing"
	finish
fi

TMUX_TMPDIR=$work
LSAN_OPTIONS="suppressions=$SRCDIR/tests/support/lsan.supp:print_suppressions=0"
export TMUX_TMPDIR LSAN_OPTIONS
unset TMUX NO_COLOR
trap 'tm kill-server 2>/dev/null; rm -rf "$work"' EXIT

# A server of its own for each terminal: one that is just ending is no use.
server=0
tm() {
	tmux -L "t$server" -f /dev/null "$@"
}

next_server() {
	tm kill-server 2>/dev/null
	server=$((server + 1))
}

# begin COLSxROWS COMMAND: a shell in a new terminal that runs it, and stays. The
# shell is bash because dash leaves the modes as a stopped program had them.
begin() {
	next_server
	tm new-session -d -s t -x "${1%x*}" -y "${1#*x}" \
		"export PS1='prompt> '; exec bash --norc --noprofile -i"
	tm set-option -g remain-on-exit on >/dev/null
	await 'prompt>'
	typed "clear; $2; echo status=\$?."
	press Enter
}

press() {
	tm send-keys -t t "$@"
}

typed() {
	press -l -- "$1"
}

screen() {
	tm capture-pane -p -t t
}

# wait_for TEXT: until it is on the screen, at most 20 s
wait_for() {
	for _ in $(seq 400); do
		if screen | grep -qF -- "$1"; then
			return 0
		fi
		sleep 0.05
	done
	echo "“$1” did not appear on:"
	screen
	return 1
}

# wait_gone TEXT
wait_gone() {
	for _ in $(seq 400); do
		if ! screen | grep -qF -- "$1"; then
			return 0
		fi
		sleep 0.05
	done
	echo "“$1” did not go away:"
	screen
	return 1
}

# await TEXT, await_gone TEXT: the same as a step on the way, told to the log when it fails
await() {
	wait_for "$1" >"$work/log" || note "$(cat "$work/log")"
}

await_gone() {
	wait_gone "$1" >"$work/log" || note "$(cat "$work/log")"
}

# hides TEXT: it is not on the screen now
hides() {
	! screen | grep -F -- "$1"
}

# What tmux knows of the terminal's modes; all off for a shell.
modes() {
	tm display-message -p -t t \
		'alternate #{alternate_on} mouse #{mouse_any_flag} keypad #{keypad_flag} cursor #{cursor_flag}'
}
# shellcheck disable=SC2034 # for tests
whole='alternate 0 mouse 0 keypad 0 cursor 1'

# whole_again: the modes are back, and the line discipline is the shell's
whole_again() {
	wait_for 'prompt>' || return 1
	[ "$(modes)" = "$whole" ] || { modes; return 1; }
	typed 'echo modes=$(stty -a | tr " " "\n" | grep -x -e echo -e icanon -e isig -e ixon | wc -l).'
	press Enter
	wait_for 'modes=4.'
}

# ended STATUS: the program ended with it, and the terminal is whole again
ended() {
	wait_for "status=$1." && whole_again
}

# The process that runs in the terminal.
child() {
	pgrep -P "$(tm display-message -p -t t '#{pane_pid}')"
}

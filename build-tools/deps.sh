# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Which Debian packages the build and the tests need, how to see that one is
# there, and how to get the missing ones. Sourced, not run:
#
# What only make bench compares with is in the set "bench", which nothing installs by itself.
#
#	. "$top/build-tools/deps.sh"
#	deps_ensure yes build tests     # install what is missing
#	deps_ensure no build            # only say what is missing
#
# Needs no privilege and no network while nothing is missing.

# set, package, probe. A probe is cmd:NAME, admin:NAME (for root), pc:MODULE,
# terminfo:TYPE or header:FILE.
deps_table='
build gcc              cmd:gcc
build libc6-dev        header:stdio.h
build make             cmd:make
build autoconf         cmd:autoconf
build automake         cmd:automake
build autopoint        cmd:autopoint
build gettext          cmd:msgfmt
build pkg-config       cmd:pkg-config
build libncurses-dev   pc:ncursesw
build libsqlite3-dev   pc:sqlite3
build libsodium-dev    pc:libsodium
build libjansson-dev   pc:jansson
build libinih-dev      pc:inih
build libunistring-dev header:unicase.h
build libcsv-dev       header:csv.h
build libcrypt-dev     header:crypt.h
build liboath-dev      pc:liboath
build libpam0g-dev     header:security/pam_modules.h
build nettle-dev       pc:nettle
tests libcmocka-dev    pc:cmocka
tests clang            cmd:clang
tests fish             cmd:fish
tests locales          admin:locale-gen
tests libpam-wrapper   pc:pam_wrapper
tests pamtester        cmd:pamtester
tests mandoc           cmd:mandoc
tests ncurses-term     terminfo:putty
tests sqlite3          cmd:sqlite3
tests tig              cmd:tig
tests tmux             cmd:tmux
tests zsh              cmd:zsh
bench htop             cmd:htop
bench less             cmd:less
bench mc               cmd:mc
'

# deps_present PROBE
deps_present() {
	case $1 in
	cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
	pc:*) pkg-config --exists "${1#pc:}" >/dev/null 2>&1 ;;
	admin:*) command -v "${1#admin:}" >/dev/null 2>&1 || test -x "/usr/sbin/${1#admin:}" ;;
	terminfo:*) infocmp "${1#terminfo:}" >/dev/null 2>&1 ;;
	header:*) echo "#include <${1#header:}>" | gcc -E -x c - >/dev/null 2>&1 ;;
	*) false ;;
	esac
}

# deps_missing SET...: prints the packages that are missing, on one line
deps_missing() {
	echo "$deps_table" | while read -r deps_set deps_package deps_probe; do
		case " $* " in
		*" ${deps_set:-none} "*) ;;
		*) continue ;;
		esac
		deps_present "$deps_probe" || printf '%s ' "$deps_package"
	done
}

# deps_apt ARGUMENT...: apt-get as root, with no questions. RUNLEVEL=1 keeps a
# package that brings a service from starting it.
deps_apt() {
	set -- env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
		apt-get -o DPkg::Lock::Timeout=300 "$@"
	if [ "$(id -u)" -ne 0 ]; then
		set -- sudo "$@"
	fi
	"$@" >&2
}

# deps_ensure yes|no SET...: succeeds once everything in the sets is there.
# "no" never installs; it prints the command that would.
deps_ensure() {
	deps_may_install=$1
	shift
	deps_names=$(deps_missing "$@")
	if [ -z "$deps_names" ]; then
		return 0
	fi
	deps_command="apt-get install --no-install-recommends ${deps_names% }"

	if ! command -v apt-get >/dev/null 2>&1; then
		echo "Missing, by their Debian names: ${deps_names% }" >&2
		echo "Install what your system calls them, then run this again." >&2
		return 1
	fi
	if [ "$deps_may_install" != yes ]; then
		echo "Missing: ${deps_names% }" >&2
		echo "$deps_command"
		return 1
	fi
	if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
		echo "Missing: ${deps_names% }" >&2
		echo "As root, run: $deps_command" >&2
		return 1
	fi

	echo "Installing: ${deps_names% }" >&2
	# A fresh machine knows no packages yet, an old one knows stale versions.
	# shellcheck disable=SC2086 # one word per package
	deps_apt install -y --no-install-recommends $deps_names || {
		deps_apt update &&
			deps_apt install -y --no-install-recommends $deps_names
	} || {
		echo "Installing failed: $deps_command" >&2
		return 1
	}

	deps_names=$(deps_missing "$@")
	if [ -n "$deps_names" ]; then
		echo "Installed, but still not found: ${deps_names% }" >&2
		return 1
	fi
}

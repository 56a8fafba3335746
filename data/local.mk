# SPDX-License-Identifier: GPL-3.0-or-later
#
# Data that ships with Doorward: compiled into the program by build-tools/embed,
# or installed beside it.

# The store's schema, in order. A file here is never edited once released.
dw_schema_sql = \
	data/schema/0001_store.sql \
	data/schema/0002_view.sql \
	data/schema/0003_user_agent.sql \
	data/schema/0004_audit_batch.sql \
	data/schema/0005_screen_state.sql \
	data/schema/0006_lists.sql \
	data/schema/0007_signin.sql

# Other files the program carries: dw_data_<name>, declared in src/base/data.h.
dw_data = \
	data/blocklist.txt \
	data/ua.tsv

# Manual pages. The program fills in what follows from its tables; a page for each noun is
# made whole by it. They are made again when it changes.
dw_man_filled = \
	data/man/doorward.1 \
	data/man/doorward-filter.7 \
	data/man/doorward-import.5 \
	data/man/doorward-ui.conf.5 \
	data/man/doorward.conf.5
dw_man_nouns = \
	data/man/doorward-attempt.1 \
	data/man/doorward-audit.1 \
	data/man/doorward-group.1 \
	data/man/doorward-key.1 \
	data/man/doorward-permission.1 \
	data/man/doorward-screen.1 \
	data/man/doorward-session.1 \
	data/man/doorward-store.1 \
	data/man/doorward-user.1 \
	data/man/doorward-view.1
nodist_man_MANS += $(dw_man_filled) $(dw_man_nouns)
dw_man_templates = \
	data/man/doorward.1.in \
	data/man/doorward-filter.7.in \
	data/man/doorward-import.5.in \
	data/man/doorward-ui.conf.5.in \
	data/man/doorward.conf.5.in
EXTRA_DIST += $(dw_man_templates) build-tools/fill
CLEANFILES += $(nodist_man_MANS)

# Those of the door are written by hand and have nothing to be filled in.
dw_man_plain = \
	data/man/doorward-authd.8 \
	data/man/pam_doorward.8
dist_man_MANS = $(dw_man_plain)

$(dw_man_filled): %: %.in build-tools/fill doorward$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/build-tools/fill ./doorward$(EXEEXT) $(srcdir)/$@.in >$@.tmp && \
	mv -f $@.tmp $@

$(dw_man_nouns): data/man/doorward-%.1: doorward$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	./doorward$(EXEEXT) __manual $* >$@.tmp && \
	mv -f $@.tmp $@

# Completion for bash, zsh and fish; each file is named as its shell looks for it.
completiondir = $(datadir)/bash-completion/completions
dist_completion_DATA = \
	data/completion/doorward
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = \
	data/completion/_doorward
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_fishcompletion_DATA = \
	data/completion/doorward.fish

# Units of systemd for doorward-authd.
unitdir = $(prefix)/lib/systemd/system
nodist_unit_DATA = data/systemd/doorward-authd.service
dist_unit_DATA = data/systemd/doorward-authd.socket
EXTRA_DIST += data/systemd/doorward-authd.service.in
CLEANFILES += $(nodist_unit_DATA)

data/systemd/doorward-authd.service: data/systemd/doorward-authd.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	sed 's|[@]sbindir[@]|$(sbindir)|' $(srcdir)/data/systemd/doorward-authd.service.in >$@.tmp && \
	mv -f $@.tmp $@

# PAM: a profile for pam-auth-update, off until somebody switches it on, and stacks to begin with.
pamconfigsdir = $(datadir)/pam-configs
dist_pamconfigs_DATA = data/pam/doorward
examplesdir = $(docdir)/examples
pamexamplesdir = $(examplesdir)/pam.d
dist_pamexamples_DATA = \
	data/pam/examples/dovecot \
	data/pam/examples/nginx \
	data/pam/examples/postgresql \
	data/pam/examples/sshd \
	data/pam/examples/sudo

EXTRA_DIST += $(dw_schema_sql) $(dw_data)

# The lists are part of the Makefile, so a longer list makes new tables.
src/store/schema_files.c: $(dw_schema_sql) build-tools/embed Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/build-tools/embed schema $(dw_schema_sql:%=$(srcdir)/%) >$@.tmp && \
	mv -f $@.tmp $@

src/base/data.c: $(dw_data) build-tools/embed Makefile
	$(AM_V_GEN)$(MKDIR_P) $(@D) && \
	$(SHELL) $(srcdir)/build-tools/embed data $(dw_data:%=$(srcdir)/%) >$@.tmp && \
	mv -f $@.tmp $@

CLEANFILES += src/store/schema_files.c src/base/data.c

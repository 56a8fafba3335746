# SPDX-License-Identifier: GPL-3.0-or-later
#
# The PAM module: a shared object of two files that links libc and libpam only, so it is built
# by a rule of its own. Without the sanitizers, which a foreign program would not have.

dw_pam_sources = \
	src/pam/client.c \
	src/pam/module.c
EXTRA_DIST += $(dw_pam_sources) src/pam/client.h

pamdir = $(libdir)/security
pam_DATA = pam_doorward.so
dw_pam_flags = -std=gnu11 -Wall -Wextra -Wshadow -Wformat=2 -Wconversion -fstack-protector-strong

pam_doorward.so: $(dw_pam_sources) src/pam/client.h Makefile
	$(AM_V_CC)$(CC) $(dw_pam_flags) -O2 -g -fPIC -shared -fvisibility=hidden \
		-Wl,-z,defs -Wl,-z,relro -Wl,-z,now -Wl,-soname,pam_doorward.so -o $@ \
		-I$(srcdir)/src $(dw_pam_sources:%=$(srcdir)/%) -lpam
CLEANFILES += pam_doorward.so

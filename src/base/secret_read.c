/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where secrets come from: a descriptor, or a person at a terminal. See secret.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/secret.h"

/* Those after which a terminal must not be left without its echo. */
static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

static volatile sig_atomic_t caught;

static void
note_signal(int sig)
{
	caught = sig;
}

/*
 * One byte: 1, 0 at the end, -1 on an error. With a mask, the signals it lets through
 * end the wait, and nowhere else are they let through, so none comes too early.
 */
static ssize_t
read_byte(int fd, const sigset_t *mask, char *byte)
{
	ssize_t n;

	if (mask != NULL) {
		struct pollfd input = { .fd = fd, .events = POLLIN };

		if (ppoll(&input, 1, NULL, mask) < 0)
			return -1;
	}
	do {
		n = read(fd, byte, 1);
	} while (n < 0 && errno == EINTR);
	return n;
}

static enum dw_code
read_line(int fd, const sigset_t *mask, struct dw_secret *out, struct dw_error *err)
{
	DW_AUTO(dw_secret) line = { 0 };
	static const char room[DW_SECRET_MAX];
	size_t len = 0;
	ssize_t n;
	char byte;

	dw_secret_set(&line, room, sizeof(room), NULL);
	while ((n = read_byte(fd, mask, &byte)) > 0 && byte != '\n') {
		if (byte == '\0')
			return dw_fail(err, DW_INVALID, _("This contains a zero byte"));
		if (len == DW_SECRET_MAX)
			return dw_fail(err, DW_INVALID, _("This is longer than %d bytes"),
				DW_SECRET_MAX);
		line.data[len++] = byte;
	}
	if (n < 0 && errno == EINTR)
		return dw_fail(err, DW_CANCELLED, "%s", dw_code_text(DW_CANCELLED));
	if (n < 0)
		return dw_fail(
			err, DW_NO_INPUT, _("Reading failed: %s"), strerror(errno));
	if (n > 0 && len > 0 && line.data[len - 1] == '\r')
		len--;
	if (len == 0)
		return dw_fail(err, DW_NO_INPUT, _("Nothing was entered"));
	return dw_secret_set(out, line.data, len, err);
}

enum dw_code
dw_secret_read_line(int fd, struct dw_secret *out, struct dw_error *err)
{
	return read_line(fd, NULL, out, err);
}

/* What to put back when the question is over. */
struct hold {
	int fd;
	struct termios modes;
	sigset_t mask;
	struct sigaction actions[DW_COUNT(signals)];
};

static enum dw_code
hold_terminal(struct hold *hold, struct dw_error *err)
{
	struct sigaction note = { .sa_handler = note_signal };
	struct termios quiet;
	sigset_t ours;

	if (tcgetattr(hold->fd, &hold->modes) != 0)
		return dw_fail(err, DW_UNAVAILABLE, _("There is no terminal to ask on"));
	sigemptyset(&ours);
	sigemptyset(&note.sa_mask);
	for (size_t i = 0; i < DW_COUNT(signals); i++)
		sigaddset(&ours, signals[i]);
	sigprocmask(SIG_BLOCK, &ours, &hold->mask);

	quiet = hold->modes;
	quiet.c_iflag |= ICRNL;
	quiet.c_lflag |= ICANON | ISIG;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	if (tcsetattr(hold->fd, TCSAFLUSH, &quiet) != 0) {
		int reason = errno;

		sigprocmask(SIG_SETMASK, &hold->mask, NULL);
		return dw_fail(err, DW_UNAVAILABLE,
			_("The terminal cannot hide what is typed: %s"),
			strerror(reason));
	}
	caught = 0;
	for (size_t i = 0; i < DW_COUNT(signals); i++) {
		sigaction(signals[i], NULL, &hold->actions[i]);
		if (hold->actions[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &note, NULL);
	}
	return DW_OK;
}

static void
release_terminal(struct hold *hold)
{
	tcsetattr(hold->fd, TCSAFLUSH, &hold->modes);
	for (size_t i = 0; i < DW_COUNT(signals); i++)
		sigaction(signals[i], &hold->actions[i], NULL);
	if (caught != 0)
		raise(caught);
	/* Now it does what it would have done without us. */
	sigprocmask(SIG_SETMASK, &hold->mask, NULL);
}

static bool
say(int fd, const char *text)
{
	size_t len = strlen(text);

	return write(fd, text, len) == (ssize_t)len;
}

/* Writes the prompt and reads the answer; the newline that was typed did not show. */
static enum dw_code
question(const struct hold *hold, const char *prompt, struct dw_secret *out,
	struct dw_error *err)
{
	enum dw_code rc;

	if (!say(hold->fd, prompt))
		return dw_fail(
			err, DW_UNAVAILABLE, _("The terminal cannot be written to"));
	rc = read_line(hold->fd, &hold->mask, out, err);
	say(hold->fd, "\n");
	return rc;
}

static enum dw_code
questions(const struct hold *hold, const char *prompt, bool confirm,
	struct dw_secret *out, struct dw_error *err)
{
	DW_AUTO(dw_secret) first = { 0 };
	DW_AUTO(dw_secret) again = { 0 };
	enum dw_code rc;

	if ((rc = question(hold, prompt, &first, err)) != DW_OK)
		return rc;
	if (confirm &&
		(rc = question(hold, _("The same once more: "), &again, err)) != DW_OK)
		return rc;
	if (confirm && !dw_secret_equal(&first, &again))
		return dw_fail(err, DW_INVALID, _("The two entries differ"));
	dw_secret_clear(out);
	*out = first;
	first = (struct dw_secret){ 0 };
	return DW_OK;
}

enum dw_code
dw_secret_ask(const char *tty, const char *prompt, bool confirm, struct dw_secret *out,
	struct dw_error *err)
{
	struct hold hold;
	enum dw_code rc;

	hold.fd = open(tty != NULL ? tty : "/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (hold.fd < 0)
		return dw_fail(err, DW_UNAVAILABLE, _("There is no terminal to ask on"));
	do {
		if ((rc = hold_terminal(&hold, err)) != DW_OK)
			break;
		rc = questions(&hold, prompt, confirm, out, err);
		release_terminal(&hold);
	} while (rc == DW_CANCELLED && caught == SIGTSTP);
	close(hold.fd);
	return rc;
}

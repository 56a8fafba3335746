/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Output that belongs to a change. See file_out.h.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "action/file_out.h"
#include "base/intl.h"

static bool
is_file(const struct dw_file_out *out)
{
	return out->file.field != NULL;
}

enum dw_code
dw_file_out_begin(const struct dw_call *call, int index, struct dw_file_out *out,
	struct dw_error *err)
{
	const char *field = call->action->params[index].name;
	const char *name = dw_arg_text(call->args, index);

	*out = (struct dw_file_out){ .call = call };
	if (strcmp(name, "-") != 0)
		return dw_file_create(&call->app->caller, field, name,
			_("Write - and send standard output to a file."), &out->file, err);
	if (call->output == NULL && isatty(STDOUT_FILENO) != 0)
		return dw_fail_field(err, DW_USAGE, field,
			_("This is not for a terminal: name a file, or send the output to one."));
	return DW_OK;
}

static enum dw_code
write_stdout(const char *bytes, size_t len, struct dw_error *err)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dw_fail(err, DW_IO, _("Standard output cannot be written: %s."),
				strerror(errno));
		bytes += n;
		len -= (size_t)n;
	}
	return DW_OK;
}

enum dw_code
dw_file_out_add(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	struct dw_file_out *out = arg;

	out->written = true;
	if (is_file(out))
		return dw_file_write(&out->file, bytes, len, err);
	if (out->call->output != NULL)
		return out->call->output(out->call->output_arg, bytes, len, err);
	return write_stdout(bytes, len, err);
}

enum dw_code
dw_file_out_finish(struct dw_file_out *out, struct dw_error *err)
{
	enum dw_code rc;

	if (!out->written)
		return DW_OK;
	if (is_file(out)) {
		rc = dw_file_finish(&out->file, err);
		/* It may have its name although the folder could not be brought to the disk. */
		out->named = out->file.hidden == NULL;
		return rc;
	}
	/* What is no file cannot be synchronised; who reads it has the bytes. */
	if (out->call->output == NULL && fsync(STDOUT_FILENO) != 0 && errno != EINVAL &&
		errno != ENOTSUP && errno != EROFS)
		return dw_fail(err, DW_IO, _("Standard output cannot be written: %s."), strerror(errno));
	return DW_OK;
}

void
dw_file_out_keep(struct dw_file_out *out)
{
	out->named = false;
}

void
dw_file_out_clear(struct dw_file_out *out)
{
	if (out == NULL || out->call == NULL)
		return;
	if (out->named)
		unlinkat(out->file.folder, out->file.last, 0);
	dw_file_new_clear(&out->file);
	*out = (struct dw_file_out){ 0 };
}

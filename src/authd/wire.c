/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and writing lines. See wire.h.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "authd/wire.h"
#include "base/intl.h"
#include "base/mem.h"

static void *
take(size_t size)
{
	void *memory = malloc(size);

	if (memory == NULL && size > 0)
		dw_no_memory();
	return memory;
}

static void
give(void *memory)
{
	if (memory != NULL)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

void
dw_wire_start(void)
{
	json_set_alloc_funcs(take, give);
}

void
dw_wire_request_clear(struct dw_wire_request *request)
{
	json_decref(request->object);
	*request = (struct dw_wire_request){ 0 };
}

static bool
is_flat(json_t *object)
{
	json_t *value;
	const char *name;

	json_object_foreach(object, name, value)
		if (!json_is_string(value) && !json_is_integer(value) && !json_is_boolean(value))
			return false;
	return true;
}

enum dw_code
dw_wire_read(const char *line, size_t len, struct dw_wire_request *out, struct dw_error *err)
{
	json_error_t where;
	json_t *version;

	if (len > DW_WIRE_MAX)
		return dw_fail(err, DW_INVALID, _("A line has at most %d bytes."), DW_WIRE_MAX);
	out->object = json_loadb(line, len, JSON_REJECT_DUPLICATES, &where);
	/* Not where.text, which quotes the line. */
	if (out->object == NULL)
		return dw_fail(err, DW_INVALID, _("The line is no JSON, near byte %d."), where.position);
	if (!json_is_object(out->object) || !is_flat(out->object))
		return dw_fail(err, DW_INVALID,
			_("A line is one object of strings, integers and booleans."));
	out->id = dw_wire_text(out, "id");
	out->op = dw_wire_text(out, "op");
	version = json_object_get(out->object, "v");
	if (!json_is_integer(version) || json_integer_value(version) != 1)
		return dw_fail_field(err, DW_INVALID, "v", _("The version of the protocol is 1."));
	if (out->op == NULL)
		return dw_fail_field(err, DW_INVALID, "op", _("\"op\" says what is wanted."));
	return DW_OK;
}

const char *
dw_wire_text(const struct dw_wire_request *request, const char *name)
{
	return json_string_value(json_object_get(request->object, name));
}

bool
dw_wire_secret(const struct dw_wire_request *request, const char *name, struct dw_secret *out)
{
	const char *text = dw_wire_text(request, name);

	return text != NULL && text[0] != '\0' && dw_secret_set(out, text, strlen(text), NULL) == DW_OK;
}

bool
dw_wire_flag(const struct dw_wire_request *request, const char *name)
{
	return json_is_true(json_object_get(request->object, name));
}

void
dw_wire_answer(struct dw_buf *out, const char *id, const char *status, json_t *more)
{
	json_t *answer = json_pack("{s:i, s:s*, s:s}", "v", 1, "id", id, "status", status);
	char *text;

	if (more != NULL)
		json_object_update(answer, more);
	json_decref(more);
	text = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
	dw_buf_puts(out, text);
	dw_buf_putc(out, '\n');
	give(text);
	json_decref(answer);
}

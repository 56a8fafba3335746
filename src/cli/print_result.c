/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The result of a write: sentences for people, JSON for programs, and for a dry run
 * what the audit would have said. See print.h.
 */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/secret.h"
#include "cli/print.h"

/* {"changed":true,"audit":7,"item":{...}} and, only where there is something to say,
 * "note", "dry_run" with "effects", "error". */
static void
add_item(struct dw_buf *out, const struct dw_batch_item *item, bool dry_run)
{
	dw_buf_printf(out, "{\"changed\":%s,\"audit\":",
		item->state == DW_BATCH_CHANGED ? "true" : "false");
	if (item->seq > 0)
		dw_buf_printf(out, "%" PRId64, item->seq);
	else
		dw_buf_puts(out, "null");
	dw_buf_printf(out, ",\"item\":%s", item->item != NULL ? item->item : "null");
	if (item->note != NULL) {
		dw_buf_puts(out, ",\"note\":");
		dw_json_string(out, item->note);
	}
	if (dry_run)
		dw_buf_printf(out, ",\"dry_run\":true,\"effects\":%s",
			item->effects != NULL ? item->effects : "[]");
	if (item->err != NULL) {
		dw_buf_puts(out, ",\"error\":{\"code\":");
		dw_json_string(out, dw_code_name(item->err->code));
		dw_buf_puts(out, ",\"message\":");
		dw_json_string(out, item->err->message);
		dw_buf_putc(out, '}');
	}
}

static enum dw_code
result_json(const struct dw_options *options, const struct dw_batch *batch,
	const struct dw_secret *secret, struct dw_out *out, struct dw_error *err)
{
	DW_AUTO(dw_buf) text = { 0 };
	char id[DW_UUID_TEXT];

	if (batch->n == 1) {
		add_item(&text, &batch->items[0], options->dry_run);
		/* Of the alphabet of dw_secret_generate(): nothing to escape. */
		if (secret != NULL)
			dw_buf_printf(&text, ",\"generated\":\"%s\"", secret->data);
		dw_buf_puts(&text, "}\n");
		return dw_out_puts(out, dw_buf_text(&text), err);
	}
	dw_buf_printf(&text, "{\"batch\":\"%s\",\"items\":[", dw_uuid_format(&batch->id, id));
	for (size_t i = 0; i < batch->n; i++) {
		dw_buf_puts(&text, i > 0 ? ",\n" : "");
		add_item(&text, &batch->items[i], options->dry_run);
		dw_buf_putc(&text, '}');
	}
	dw_buf_puts(&text, "]}\n");
	return dw_out_puts(out, dw_buf_text(&text), err);
}

/* ---- what a dry run would have written ---- */

static void
add_change(struct dw_buf *out, const char *name, json_t *pair)
{
	DW_AUTO_FREE char *before = json_dumps(json_array_get(pair, 0), JSON_ENCODE_ANY);
	DW_AUTO_FREE char *after = json_dumps(json_array_get(pair, 1), JSON_ENCODE_ANY);

	dw_buf_printf(out, "%s%s: %s -> %s", out->len > 0 ? ", " : "", name,
		before != NULL ? before : "null", after != NULL ? after : "null");
}

/* The metadata of an entry: changes as old -> new, everything else as it stands. */
static void
add_metadata(struct dw_buf *out, json_t *metadata)
{
	json_t *value, *pair;
	const char *name, *field;

	json_object_foreach(metadata, name, value) {
		DW_AUTO_FREE char *text = NULL;

		if (strcmp(name, "changes") == 0 && json_is_object(value)) {
			json_object_foreach(value, field, pair)
				add_change(out, field, pair);
			continue;
		}
		text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		dw_buf_printf(out, "%s%s: %s", out->len > 0 ? ", " : "", name,
			text != NULL ? text : "null");
	}
}

/* A sentence that does not name its target, with the target before it where there are many. */
static enum dw_code
about(const struct dw_batch_item *item, bool many, const char *text, struct dw_out *out,
	struct dw_error *err)
{
	DW_AUTO(dw_buf) line = { 0 };

	if (many && item->label != NULL && item->label[0] != '\0' &&
		strstr(text, item->label) == NULL)
		dw_buf_printf(&line, "%s: ", item->label);
	dw_buf_puts(&line, text);
	return dw_out_line(out, dw_buf_text(&line), err);
}

static enum dw_code
effects_text(const struct dw_batch_item *item, bool many, struct dw_out *out,
	struct dw_error *err)
{
	json_t *entries = json_loads(item->effects != NULL ? item->effects : "[]", 0, NULL);
	enum dw_code rc = DW_OK;
	json_t *entry;
	size_t i;

	if (json_array_size(entries) == 0)
		rc = about(item, many, _("Nothing would be changed."), out, err);
	json_array_foreach(entries, i, entry) {
		const char *action = json_string_value(json_object_get(entry, "action"));
		const char *target = json_string_value(json_object_get(entry, "target"));
		DW_AUTO(dw_buf) metadata = { 0 };
		DW_AUTO(dw_buf) line = { 0 };

		add_metadata(&metadata, json_object_get(entry, "metadata"));
		dw_buf_printf(&line, _("Would be done: %s"), action != NULL ? action : "");
		dw_buf_printf(&line, "%s%s", target != NULL ? " " : "", target != NULL ? target : "");
		dw_buf_printf(&line, "%s%s", metadata.len > 0 ? ": " : "", dw_buf_text(&metadata));
		if (rc == DW_OK)
			rc = dw_out_line(out, dw_buf_text(&line), err);
	}
	json_decref(entries);
	return rc;
}

static enum dw_code
result_text(const struct dw_options *options, const struct dw_batch *batch,
	const struct dw_secret *secret, struct dw_out *out, struct dw_error *err)
{
	bool many = batch->n > 1;
	enum dw_code rc = DW_OK;

	for (size_t i = 0; rc == DW_OK && i < batch->n; i++) {
		const struct dw_batch_item *item = &batch->items[i];

		/* What is ready has been tried, and is told as what would be done. */
		if (item->state != DW_BATCH_CHANGED && item->state != DW_BATCH_UNCHANGED &&
			(item->state != DW_BATCH_READY || !options->dry_run || item->effects == NULL))
			continue;
		if (options->dry_run && !batch->action->plans)
			rc = effects_text(item, many, out, err);
		else if (item->said != NULL && !options->quiet)
			rc = about(item, many && item->state == DW_BATCH_UNCHANGED, item->said, out, err);
		if (rc == DW_OK && item->note != NULL && !options->quiet)
			rc = about(item, many, item->note, out, err);
	}
	if (rc == DW_OK && secret != NULL)
		rc = dw_out_line(out, options->quiet ? "" : _("The generated secret, shown only now:"),
			err);
	if (rc == DW_OK && secret != NULL)
		rc = dw_out_line(out, secret->data, err);
	return rc;
}

enum dw_code
dw_print_result(const struct dw_options *options, const struct dw_batch *batch,
	const struct dw_secret *secret, struct dw_out *out, struct dw_error *err)
{
	if (dw_wants_json(options))
		return result_json(options, batch, secret, out, err);
	return result_text(options, batch, secret, out, err);
}

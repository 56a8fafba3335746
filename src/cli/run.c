/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One command from start to end. See run.h.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "cli/ask.h"
#include "cli/place.h"
#include "cli/print.h"
#include "cli/run.h"
#include "cli/sink.h"

struct run {
	struct dw_request *request;
	const struct dw_environment *environment;
	struct dw_cli_place place;
	struct dw_out out;     /* rows and results */
	struct dw_out aside;   /* results, where standard output carries the bytes of a file */
	struct dw_rows faults; /* what is wrong with a file that was to be read */
	bool counting;         /* a progress line is on the terminal */
	int64_t counted_at;    /* when it was drawn last */
};

/* ---- stopping ---- */

static volatile sig_atomic_t stopped;

static void
stop(int sig)
{
	(void)sig;
	stopped = 1;
}

/* The first signal asks to stop at a good place, a second one ends the process. */
static void
listen_for_stop(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = stop, .sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < DW_COUNT(signals); i++)
		sigaction(signals[i], &action, NULL);
}

static bool
is_stopped(void *arg)
{
	(void)arg;
	return stopped != 0;
}

/* Does it write rows to standard output: what leaves the store, or what a dry run plans? */
static bool
writes_rows(const struct run *run)
{
	const struct dw_action *action = run->request->command.action;

	return action->columns != NULL && (dw_args_storeless(&run->request->command.args) ||
		action->plans == run->request->options.dry_run);
}

/* ---- progress, on a terminal only ---- */

static void
show_progress(struct run *run, int64_t done, int64_t total)
{
	static const char full[] = "########################################";
	int width = (int)sizeof(full) - 1;
	int64_t now = dw_now();
	int part;

	if (total <= 0 || run->request->options.quiet || isatty(STDERR_FILENO) == 0)
		return;
	/* Rows that scroll past are progress enough, and would be written over it. */
	if (run->request->command.action->effect == DW_WRITE && writes_rows(run) &&
		isatty(STDOUT_FILENO) != 0)
		return;
	/* Ten times a second is enough for the eye, and for a slow line. */
	if (run->counting && done < total && now - run->counted_at < DW_SECOND / 10 &&
		now >= run->counted_at)
		return;
	part = (int)((double)width * (double)done / (double)total);
	part = part > width ? width : part;
	fprintf(stderr, "\r[%.*s%*s] %3d%%  %lld / %lld", part, full, width - part, "",
		(int)(100.0 * (double)done / (double)total), (long long)done, (long long)total);
	run->counting = true;
	run->counted_at = now;
}

static void
end_progress(struct run *run)
{
	if (run->counting)
		fputc('\n', stderr);
	run->counting = false;
}

static bool
progress(void *arg, int64_t done, int64_t total)
{
	show_progress(arg, done, total);
	return stopped == 0;
}

/* ---- output ---- */

static struct dw_view
view_of(struct run *run)
{
	const struct dw_options *options = &run->request->options;
	struct winsize size = { 0 };
	struct dw_view view = { .options = options, .out = &run->out, .now = dw_now() };

	if (isatty(STDOUT_FILENO) != 0) {
		view.columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
			? size.ws_col : 80;
		view.bold = options->color == DW_COLOR_AUTO && !run->environment->no_color;
	}
	if (options->color == DW_COLOR_ALWAYS)
		view.bold = true;
	return view;
}

/* ---- reading ---- */

static bool
is_counted(const struct dw_command *command)
{
	int count = dw_param_find(command->action, "count");

	return count >= 0 && dw_arg_given(&command->args, count);
}

static enum dw_code
run_read(struct run *run, struct dw_error *err)
{
	struct dw_view view = view_of(run);
	struct dw_sink *sink = dw_view_sink(&view);
	struct dw_call call = {
		.action = run->request->command.action,
		.app = &run->place.app,
		.args = &run->request->command.args,
		.sink = sink,
		.progress = progress,
		.progress_arg = run,
	};
	enum dw_code written, rc;

	view.counted = is_counted(&run->request->command);
	/* A page is at most some megabytes, and a program that reads it wants none of it or all. */
	run->out.whole = true;
	rc = dw_invoke(&call, err);

	end_progress(run);
	/* Half a list is no answer; but a check that finds damage has a whole list, and fails. */
	written = dw_view_sink_ended(sink) ? dw_out_flush(&run->out, rc == DW_OK ? err : NULL) : rc;
	dw_call_clear(&call);
	dw_view_sink_free(sink);
	return rc == DW_OK ? written : rc;
}

/* ---- writing ---- */

/* Where the result is told: not into the bytes that "store backup -" writes, or an export. */
static struct dw_out *
result_out(struct run *run)
{
	const struct dw_args *args = &run->request->command.args;

	if (writes_rows(run))
		return &run->aside;
	for (size_t i = 0; i < args->action->n_params; i++)
		if (args->action->params[i].kind == DW_P_OUTPUT && args->at[i].given &&
			args->at[i].text != NULL && strcmp(args->at[i].text, "-") == 0)
			return &run->aside;
	return &run->out;
}

static enum dw_code
first_error(const struct dw_batch *batch)
{
	for (size_t i = 0; i < batch->n; i++)
		if (batch->items[i].err != NULL)
			return batch->items[i].err->code;
	return DW_OK;
}

/* Waits for the throttle; false when the person asked to stop. In short naps, because a
 * signal may come just before one. */
static bool
wait_seconds(int seconds)
{
	for (int i = 0; stopped == 0 && i < (seconds > 0 ? seconds : 1); i++) {
		const struct timespec nap = { .tv_sec = 1 };

		nanosleep(&nap, NULL);
	}
	return stopped == 0;
}

static enum dw_code
do_all(struct run *run, struct dw_batch *batch, struct dw_error *err)
{
	const struct dw_options *options = &run->request->options;
	int64_t pace = dw_batch_pace(batch);
	enum dw_code rc = DW_OK;
	bool more = true;

	/* A program that reads errors as JSON finds one object there and no sentence. */
	if (pace > 0 && !options->quiet && !dw_wants_json(options))
		dw_print_line(stderr, DW_NG("This goes at the pace allowed to you and takes about %lld second.",
			"This goes at the pace allowed to you and takes about %lld seconds.", pace),
			(long long)pace);
	while (rc == DW_OK && more && stopped == 0) {
		rc = dw_batch_step(batch, &more, err);
		if (rc == DW_THROTTLED && batch->n > 1) {
			more = wait_seconds(err->retry_after);
			rc = DW_OK;
		}
		if (batch->n > 1)
			show_progress(run, (int64_t)batch->next, (int64_t)batch->n);
	}
	end_progress(run);
	if (rc == DW_OK && stopped != 0 && batch->next < batch->n)
		rc = dw_fail(err, DW_CANCELLED, _("Cancelled: %zu of %zu were done."), batch->next,
			batch->n);
	return rc;
}

/* Every target is looked at before anything is asked or done. Of those that were named one by one
 * each must be possible; of those that the action found, one at least. */
static enum dw_code
look_at_all(struct run *run, struct dw_batch *batch, bool found)
{
	while (stopped == 0 && dw_batch_check(batch))
		if (batch->n > 1 && batch->tries)
			show_progress(run, (int64_t)batch->checked, (int64_t)batch->n);
	end_progress(run);
	if (batch->skipped == 0)
		return DW_OK;
	dw_batch_note_refusals(batch);
	if (found && batch->n > 1 && batch->skipped < batch->n) {
		dw_print_skipped(&run->request->options, batch);
		return DW_OK;
	}
	dw_print_refused(&run->request->options, batch, &run->faults);
	return first_error(batch);
}

/* What was done, when something was; failures were told before. */
static enum dw_code
tell_result(struct run *run, const struct dw_batch *batch, const struct dw_secret *generated,
	struct dw_error *err)
{
	const struct dw_options *options = &run->request->options;
	struct dw_out *out = result_out(run);
	const struct dw_secret *secret = batch->secret.len > 0 ? &batch->secret : generated;
	bool show = secret->len > 0 && batch->changed > 0 && !options->dry_run;
	enum dw_code rc = dw_out_flush(&run->out, err);

	if (rc != DW_OK || (writes_rows(run) && dw_wants_json(options)))
		return rc;
	if ((rc = dw_print_result(options, batch, show ? secret : NULL, out, err)) != DW_OK)
		return rc;
	return dw_out_flush(out, err);
}

/* What would be written, before the question: it was found out while looking. */
static enum dw_code
show_before(struct run *run, const struct dw_batch *batch, struct dw_error *err)
{
	struct dw_options as_text = run->request->options;
	enum dw_code rc;

	as_text.format = DW_FORMAT_TEXT;
	as_text.dry_run = true;
	if ((rc = dw_print_result(&as_text, batch, NULL, &run->aside, err)) != DW_OK)
		return rc;
	return dw_out_flush(&run->aside, err);
}

/* Before what destroys, and before what is better seen first. */
static enum dw_code
confirm(struct run *run, const struct dw_batch *batch, struct dw_error *err)
{
	const struct dw_options *options = &run->request->options;
	enum dw_code rc;

	if (batch->action->confirm == NULL || options->yes || options->dry_run)
		return DW_OK;
	if (batch->action->shows && (rc = show_before(run, batch, err)) != DW_OK)
		return rc;
	return dw_ask_confirm(batch, err);
}

static enum dw_code
write_batch(struct run *run, struct dw_batch *batch, bool found, bool *told, struct dw_error *err)
{
	const struct dw_options *options = &run->request->options;
	DW_AUTO(dw_secret) generated = { 0 };
	enum dw_code rc;

	if (options->format == DW_FORMAT_CSV && !writes_rows(run))
		return dw_fail_field(err, DW_USAGE, "csv", _("CSV is for lists; use --json here."));
	if ((rc = look_at_all(run, batch, found)) != DW_OK) {
		*told = true;
		return rc;
	}
	/* Nothing is left to be done: nothing to ask for either. */
	if (batch->needless == batch->n)
		return tell_result(run, batch, &generated, err);
	if ((rc = dw_ask_secret(run->request, &generated, err)) != DW_OK ||
		(rc = dw_ask_may_show(run->request, err)) != DW_OK ||
		(rc = confirm(run, batch, err)) != DW_OK)
		return rc;
	rc = do_all(run, batch, err);
	/* Rows that say what is wrong are told before the sentence that something is. */
	if (batch->failed > 0 && run->request->options.dry_run)
		dw_out_flush(&run->out, NULL);
	if (batch->failed > 0) {
		dw_print_refused(options, batch, &run->faults);
		*told = true;
		rc = first_error(batch);
	}
	if (rc == DW_OK) {
		if ((rc = tell_result(run, batch, &generated, err)) != DW_OK)
			return rc;
		/* The note has told it, and of a dry run the list. */
		if (options->dry_run && !dw_wants_json(options) && batch->items[0].partly != DW_OK)
			dw_print_faults(&run->faults);
		*told = batch->items[0].partly != DW_OK;
		return batch->items[0].partly;
	}
	/* Some of many were done all the same. */
	if (batch->next > batch->failed)
		tell_result(run, batch, &generated, NULL);
	return rc;
}

static enum dw_code
run_write(struct run *run, bool *told, struct dw_error *err)
{
	const struct dw_request *request = run->request;
	const struct dw_action *action = request->command.action;
	struct dw_view view;
	DW_AUTO(dw_targets) targets = { 0 };
	DW_AUTO(dw_batch) batch = { 0 };
	struct dw_sink *sink;
	enum dw_code rc;

	if ((rc = dw_targets_find(&run->place.app, action, &run->request->command.args, &targets,
			err)) != DW_OK)
		return rc;
	if (targets.note != NULL && !request->options.quiet && !dw_wants_json(&request->options))
		dw_print_line(stderr, "%s", targets.note);

	/* What leaves the store is for a program, what is planned for a person. */
	if (writes_rows(run) && (!action->plans || dw_args_storeless(&request->command.args)) &&
		request->options.format == DW_FORMAT_TEXT)
		run->request->options.format = DW_FORMAT_CSV;
	view = view_of(run);
	sink = dw_view_sink(&view);
	dw_batch_init(&batch, &run->place.app, action, &run->request->command.args,
		(const char *const *)targets.refs, targets.n,
		(request->options.dry_run ? DW_CALL_DRY_RUN : 0U) |
			(request->options.dry_run && !action->plans ? DW_CALL_EFFECTS : 0U) |
			(dw_wants_json(&request->options) ? DW_CALL_ITEM : 0U));
	batch.sink = sink;
	batch.faults = &run->faults.sink;
	batch.progress = progress;
	batch.progress_arg = run;
	batch.if_needed = request->options.if_needed;
	/* Whether one of many can be done, and what it does, only trying tells. */
	batch.tries = action->shows && (targets.n > 1 ||
		(!request->options.dry_run && !request->options.yes));
	rc = write_batch(run, &batch, targets.found, told, err);
	dw_view_sink_free(sink);
	return rc;
}

/* ---- all of it ---- */

static enum dw_code
run_command(struct run *run, bool *told, struct dw_error *err)
{
	const struct dw_environment *environment = run->environment;
	struct dw_request *request = run->request;
	const struct dw_action *action = request->command.action;
	enum dw_code rc;

	if (dw_args_storeless(&request->command.args))
		return run_write(run, told, err);
	if ((rc = dw_cli_place_find(&request->options, environment, action, &request->command.args, &run->place,
			err)) != DW_OK)
		return rc;
	if (action->scope == DW_SCOPE_STORE) {
		if ((rc = dw_cli_place_open(&request->options, environment,
				action->authority == DW_BY_OPERATORS, &run->place, err)) != DW_OK)
			return rc;
		dw_db_on_progress(run->place.app.db, is_stopped, NULL);
	}
	return action->effect == DW_READ ? run_read(run, err) : run_write(run, told, err);
}

int
dw_run(struct dw_request *request, const struct dw_environment *environment)
{
	struct run run = {
		.request = request,
		.environment = environment,
		.out = { .fd = STDOUT_FILENO },
		.aside = { .fd = STDERR_FILENO },
	};
	struct dw_error err = { 0 };
	bool told = false;
	bool gone;
	enum dw_code rc;

	dw_rows_init(&run.faults);
	listen_for_stop();
	rc = run_command(&run, &told, &err);
	gone = run.out.gone;
	dw_cli_place_clear(&run.place);
	dw_out_clear(&run.out);
	dw_out_clear(&run.aside);
	dw_rows_clear(&run.faults);
	if (gone) {
		/* End as every other program in a pipe does. */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	if (rc != DW_OK && !told)
		dw_print_error(&request->options, &err);
	return dw_code_exit(rc);
}

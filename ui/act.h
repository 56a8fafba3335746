/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From any action to the screen: its row in the menu, its form, the confirmation with
 * the differences, the call, the sentence afterwards with the same thing as a shell
 * command; and for many targets the preview, the progress and the cancel. Knows the
 * registry, and no single action.
 */
#ifndef DW_UI_ACT_H
#define DW_UI_ACT_H

#include "ui/console.h"

/*
 * The menu of all actions of a kind, for one target or for many (marked rows): mnemonic,
 * title, and where it is not possible the reason. (y, x): where it opens; negative = middle.
 */
void
act_menu(struct console *c, enum dw_kind kind, const struct dw_uuid *targets, size_t n, int y,
	int x);

/*
 * The same from a list, with what can be done to the whole of it below: actions without a
 * target of the kind's noun, which are given what the list shows (its filter, its search) as
 * far as they take it. n may be 0 then.
 */
void
act_list_menu(struct console *c, enum dw_kind kind, const struct dw_uuid *targets, size_t n,
	const struct console_arg *list, int y, int x);

/*
 * Begins an action. targets: ids of what it is done to (n may be 0 for actions without a
 * target, such as user.create). preset: values that are known already (a group to add to);
 * a parameter preset is not asked for. Opens the form when there is something to ask, a
 * confirmation when it asks for one, and runs it.
 */
void
act_begin(struct console *c, const struct dw_action *action, const struct dw_uuid *targets,
	size_t n, const struct console_arg *preset);

/*
 * Runs a call that is complete and says what happened in the status line; moves the
 * topics that screens watch. Takes args over. For the command line and for forms.
 */
enum dw_code
act_run(struct console *c, const struct dw_action *action, struct dw_args *args,
	const char *target_ref, int64_t expect_version, struct dw_error *err);

/*
 * Begins an action that was written as a command in words; takes args over, targets among
 * them. whole: everything that it requires is there, so nothing is asked but what it
 * asks before it destroys; otherwise the form asks for the rest. DW_OK: it is done or begun.
 */
enum dw_code
act_command(struct console *c, struct dw_args *args, bool whole, struct dw_error *err);

/* Says what went wrong: in the status line, or where that is too short in a box. */
void
act_say_error(struct console *c, const struct dw_error *err);

/*
 * The form by which a list of a read action is narrowed. Everything is borrowed and lives longer
 * than the form, which is returned so that it can be closed; its `gone` is the caller's. Lists of arguments end with a NULL name.
 */
struct act_filter_spec {
	const char *action;              /* "audit.list" */
	const char *title;               /* of the list, translated */
	const char *search;              /* the parameter that its search line fills; NULL = none */
	const struct console_arg *fixed; /* what is always given: not asked for */
	const struct console_arg *given; /* what it is narrowed by now */
	/* What it is to be narrowed by: arguments that can be read with, borrowed. */
	void (*done)(void *ctx, const struct console_arg *args);
	void *ctx;
};
struct ui_view *
act_filter(struct console *c, const struct act_filter_spec *spec);

/* Would it ask for this parameter? */
bool
act_filter_asks(const struct act_filter_spec *spec, const struct dw_param *param);

#endif

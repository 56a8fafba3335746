/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing in: what each state and each factor leads to, locks, and single use. Many at once
 * are in tests/heavy.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/credential.h"
#include "domain/reset_code.h"
#include "domain/session_open.h"
#include "domain/signin.h"
#include "domain/totp.h"
#include "tests/support/household.h"

#define NOW HOUSEHOLD_NOW
#define PASSWORD "a horse of some battery"
#define OTHER "quite another staple here"

/* The door of the household, and who knocks: bob, with a password, from one address. */
struct scene {
	struct household *h;
	struct dw_door door;
	struct dw_keyring keyring;
	int64_t later; /* how much time has gone by */
};

static struct dw_secret
secret(const char *text)
{
	struct dw_secret out = { 0 };

	assert_code(dw_secret_set(&out, text, strlen(text), err), DW_OK);
	return out;
}

/* Each step of the door is a transaction of its own. */
static struct dw_work *
again(struct scene *s)
{
	struct dw_work *w = household_again(s->h);

	w->now = NOW + s->later;
	return w;
}

static void
give_password(struct scene *s, const char *username, const char *text, bool must_change)
{
	DW_AUTO(dw_user) user = household_user(s->h, username);
	DW_AUTO(dw_secret) password = secret(text);
	struct dw_password_hash hash;

	assert_code(dw_password_hash_now(s->h->conf, true, &s->keyring, &password, &hash, err), DW_OK);
	assert_code(dw_password_set(again(s), &user, &hash, must_change, err), DW_OK);
	again(s);
}

static int
setup(void **state)
{
	struct scene *s = dw_calloc(1, sizeof(*s));
	void *household = NULL;

	assert_int_equal(household_setup(&household), 0);
	s->h = household;
	for (int kind = 0; kind < DW_KEY_KINDS; kind++) {
		s->keyring.at[kind][0].id = 1;
		assert_code(dw_secret_set(&s->keyring.at[kind][0].key,
			"0123456789abcdef0123456789abcdef", DW_KEY_BYTES, err), DW_OK);
	}
	assert_code(dw_door_open(&s->door, s->h->conf, &s->keyring, true, err), DW_OK);
	give_password(s, "bob", PASSWORD, false);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct scene *s = *state;
	void *household = s->h;

	dw_keyring_clear(&s->keyring);
	household_teardown(&household);
	free(s);
	return 0;
}

/* A first factor given; everything the other end could ask for, it can. */
static enum dw_signin_step
knock(struct scene *s, struct dw_signin *in, const char *name, const char *typed)
{
	DW_AUTO(dw_secret) password = secret(typed);

	in->knock.service = "imap";
	if (in->knock.address == NULL)
		in->knock.address = "192.0.2.55";
	in->can |= DW_CAN_FACTOR | DW_CAN_CHANGE | DW_CAN_ENROL;
	assert_code(dw_signin_begin(again(s), &s->door, in, name, err), DW_OK);
	if (in->step != DW_STEP_VERIFY)
		return in->step;
	again(s);
	dw_signin_verify(&s->door, in, &password);
	assert_code(dw_signin_finish(again(s), &s->door, in, err), DW_OK);
	again(s);
	return in->step;
}

static enum dw_signin_step
try(struct scene *s, const char *name, const char *typed)
{
	DW_AUTO(dw_signin) in = { 0 };

	return knock(s, &in, name, typed);
}

static void
assert_refused(struct scene *s, const char *reason)
{
	DW_AUTO(dw_signin) in = { 0 };

	assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_DENIED);
	assert_int_equal(in.outcome, DW_TRY_REFUSED);
	assert_string_equal(in.reason, reason);
	assert_string_equal(household_text(s->h,
		"SELECT outcome FROM attempt ORDER BY id DESC LIMIT 1"), "refused");
}

/* ---- the way in ---- */

static void
the_right_password_opens_a_session(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) in = { 0 };
	DW_AUTO(dw_live_session) live = { 0 };

	assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_IN);
	assert_int_equal(in.token.len, 43);
	assert_code(dw_session_check(again(s), &in.token, false, &live, err), DW_OK);
	assert_string_equal(live.username, "bob");
	assert_int_equal(household_int(s->h, "SELECT last_login_at FROM user WHERE username = 'bob'"),
		NOW);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM attempt WHERE outcome = 'ok'"), 1);
	assert_int_equal(household_int(s->h, "SELECT failures FROM user WHERE username = 'bob'"), 0);
	/* The token is not in the store, its hash is. */
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM session WHERE token_hash = x'%s'",
		"00"), 0);
}

static void
one_person_has_one_counter_however_they_are_named(void **state)
{
	struct scene *s = *state;
	static const char *const names[] = { "bob", "BOB", " bob ", "Bob@Example.org", "ｂｏｂ" };

	household_sql(s->h, "UPDATE user SET email = 'bob@example.org', email_key = 'bob@example.org',"
		" email_verified_at = 1 WHERE username = 'bob'");
	for (size_t i = 0; i < DW_COUNT(names); i++)
		assert_int_equal(try(s, names[i], "wrong"), DW_STEP_DENIED);
	assert_int_equal(household_int(s->h, "SELECT failures FROM user WHERE username = 'bob'"), 5);
	assert_true(household_int(s->h, "SELECT locked_until FROM user WHERE username = 'bob'") > NOW);
}

static void
an_id_is_no_name(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_user) bob = household_user(s->h, "bob");
	char id[DW_UUID_TEXT];

	assert_int_equal(try(s, dw_uuid_format(&bob.uuid, id), PASSWORD), DW_STEP_DENIED);
	assert_string_equal(household_text(s->h, "SELECT outcome FROM attempt"), "unknown");
}

static void
nobody_and_somebody_cost_one_hash_each(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) nobody = { 0 };
	DW_AUTO(dw_signin) inactive = { 0 };

	assert_code(dw_signin_begin(again(s), &s->door, &nobody, "nobody", err), DW_OK);
	assert_int_equal(nobody.step, DW_STEP_VERIFY);
	assert_string_equal(nobody.row.hash, s->door.dummy.hash);
	household_sql(s->h, "UPDATE user SET active = 0 WHERE username = 'bob'");
	assert_code(dw_signin_begin(again(s), &s->door, &inactive, "bob", err), DW_OK);
	assert_int_equal(inactive.step, DW_STEP_VERIFY);
	assert_string_equal(inactive.row.hash, s->door.dummy.hash);
}

/* ---- states ---- */

static void
every_state_that_stops_somebody_stops_them(void **state)
{
	struct scene *s = *state;
	static const struct {
		const char *sql, *reason;
	} cases[] = {
		{ "active = 0, inactive_reason = 1", "by_operator" },
		{ "active = 0, inactive_reason = 2", "by_directory" },
		{ "active = 0, inactive_reason = 3", "missing_in_directory" },
		{ "valid_from = 1800000000000", "not_yet_valid" },
		{ "valid_until = 1700000000000", "expired" },
		{ "lifecycle = 1", "binned" },
		{ "lifecycle = 2", "self_deletion" },
		{ "email = 'b@example.org', email_key = 'b@example.org'", "unverified" },
		{ "mfa = 4", "passkey_only" },
		{ "source = 1, source_name = 'corp'", "directory_not_configured" },
	};

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		household_sql(s->h, "UPDATE user SET active = 1, inactive_reason = 0, valid_from = 0,"
			" valid_until = 0, lifecycle = 0, email = '', email_key = '', mfa = 0, source = 0"
			" WHERE username = 'bob'");
		household_sql(s->h, "UPDATE user SET %s WHERE username = 'bob'", cases[i].sql);
		/* As many addresses: none is to be slowed down here. */
		household_sql(s->h, "DELETE FROM attempt");
		assert_refused(s, cases[i].reason);
	}
}

static void
a_disabled_or_missing_password_stops(void **state)
{
	struct scene *s = *state;

	household_sql(s->h, "UPDATE password SET disabled_at = 5");
	assert_refused(s, "password_disabled");
	household_sql(s->h, "DELETE FROM password");
	assert_refused(s, "no_password");
}

static void
who_becomes_inactive_while_the_hash_is_computed_does_not_get_in(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) in = { .can = DW_CAN_CHANGE };
	DW_AUTO(dw_secret) password = secret(PASSWORD);

	assert_code(dw_signin_begin(again(s), &s->door, &in, "bob", err), DW_OK);
	dw_signin_verify(&s->door, &in, &password);
	household_sql(s->h, "UPDATE user SET active = 0 WHERE username = 'bob'");
	assert_code(dw_signin_finish(again(s), &s->door, &in, err), DW_OK);
	assert_int_equal(in.step, DW_STEP_DENIED);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM session"), 0);
}

static void
a_password_changed_while_the_hash_is_computed_is_not_right_any_more(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) in = { 0 };
	DW_AUTO(dw_secret) password = secret(PASSWORD);

	assert_code(dw_signin_begin(again(s), &s->door, &in, "bob", err), DW_OK);
	dw_signin_verify(&s->door, &in, &password);
	give_password(s, "bob", OTHER, false);
	assert_code(dw_signin_finish(again(s), &s->door, &in, err), DW_OK);
	assert_int_equal(in.step, DW_STEP_DENIED);
}

/* ---- locks ---- */

static void
five_wrong_tries_lock_and_each_lock_is_twice_as_long(void **state)
{
	struct scene *s = *state;
	static const int64_t minutes[] = { 1, 2, 4, 8, 16, 32, 60, 60 };

	for (size_t i = 0; i < DW_COUNT(minutes); i++) {
		for (int n = 0; n < 5; n++) {
			assert_int_equal(household_int(s->h,
				"SELECT locked_until > %lld FROM user WHERE username = 'bob'",
				(long long)(NOW + s->later)), 0);
			assert_int_equal(try(s, "bob", "wrong"), DW_STEP_DENIED);
		}
		assert_int_equal(household_int(s->h,
			"SELECT locked_until - %lld FROM user WHERE username = 'bob'",
			(long long)(NOW + s->later)), minutes[i] * DW_MINUTE);
		/* One millisecond early it holds, to the millisecond it is over. */
		s->later += minutes[i] * DW_MINUTE - 1;
		assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_DENIED);
		s->later += 1;
	}
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
	assert_int_equal(household_int(s->h, "SELECT lock_level FROM user WHERE username = 'bob'"), 0);
}

static void
tries_while_locked_are_logged_and_not_counted(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < 9; i++)
		assert_int_equal(try(s, "bob", "wrong"), DW_STEP_DENIED);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM attempt WHERE outcome = 'locked'"),
		4);
	assert_int_equal(household_int(s->h, "SELECT failures FROM user WHERE username = 'bob'"), 5);
}

static void
wrong_tries_far_apart_do_not_lock(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < 8; i++) {
		assert_int_equal(try(s, "bob", "wrong"), DW_STEP_DENIED);
		s->later += 4 * DW_MINUTE;
	}
	assert_int_equal(household_int(s->h, "SELECT locked_until FROM user WHERE username = 'bob'"),
		0);
}

static void
a_hundred_failures_in_a_row_disable_the_password(void **state)
{
	struct scene *s = *state;

	household_sql(s->h, "UPDATE user SET failures = 99 WHERE username = 'bob'");
	assert_int_equal(try(s, "bob", "wrong"), DW_STEP_DENIED);
	assert_true(household_int(s->h, "SELECT disabled_at FROM password") > 0);
	assert_int_equal(household_int(s->h,
		"SELECT count(*) FROM audit WHERE action_code = 'password_disabled'"), 1);
	assert_refused(s, "password_disabled");
}

static void
an_attempt_whose_process_died_counts(void **state)
{
	struct scene *s = *state;

	for (int i = 0; i < 5; i++) {
		DW_AUTO(dw_signin) in = { .knock.address = "192.0.2.9" };

		assert_code(dw_signin_begin(again(s), &s->door, &in, "bob", err), DW_OK);
		assert_int_equal(in.step, DW_STEP_VERIFY);
	}
	/* While they may still be verified, others wait for their turn. */
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_WAIT);
	s->later = DW_MINUTE + 1;
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_DENIED);
	assert_true(household_int(s->h, "SELECT locked_until FROM user WHERE username = 'bob'") >
		NOW + s->later);
}

static void
an_address_that_fails_too_often_is_slowed_before_any_hash(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) slowed = { 0 };
	DW_AUTO(dw_signin) elsewhere = { .knock.address = "198.51.100.1" };
	char name[32];

	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "nobody%d", i);
		assert_int_equal(try(s, name, "wrong"), DW_STEP_DENIED);
	}
	for (int i = 0; i < 30; i++) {
		slowed = (struct dw_signin){ 0 };
		assert_int_equal(knock(s, &slowed, "bob", PASSWORD), DW_STEP_DENIED);
		assert_int_equal(slowed.outcome, DW_TRY_SLOWED);
	}
	assert_int_equal(household_int(s->h, "SELECT number FROM attempt WHERE outcome = 'slowed'"),
		30);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM attempt"), 21);
	assert_int_equal(knock(s, &elsewhere, "bob", PASSWORD), DW_STEP_IN);
	s->later = DW_MINUTE;
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
}

/* ---- second factors ---- */

/* Enrols bob's authenticator app; the code that it shows then. */
static void
enrol(struct scene *s, struct dw_secret *app)
{
	DW_AUTO(dw_user) bob = household_user(s->h, "bob");

	dw_totp_new(app);
	assert_code(dw_totp_put(again(s), &s->keyring, &bob, app, 0, err), DW_OK);
	household_sql(s->h, "UPDATE user SET mfa = 1 WHERE username = 'bob'");
}

static enum dw_signin_step
answer(struct scene *s, struct dw_signin *in, const char *code)
{
	DW_AUTO(dw_secret) typed = secret(code);

	assert_code(dw_signin_factor_begin(again(s), &s->door, in, &typed, err), DW_OK);
	if (in->step != DW_STEP_FACTOR_VERIFY)
		return in->step;
	dw_signin_factor_verify(in, &typed);
	assert_code(dw_signin_factor_finish(again(s), &s->door, in, &typed, err), DW_OK);
	again(s);
	return in->step;
}

/* The code that the app shows, found as the tests of RFC 6238 find it: by trying. */
static void
code_of(const struct dw_secret *app, int64_t now, char out[16])
{
	int64_t step;

	for (int i = 0; i < 1000000; i++) {
		DW_AUTO(dw_secret) code = { 0 };

		snprintf(out, 16, "%06d", i);
		code = secret(out);
		if (dw_totp_matches(app, &code, now, now / 30000 - 1, &step) && step == now / 30000)
			return;
	}
	fail_msg("no code");
}

static void
a_code_of_the_app_is_asked_for_and_good_once(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_secret) app = { 0 };
	DW_AUTO(dw_signin) first = { 0 };
	DW_AUTO(dw_signin) second = { 0 };
	char code[16];

	enrol(s, &app);
	code_of(&app, NOW, code);
	assert_int_equal(knock(s, &first, "bob", PASSWORD), DW_STEP_FACTOR);
	assert_int_equal(household_int(s->h, "SELECT failures FROM user WHERE username = 'bob'"), 0);
	assert_int_equal(answer(s, &first, code), DW_STEP_IN);
	assert_int_equal(knock(s, &second, "bob", PASSWORD), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &second, code), DW_STEP_FACTOR);
	assert_int_equal(household_int(s->h, "SELECT failures FROM user WHERE username = 'bob'"), 1);
}

static void
three_wrong_codes_end_the_sign_in_and_five_lock(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_secret) app = { 0 };
	DW_AUTO(dw_signin) first = { 0 };
	DW_AUTO(dw_signin) second = { 0 };

	enrol(s, &app);
	assert_int_equal(knock(s, &first, "bob", PASSWORD), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &first, "00000"), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &first, "0000000"), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &first, ""), DW_STEP_DENIED);
	assert_int_equal(knock(s, &second, "bob", PASSWORD), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &second, "x"), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &second, "x"), DW_STEP_DENIED);
	assert_true(household_int(s->h, "SELECT locked_until FROM user WHERE username = 'bob'") > NOW);
}

static void
a_backup_code_is_good_once_in_any_spelling(void **state)
{
	struct scene *s = *state;
	struct dw_secret codes[DW_BACKUP_CODES] = { 0 };
	DW_AUTO(dw_secret) app = { 0 };
	DW_AUTO(dw_secret) grouped = { 0 };
	DW_AUTO(dw_signin) first = { 0 };
	DW_AUTO(dw_signin) second = { 0 };
	DW_AUTO(dw_user) bob = household_user(s->h, "bob");
	struct dw_backup_set set;

	enrol(s, &app);
	assert_code(dw_backup_codes_make(s->h->conf, true, codes, &set, err), DW_OK);
	assert_code(dw_backup_codes_put(again(s), bob.id, &set, err), DW_OK);
	dw_code_grouped(&codes[3], 4, &grouped);
	assert_int_equal(knock(s, &first, "bob", PASSWORD), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &first, grouped.data), DW_STEP_IN);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM backup_code"), 7);
	assert_int_equal(knock(s, &second, "bob", PASSWORD), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &second, grouped.data), DW_STEP_FACTOR);
	assert_int_equal(answer(s, &second, codes[4].data), DW_STEP_IN);
	for (int i = 0; i < DW_BACKUP_CODES; i++)
		dw_secret_clear(&codes[i]);
}

static void
who_cannot_be_asked_for_a_code_does_not_get_in(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_secret) app = { 0 };
	DW_AUTO(dw_secret) password = secret(PASSWORD);
	DW_AUTO(dw_signin) in = { 0 };

	enrol(s, &app);
	assert_code(dw_signin_begin(again(s), &s->door, &in, "bob", err), DW_OK);
	dw_signin_verify(&s->door, &in, &password);
	assert_code(dw_signin_finish(again(s), &s->door, &in, err), DW_OK);
	assert_int_equal(in.step, DW_STEP_DENIED);
	assert_string_equal(in.reason, "no_way_to_ask");
}

static void
operators_must_enrol_and_others_have_days_of_grace(void **state)
{
	struct scene *s = *state;

	household_sql(s->h, "UPDATE user SET mfa_grace_until = 0");
	give_password(s, "hela", PASSWORD, false);
	assert_int_equal(try(s, "hela", PASSWORD), DW_STEP_ENROL);
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
	assert_int_equal(household_int(s->h, "SELECT mfa_grace_until FROM user WHERE username = 'bob'"),
		0);
	assert_code(dw_conf_set(s->h->conf, "mfa.policy", "everybody", err), DW_OK);
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
	assert_int_equal(household_int(s->h, "SELECT mfa_grace_until FROM user WHERE username = 'bob'"),
		NOW + 14 * DW_DAY);
	s->later = 14 * DW_DAY - 1;
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
	s->later = 14 * DW_DAY;
	assert_refused(s, "grace_over");
	household_sql(s->h, "UPDATE user SET mfa_exempt_at = 1 WHERE username = 'bob'");
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
}

/* ---- a new password ---- */

static void
who_must_change_it_sets_a_new_one_first(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_secret) fresh = secret(OTHER);
	DW_AUTO(dw_signin) in = { 0 };
	struct dw_password_hash hash;

	give_password(s, "bob", PASSWORD, true);
	assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_CHANGE);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM session"), 0);
	assert_code(dw_password_hash_now(s->h->conf, true, &s->keyring, &fresh, &hash, err), DW_OK);
	assert_code(dw_signin_change(again(s), &s->door, &in, &hash, err), DW_OK);
	assert_int_equal(in.step, DW_STEP_IN);
	assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_DENIED);
	assert_int_equal(try(s, "bob", OTHER), DW_STEP_IN);
}

static void
generate(struct scene *s, struct dw_reset_code *code)
{
	DW_AUTO(dw_user) bob = household_user(s->h, "bob");
	bool unlocked;

	dw_reset_code_clear(code);
	assert_code(dw_reset_code_make(s->h->conf, true, &s->keyring, code, err), DW_OK);
	assert_code(dw_reset_code_put(again(s), &bob, code, &(const struct dw_proof){ "call-back", NULL }, &unlocked, err), DW_OK);
}

static enum dw_signin_step
redeem(struct scene *s, struct dw_signin *in, const char *typed)
{
	in->first = DW_FACTOR_RESET_CODE;
	return knock(s, in, "bob", typed);
}

static void
a_reset_code_lifts_the_lock_and_asks_for_a_new_password(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_reset_code) code = { 0 };
	DW_AUTO(dw_signin) in = { 0 };
	DW_AUTO(dw_signin) again_in = { 0 };
	char typed[32];

	for (int i = 0; i < 5; i++)
		try(s, "bob", "wrong");
	generate(s, &code);
	assert_int_equal(household_int(s->h, "SELECT locked_until FROM user WHERE username = 'bob'"),
		0);
	snprintf(typed, sizeof(typed), " %.4s-%.4s", code.text.data, code.text.data + 4);
	for (char *c = typed; *c != '\0'; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
	assert_int_equal(redeem(s, &in, typed), DW_STEP_CHANGE);
	assert_int_equal(redeem(s, &again_in, typed), DW_STEP_DENIED);
}

static void
a_reset_code_never_skips_the_second_factor(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_reset_code) code = { 0 };
	DW_AUTO(dw_secret) app = { 0 };
	DW_AUTO(dw_signin) in = { 0 };

	enrol(s, &app);
	generate(s, &code);
	assert_int_equal(redeem(s, &in, code.text.data), DW_STEP_FACTOR);
}

static void
five_wrong_tries_kill_a_reset_code(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_reset_code) code = { 0 };
	DW_AUTO(dw_signin) in = { 0 };

	generate(s, &code);
	for (int i = 0; i < 5; i++) {
		DW_AUTO(dw_signin) guess = { .knock.address = "192.0.2.1" };

		assert_int_equal(redeem(s, &guess, "AAAA-AAAA"), DW_STEP_DENIED);
	}
	assert_int_equal(redeem(s, &in, code.text.data), DW_STEP_DENIED);
}

static void
a_reset_code_runs_out_and_a_new_one_voids_the_old(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_reset_code) old = { 0 };
	DW_AUTO(dw_reset_code) code = { 0 };
	DW_AUTO(dw_signin) in = { 0 };
	DW_AUTO(dw_signin) late = { 0 };

	generate(s, &old);
	generate(s, &code);
	assert_int_equal(redeem(s, &in, old.text.data), DW_STEP_DENIED);
	s->later = 30 * DW_MINUTE;
	assert_int_equal(redeem(s, &late, code.text.data), DW_STEP_DENIED);
	s->later = 30 * DW_MINUTE - 1;
	dw_signin_clear(&late);
	assert_int_equal(redeem(s, &late, code.text.data), DW_STEP_CHANGE);
}

/* ---- other hashes ---- */

static void
imported_hashes_are_verified_and_replaced_by_our_own(void **state)
{
	struct scene *s = *state;
	/* Of the password "correct horse", by crypt(3) and by Python's hashlib as Django uses it. */
	static const struct {
		const char *scheme, *hash;
	} cases[] = {
		{ "crypt", "$5$saltsalt$myjXcpMpE2Ofk7fj9hqyNYSn6lmWG4Mqnjx.KIRRr4/" },
		{ "crypt", "$6$rounds=5000$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0" },
		{ "crypt", "$2b$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2" },
		{ "crypt", "$y$j75$abcdefghijkl$pG0KXbHxpjIKguh3BCfALSHrI366WlMzNka7nozr8.8" },
		{ "pbkdf2_sha256", "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=" }
	};

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		household_sql(s->h, "UPDATE password SET scheme = '%s', hash = '%s', pepper_id = 0"
			" WHERE user_id = (SELECT id FROM user WHERE username = 'bob')", cases[i].scheme,
			cases[i].hash);
		assert_string_equal(dw_password_scheme(cases[i].hash), cases[i].scheme);
		assert_int_equal(try(s, "bob", "correct horsf"), DW_STEP_DENIED);
		assert_int_equal(household_int(s->h, "SELECT count(*) FROM password WHERE hash = '%s'",
			cases[i].hash), 1);
		assert_int_equal(try(s, "bob", "correct horse"), DW_STEP_IN);
		assert_int_equal(household_int(s->h, "SELECT count(*) FROM password"
			" WHERE scheme = 'argon2id' AND pepper_id = 1"), 1);
		assert_int_equal(try(s, "bob", "correct horse"), DW_STEP_IN);
	}
}

static void
a_hash_that_is_damaged_or_too_dear_lets_nobody_in_and_locks_nobody(void **state)
{
	struct scene *s = *state;
	static const struct {
		const char *scheme, *hash;
	} cases[] = {
		{ "argon2id", "" },
		{ "argon2id", "$argon2id$v=19$m=99999999,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaA" },
		{ "crypt", "" },
		{ "crypt", "*" },
		{ "crypt", "$6$rounds=999999999$saltsalt$x" },
		{ "crypt", "$2b$31$abcdefghijklmnopqrstuu" },
		{ "crypt", "$y$jzT$abcdefghijkl$x" },
		{ "pbkdf2_sha256", "pbkdf2_sha256$999999999$seasalt$AAAA" },
		{ "pbkdf2_sha256", "pbkdf2_sha256" },
	};

	for (size_t i = 0; i < DW_COUNT(cases); i++) {
		DW_AUTO(dw_signin) in = { 0 };

		household_sql(s->h, "UPDATE password SET scheme = '%s', hash = '%s', pepper_id = 0",
			cases[i].scheme, cases[i].hash);
		assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_DENIED);
		assert_int_equal(in.outcome, DW_TRY_BROKEN);
	}
	assert_int_equal(household_int(s->h, "SELECT failures FROM user WHERE username = 'bob'"), 0);
}

static void
a_missing_pepper_lets_nobody_in(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) in = { 0 };

	household_sql(s->h, "UPDATE password SET pepper_id = 7");
	assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_DENIED);
	assert_int_equal(in.outcome, DW_TRY_BROKEN);
}

/* ---- sessions ---- */

static void
a_session_ends_when_it_is_idle_too_long_or_too_old(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) in = { 0 };
	DW_AUTO(dw_live_session) live = { 0 };

	assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_IN);
	for (int i = 0; i < 14; i++) {
		s->later += 12 * DW_HOUR - 1;
		dw_live_session_clear(&live);
		assert_code(dw_session_check(again(s), &in.token, true, &live, err), DW_OK);
	}
	s->later = 7 * DW_DAY;
	assert_code(dw_session_check(again(s), &in.token, true, &live, err), DW_NOT_FOUND);
}

static void
a_session_of_somebody_deactivated_is_none(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) in = { 0 };
	DW_AUTO(dw_live_session) live = { 0 };

	assert_int_equal(knock(s, &in, "bob", PASSWORD), DW_STEP_IN);
	household_sql(s->h, "UPDATE user SET valid_until = %lld WHERE username = 'bob'", (long long)NOW);
	assert_code(dw_session_check(again(s), &in.token, false, &live, err), DW_NOT_FOUND);
}

static void
the_eleventh_session_ends_the_oldest(void **state)
{
	struct scene *s = *state;
	DW_AUTO(dw_signin) first = { 0 };
	DW_AUTO(dw_live_session) live = { 0 };

	assert_int_equal(knock(s, &first, "bob", PASSWORD), DW_STEP_IN);
	for (int i = 0; i < 10; i++) {
		s->later += DW_SECOND;
		assert_int_equal(try(s, "bob", PASSWORD), DW_STEP_IN);
	}
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM session"), 10);
	assert_code(dw_session_check(again(s), &first.token, false, &live, err), DW_NOT_FOUND);
	assert_int_equal(household_int(s->h, "SELECT count(*) FROM audit WHERE"
		" action_code = 'session_ended' AND reason_code = 'too_many'"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_right_password_opens_a_session),
		TEST(one_person_has_one_counter_however_they_are_named),
		TEST(an_id_is_no_name),
		TEST(nobody_and_somebody_cost_one_hash_each),
		TEST(every_state_that_stops_somebody_stops_them),
		TEST(a_disabled_or_missing_password_stops),
		TEST(who_becomes_inactive_while_the_hash_is_computed_does_not_get_in),
		TEST(a_password_changed_while_the_hash_is_computed_is_not_right_any_more),
		TEST(five_wrong_tries_lock_and_each_lock_is_twice_as_long),
		TEST(tries_while_locked_are_logged_and_not_counted),
		TEST(wrong_tries_far_apart_do_not_lock),
		TEST(a_hundred_failures_in_a_row_disable_the_password),
		TEST(an_attempt_whose_process_died_counts),
		TEST(an_address_that_fails_too_often_is_slowed_before_any_hash),
		TEST(a_code_of_the_app_is_asked_for_and_good_once),
		TEST(three_wrong_codes_end_the_sign_in_and_five_lock),
		TEST(a_backup_code_is_good_once_in_any_spelling),
		TEST(who_cannot_be_asked_for_a_code_does_not_get_in),
		TEST(operators_must_enrol_and_others_have_days_of_grace),
		TEST(who_must_change_it_sets_a_new_one_first),
		TEST(a_reset_code_lifts_the_lock_and_asks_for_a_new_password),
		TEST(a_reset_code_never_skips_the_second_factor),
		TEST(five_wrong_tries_kill_a_reset_code),
		TEST(a_reset_code_runs_out_and_a_new_one_voids_the_old),
		TEST(imported_hashes_are_verified_and_replaced_by_our_own),
		TEST(a_hash_that_is_damaged_or_too_dear_lets_nobody_in_and_locks_nobody),
		TEST(a_missing_pepper_lets_nobody_in),
		TEST(a_session_ends_when_it_is_idle_too_long_or_too_old),
		TEST(a_session_of_somebody_deactivated_is_none),
		TEST(the_eleventh_session_ends_the_oldest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

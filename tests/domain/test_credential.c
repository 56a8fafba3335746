/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hashing passwords, the forms of ready-made hashes, and what setting one does. Which
 * passwords are accepted is in test_password_policy.c.
 */
#include "tests/support/test.h"

#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/credential.h"
#include "tests/support/household.h"

static struct dw_secret
secret(const char *text)
{
	struct dw_secret out = { 0 };

	assert_int_equal(dw_secret_set(&out, text, strlen(text), NULL), DW_OK);
	return out;
}

static bool
verifies(const struct dw_password_hash *hash, const void *bytes, size_t len)
{
	return crypto_pwhash_str_verify(hash->text, bytes, len) == 0;
}

/* ---- hashing ---- */

static void
a_hash_is_argon2id_with_the_configured_cost(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_secret) password = secret("correct pony battery");
	struct dw_password_hash hash = { 0 };

	assert_code(dw_password_hash(h->conf, false, NULL, 0, &password, &hash, err), DW_OK);
	assert_int_equal(strncmp(hash.text, "$argon2id$v=19$m=65536,t=3,p=1$", 31), 0);
	assert_int_equal(hash.pepper_id, 0);
	assert_true(verifies(&hash, "correct pony battery", 20));
	assert_false(verifies(&hash, "correct pony batterz", 20));
	assert_string_equal(dw_password_scheme(hash.text), "argon2id");
	assert_code(dw_conf_set(h->conf, "password.hash_memory_mib", "46", err), DW_OK);
	assert_code(dw_conf_set(h->conf, "password.hash_passes", "1", err), DW_OK);
	assert_code(dw_password_hash(h->conf, false, NULL, 0, &password, &hash, err), DW_OK);
	assert_int_equal(strncmp(hash.text, "$argon2id$v=19$m=47104,t=1,p=1$", 31), 0);
}

static void
a_demo_store_hashes_cheaply_and_never_twice_alike(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_secret) password = secret("correct pony battery");
	struct dw_password_hash one = { 0 }, two = { 0 };

	assert_code(dw_password_hash(h->conf, true, NULL, 0, &password, &one, err), DW_OK);
	assert_code(dw_password_hash(h->conf, true, NULL, 0, &password, &two, err), DW_OK);
	assert_int_equal(strncmp(one.text, "$argon2id$v=19$m=8192,t=1,p=1$", 30), 0);
	assert_string_not_equal(one.text, two.text);
}

static void
one_normal_form_is_hashed_and_nothing_is_trimmed(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_secret) decomposed = secret(" caf\x65\xcc\x81 ");
	struct dw_password_hash hash = { 0 };

	assert_code(dw_password_hash(h->conf, true, NULL, 0, &decomposed, &hash, err), DW_OK);
	assert_true(verifies(&hash, " caf\xc3\xa9 ", 7));
	assert_false(verifies(&hash, "caf\xc3\xa9", 5));
}

static void
long_passwords_count_to_their_last_byte(void **state)
{
	struct household *h = *state;
	char text[1025];
	struct dw_password_hash hash = { 0 };

	memset(text, 'x', 1024);
	text[1024] = '\0';
	DW_AUTO(dw_secret) password = secret(text);
	assert_code(dw_password_hash(h->conf, true, NULL, 0, &password, &hash, err), DW_OK);
	assert_true(verifies(&hash, text, 1024));
	text[1023] = 'y';
	assert_false(verifies(&hash, text, 1024));
}

static void
the_pepper_is_a_mac_without_which_nothing_verifies(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_secret) password = secret("correct pony battery");
	DW_AUTO(dw_secret) pepper = secret("0123456789abcdef0123456789abcdef");
	DW_AUTO(dw_secret) shorter = secret("0123456789abcdef");
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	struct dw_password_hash hash = { 0 };

	assert_code(dw_password_hash(h->conf, true, &pepper, 7, &password, &hash, err), DW_OK);
	assert_int_equal(hash.pepper_id, 7);
	assert_false(verifies(&hash, "correct pony battery", 20));
	crypto_auth_hmacsha256(mac, (const unsigned char *)"correct pony battery", 20,
		(const unsigned char *)pepper.data);
	assert_true(verifies(&hash, mac, sizeof(mac)));
	assert_code(dw_password_hash(h->conf, true, &shorter, 7, &password, &hash, err), DW_CONFIG);
	assert_code(dw_password_hash(h->conf, true, &pepper, 0, &password, &hash, err), DW_CONFIG);
}

static void
what_is_no_text_is_not_hashed(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_secret) broken = secret("\xff\xfe");
	const struct dw_secret none = { 0 };
	struct dw_password_hash hash = { 0 };

	assert_code(dw_password_hash(h->conf, true, NULL, 0, &broken, &hash, err), DW_INVALID);
	assert_code(dw_password_hash(h->conf, true, NULL, 0, &none, &hash, err), DW_INVALID);
	assert_string_equal(hash.text, "");
}

/* ---- ready-made hashes ---- */

#define B22 "abcdefghijklmnopqrstuv"
#define B43 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
#define B86 B43 B43

static void
ready_made_hashes_are_known_by_their_whole_form(void **state)
{
	static const char *const good[][2] = {
		{ "argon2id", "$argon2id$v=19$m=65536,t=3,p=1$" B22 "$" B43 },
		{ "argon2id", "$argon2id$v=19$m=102400,t=2,p=8$" B22 "$" B43 },
		{ "crypt", "$5$saltstring$" B43 },
		{ "crypt", "$6$saltstring$" B86 },
		{ "crypt", "$6$rounds=656000$saltstring$" B86 },
		{ "crypt", "$2b$12$" B43 "0123456789" },
		{ "crypt", "$2y$05$" B43 "0123456789" },
		{ "crypt", "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$" B43 },
		{ "pbkdf2_sha256", "pbkdf2_sha256$600000$seasalt$" B43 "=" },
	};
	static const char *const bad[] = { "", "x", "secret", "$", "$1$salt$hash", "$6$",
		"$6$salt$" B43, "$6$salt$" B86 "x", "$5$salt$" B86, "$6$rounds=$salt$" B86,
		"$6$saltthatislongerthansixteen$" B86, "$2b$12$" B43, "$2x$12$" B43 "0123456789",
		"$2b$1$" B43 "01234567890", "$argon2i$v=19$m=65536,t=3,p=1$" B22 "$" B43,
		"$argon2id$v=19$m=65536,t=3,p=1$" B22, "$argon2id$v=19$m=65536,t=3,p=1$" B22 "$" B43 "$",
		"$argon2id$v=16$m=65536,t=3,p=1$" B22 "$" B43, "$argon2id$v=19$m=-1,t=3,p=1$" B22 "$" B43,
		"pbkdf2_sha256$600000$$" B43 "=", "pbkdf2_sha256$$salt$" B43 "=",
		"pbkdf2_sha1$600000$salt$" B43 "=", "pbkdf2_sha256$600000$salt$" B43, "$y$j9T$salt",
		"$6$salt$" B43 B22 "\xc3\xa9" "0123456789012345678", "$6$sa lt$" B86 };

	(void)state;
	for (size_t i = 0; i < DW_COUNT(good); i++) {
		const char *scheme = dw_password_scheme(good[i][1]);

		if (scheme == NULL || strcmp(scheme, good[i][0]) != 0)
			fail_msg("%s is taken for %s", good[i][1], scheme != NULL ? scheme : "nothing");
	}
	for (size_t i = 0; i < DW_COUNT(bad); i++)
		if (dw_password_scheme(bad[i]) != NULL)
			fail_msg("%s is taken for %s", bad[i], dw_password_scheme(bad[i]));
}

/* ---- setting ---- */

static const struct dw_password_hash some_hash = { .text = "$argon2id$some", .pepper_id = 3 };

static void
setting_one_ends_sessions_and_lifts_the_lock_in_one_entry(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = { 0 };
	struct dw_work *w;

	household_session(h, "bob", HOUSEHOLD_NOW);
	household_session(h, "bob", HOUSEHOLD_NOW);
	household_sql(h, "UPDATE user SET locked_until = %lld, locked_since = 5, failures = 7"
		" WHERE username = 'bob'", (long long)(HOUSEHOLD_NOW + DW_MINUTE));
	w = household_as(h, "mona");
	bob = household_user(h, "bob");
	assert_code(dw_password_set(w, &bob, &some_hash, true, err), DW_OK);
	assert_string_equal(household_text(h, "SELECT scheme || hash || pepper_id || must_change ||"
		" disabled_at || set_at FROM password"), "argon2id$argon2id$some3101700000000000");
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM session"), 0);
	assert_int_equal(household_int(h, "SELECT locked_until + locked_since + failures FROM user"
		" WHERE username = 'bob'"), 0);
	assert_int_equal(w->entries, 1);
	assert_string_equal(household_text(h, "SELECT action_code FROM audit ORDER BY seq DESC"),
		"password_reset");
	assert_string_equal(household_said(h, 1),
		"{\"lock_cleared\":true,\"must_change\":true,\"sessions_ended\":2,\"username\":\"bob\"}");
	/* No secret, nor what guards it, is in the audit. */
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM audit_payload WHERE payload LIKE"
		" '%%argon2%%'"), 0);
}

static void
setting_again_takes_the_place_of_the_old_one(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = household_user(h, "bob");
	struct dw_password_hash other = { .text = "$argon2id$other" };
	struct dw_work *w = household_as(h, "alba");

	assert_code(dw_password_insert(w, bob.id, "crypt", "$6$x", 0, true, err), DW_OK);
	household_sql(h, "UPDATE password SET disabled_at = 9");
	assert_code(dw_password_set(w, &bob, &other, false, err), DW_OK);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM password"), 1);
	assert_string_equal(household_text(h, "SELECT scheme || hash || must_change || disabled_at FROM"
		" password"), "argon2id$argon2id$other00");
	/* A row that is there is never written over without an entry. */
	assert_true(dw_password_insert(w, bob.id, "crypt", "$6$x", 0, true, NULL) != DW_OK);
	assert_string_equal(household_text(h, "SELECT hash FROM password"), "$argon2id$other");
}

static void
a_directory_user_has_no_password_here(void **state)
{
	struct household *h = *state;
	DW_AUTO(dw_user) bob = { 0 };
	struct dw_error why = { 0 };
	struct dw_work *w = household_as(h, "alba");

	household_sql(h, "UPDATE user SET source = 1, source_name = 'corp' WHERE username = 'bob'");
	bob = household_user(h, "bob");
	assert_int_equal(dw_password_may_set(w, &bob, &why), DW_STATE);
	assert_non_null(strstr(why.message, "corp"));
	assert_code(dw_password_set(w, &bob, &some_hash, true, err), DW_STATE);
	assert_int_equal(household_int(h, "SELECT COUNT(*) FROM password"), 0);
}

/* ---- second factors ---- */

static bool
has_mfa(struct household *h, const char *username)
{
	DW_AUTO(dw_user) user = household_user(h, username);
	bool out = false;

	assert_code(dw_password_has_mfa(h->db, &user, HOUSEHOLD_NOW, &out, err), DW_OK);
	return out;
}

static void
who_has_or_must_have_a_second_factor_may_be_shorter(void **state)
{
	struct household *h = *state;
	bool out = true;

	assert_code(dw_password_has_mfa(h->db, NULL, HOUSEHOLD_NOW, &out, err), DW_OK);
	assert_false(out);
	assert_false(has_mfa(h, "bob"));
	assert_false(has_mfa(h, "cleo"));
	assert_true(has_mfa(h, "alba"));
	assert_true(has_mfa(h, "hela"));
	household_sql(h, "UPDATE user SET mfa = %d WHERE username = 'bob'", DW_MFA_TOTP);
	household_sql(h, "UPDATE user SET mfa = %d WHERE username = 'cleo'",
		DW_MFA_EMAIL | DW_MFA_BACKUP);
	household_sql(h, "UPDATE user SET mfa_exempt_at = 5 WHERE username = 'hela'");
	household_sql(h, "UPDATE user SET active = 0 WHERE username = 'mona'");
	assert_true(has_mfa(h, "bob"));
	assert_false(has_mfa(h, "cleo"));
	assert_false(has_mfa(h, "hela"));
	assert_true(has_mfa(h, "mona"));
}

#define fact(name) cmocka_unit_test_setup_teardown(name, household_setup, household_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fact(a_hash_is_argon2id_with_the_configured_cost),
		fact(a_demo_store_hashes_cheaply_and_never_twice_alike),
		fact(one_normal_form_is_hashed_and_nothing_is_trimmed),
		fact(long_passwords_count_to_their_last_byte),
		fact(the_pepper_is_a_mac_without_which_nothing_verifies),
		fact(what_is_no_text_is_not_hashed),
		cmocka_unit_test(ready_made_hashes_are_known_by_their_whole_form),
		fact(setting_one_ends_sessions_and_lifts_the_lock_in_one_entry),
		fact(setting_again_takes_the_place_of_the_old_one),
		fact(a_directory_user_has_no_password_here),
		fact(who_has_or_must_have_a_second_factor_may_be_shorter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One-time codes against the test vectors of RFC 6238, the edges of their steps, and sealing.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "domain/totp.h"
#include "tests/support/household.h"

static struct dw_secret
secret(const char *text)
{
	struct dw_secret out = { 0 };

	assert_code(dw_secret_set(&out, text, strlen(text), err), DW_OK);
	return out;
}

/* RFC 6238, appendix B, SHA-1: of the eight digits there, six are the last six. */
static void
codes_are_those_of_rfc_6238(void **state)
{
	static const struct {
		int64_t seconds;
		const char *code;
	} vectors[] = {
		{ 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { INT64_C(20000000000), "353130" },
	};
	DW_AUTO(dw_secret) key = secret("12345678901234567890");

	(void)state;
	for (size_t i = 0; i < DW_COUNT(vectors); i++) {
		DW_AUTO(dw_secret) code = secret(vectors[i].code);
		int64_t step = 0;

		assert_true(dw_totp_matches(&key, &code, vectors[i].seconds * 1000, 0, &step));
		assert_int_equal(step, vectors[i].seconds / 30);
	}
}

static void
a_code_is_good_one_step_before_and_after_and_no_more(void **state)
{
	DW_AUTO(dw_secret) key = secret("12345678901234567890");
	DW_AUTO(dw_secret) code = secret("005924");
	int64_t from = INT64_C(1234567890) / 30 * 30, step;

	(void)state;
	assert_false(dw_totp_matches(&key, &code, (from - 30) * 1000 - 1, 0, &step));
	assert_true(dw_totp_matches(&key, &code, (from - 30) * 1000, 0, &step));
	assert_int_equal(step, from / 30);
	assert_true(dw_totp_matches(&key, &code, (from + 60) * 1000 - 1, 0, &step));
	assert_false(dw_totp_matches(&key, &code, (from + 60) * 1000, 0, &step));
	assert_false(dw_totp_matches(&key, &code, from * 1000, from / 30, &step));
}

static void
only_six_digits_are_a_code(void **state)
{
	DW_AUTO(dw_secret) key = secret("12345678901234567890");
	static const char *const wrong[] = { "", "00592", "0059244", "00592a", "005-924", "+05924" };
	int64_t step;

	(void)state;
	for (size_t i = 0; i < DW_COUNT(wrong); i++) {
		DW_AUTO(dw_secret) code = secret(wrong[i]);

		assert_false(dw_totp_matches(&key, &code, INT64_C(1234567890000), 0, &step));
	}
	{
		DW_AUTO(dw_secret) spaced = secret("005 924");

		assert_true(dw_totp_matches(&key, &spaced, INT64_C(1234567890000), 0, &step));
	}
}

static void
the_secret_is_shown_in_base32_and_as_uri(void **state)
{
	DW_AUTO(dw_secret) key = secret("12345678901234567890");
	DW_AUTO(dw_secret) plain = { 0 };
	DW_AUTO(dw_secret) groups = { 0 };
	DW_AUTO(dw_secret) uri = { 0 };

	(void)state;
	dw_totp_base32(&key, false, &plain);
	assert_string_equal(plain.data, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	dw_totp_base32(&key, true, &groups);
	assert_string_equal(groups.data, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	dw_totp_uri(&key, "example.org", "bjørn", &uri);
	assert_string_equal(uri.data, "otpauth://totp/example.org:bj%C3%B8rn?secret="
		"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=example.org");
}

static void
what_is_sealed_opens_only_where_it_was_sealed(void **state)
{
	struct dw_keyring keyring = { 0 };
	DW_AUTO(dw_secret) plain = secret("12345678901234567890");
	DW_AUTO(dw_secret) opened = { 0 };
	DW_AUTO(dw_buf) sealed = { 0 };
	struct dw_uuid ada = dw_uuid_new(), bob = dw_uuid_new();
	int64_t id;

	(void)state;
	assert_code(dw_seal(&keyring, &ada, "totp", &plain, &sealed, &id, err), DW_CONFIG);
	for (int i = 0; i < 2; i++) {
		keyring.at[DW_KEY_TOTP][i].id = 2 - i;
		assert_code(dw_secret_set(&keyring.at[DW_KEY_TOTP][i].key,
			"0123456789abcdef0123456789abcdef", DW_KEY_BYTES, err), DW_OK);
	}
	assert_code(dw_seal(&keyring, &ada, "totp", &plain, &sealed, &id, err), DW_OK);
	assert_int_equal(id, 2);
	assert_null(memmem(sealed.data, sealed.len, plain.data, plain.len));
	assert_code(dw_unseal(&keyring, 2, &ada, "totp", sealed.data, sealed.len, &opened, err), DW_OK);
	assert_true(dw_secret_equal(&plain, &opened));
	assert_code(dw_unseal(&keyring, 2, &bob, "totp", sealed.data, sealed.len, &opened, err), DW_IO);
	assert_code(dw_unseal(&keyring, 2, &ada, "email", sealed.data, sealed.len, &opened, err), DW_IO);
	/* The same bytes of key under another number. */
	assert_code(dw_unseal(&keyring, 1, &ada, "totp", sealed.data, sealed.len, &opened, err), DW_IO);
	assert_code(dw_unseal(&keyring, 3, &ada, "totp", sealed.data, sealed.len, &opened, err),
		DW_CONFIG);
	for (size_t at = 0; at < sealed.len; at++) {
		sealed.data[at] ^= 1;
		assert_code(dw_unseal(&keyring, 2, &ada, "totp", sealed.data, sealed.len, &opened, err),
			DW_IO);
		sealed.data[at] ^= 1;
	}
	assert_code(dw_unseal(&keyring, 2, &ada, "totp", sealed.data, 10, &opened, err), DW_IO);
	dw_keyring_clear(&keyring);
}

static int
start(void **state)
{
	(void)state;
	return dw_secret_start(NULL) == DW_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(a_code_is_good_one_step_before_and_after_and_no_more),
		cmocka_unit_test(only_six_digits_are_a_code),
		cmocka_unit_test(the_secret_is_shown_in_base32_and_as_uri),
		cmocka_unit_test(what_is_sealed_opens_only_where_it_was_sealed),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}

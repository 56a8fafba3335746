/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every C test includes first: cmocka with the headers it forgets.
 *
 * A test program has one group, so that its TAP has one plan, and each test's
 * name reads as a fact: unlock_refuses_a_user_who_is_not_locked. Helpers that
 * several tests share live beside this file.
 */
#ifndef DW_TESTS_SUPPORT_TEST_H
#define DW_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif

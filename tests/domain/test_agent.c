/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * User agents as programs really send them, and as nobody should. Every row of
 * data/ua.tsv has its example here.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/data.h"
#include "base/mem.h"
#include "domain/agent.h"

#define KHTML "AppleWebKit/537.36 (KHTML, like Gecko) "
#define APPLE "AppleWebKit/605.1.15 (KHTML, like Gecko) "
#define WINDOWS "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
#define LINUX "Mozilla/5.0 (X11; Linux x86_64"
#define MAC "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7"
#define PHONE "Mozilla/5.0 (Linux; Android 10; K"
#define IPHONE "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X"

static const struct example {
	const char *sent, *device, *browser;
} examples[] = {
	{ WINDOWS "; rv:128.0) Gecko/20100101 Firefox/128.0", "Windows PC", "Firefox 128" },
	{ WINDOWS ") " KHTML "Chrome/127.0.0.0 Safari/537.36", "Windows PC", "Chrome 127" },
	{ WINDOWS ") " KHTML "Chrome/127.0.0.0 Safari/537.36 Edg/127.0.2651.86", "Windows PC",
		"Edge 127" },
	{ WINDOWS ") " KHTML "Chrome/126.0.0.0 Safari/537.36 OPR/112.0.0.0", "Windows PC",
		"Opera 112" },
	{ "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Windows PC",
		"Internet Explorer 11" },
	{ WINDOWS ") " KHTML "Slack/4.39 Chrome/126.0.1 Electron/31.0.1 Safari/537.36", "Windows PC",
		"Electron 31" },
	{ LINUX ") " KHTML "Chrome/126.0.0.0 Safari/537.36 Vivaldi/6.8.3381.46", "Linux PC",
		"Vivaldi 6" },
	{ LINUX "; rv:115.0) Gecko/20100101 Thunderbird/115.14.0", "Linux PC", "Thunderbird 115" },
	{ LINUX ") " KHTML "HeadlessChrome/127.0.0.0 Safari/537.36", "Linux PC",
		"Headless Chrome 127" },
	{ "Mozilla/5.0 (X11; OpenBSD amd64; rv:91.0) Gecko/20100101 Firefox/91.0 SeaMonkey/2.53.18",
		"BSD PC", "SeaMonkey 2" },
	{ "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " KHTML "Chrome/127.0.0.0 Safari/537.36",
		"Chromebook", "Chrome 127" },
	{ MAC ") " APPLE "Version/17.5 Safari/605.1.15", "Mac", "Safari 17" },
	{ IPHONE ") " APPLE "Version/17.5 Mobile/15E148 Safari/604.1", "iPhone", "Safari 17" },
	{ IPHONE ") " APPLE "CriOS/127.0.6533.77 Mobile/15E148 Safari/604.1", "iPhone", "Chrome 127" },
	{ IPHONE ") " APPLE "FxiOS/128.0 Mobile/15E148 Safari/605.1.15", "iPhone", "Firefox 128" },
	{ IPHONE ") " APPLE "Version/17.0 EdgiOS/127.0.2651.82 Mobile/15E148 Safari/605.1.15",
		"iPhone", "Edge 127" },
	{ "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) " APPLE
		"Version/17.5 Mobile/15E148 Safari/604.1", "iPad", "Safari 17" },
	{ PHONE ") " KHTML "Chrome/127.0.0.0 Mobile Safari/537.36", "Android phone", "Chrome 127" },
	{ PHONE ") " KHTML "Chrome/127.0.0.0 Safari/537.36", "Android tablet", "Chrome 127" },
	{ PHONE ") " KHTML "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
		"Android phone", "Samsung Internet 25" },
	{ PHONE ") " KHTML "Chrome/127.0.0.0 Mobile Safari/537.36 EdgA/127.0.0.0", "Android phone",
		"Edge 127" },
	{ "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) " KHTML
		"Chrome/52.0.2743.116 Mobile Safari/537.36", "Windows phone", "Chrome 52" },
	{ "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) " KHTML "Version/5.0 TV Safari/537.36",
		"Television", "Safari 5" },
	{ "Open AnyConnect VPN Agent v9.12", "", "OpenConnect 9" },
	{ "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", "", "OpenSSH 9" },
	{ "curl/8.5.0", "", "curl 8" },
	{ "Wget/1.21.4", "", "Wget 1" },
	{ "python-requests/2.32.3", "", "Python requests 2" },
};

static void
programs_are_known_by_what_they_send(void **state DW_UNUSED)
{
	for (size_t i = 0; i < DW_COUNT(examples); i++) {
		struct dw_agent agent;

		dw_agent_read(examples[i].sent, &agent);
		if (strcmp(agent.device, examples[i].device) != 0 ||
			strcmp(agent.browser, examples[i].browser) != 0)
			fail_msg("%s: “%s”, “%s”", examples[i].sent, agent.device, agent.browser);
	}
}

/* Is there an example whose device or browser is this name, with or without a version, and that
 * contains the first of the row's parts? */
static bool
has_example(const char *name, const char *contains)
{
	size_t len = strlen(name);
	char part[64];

	snprintf(part, sizeof(part), "%.*s", (int)strcspn(contains, "*"), contains);
	for (size_t i = 0; i < DW_COUNT(examples); i++)
		if (strstr(examples[i].sent, part) != NULL &&
			(strcmp(examples[i].device, name) == 0 ||
				(strncmp(examples[i].browser, name, len) == 0 &&
					(examples[i].browser[len] == ' ' || examples[i].browser[len] == '\0'))))
			return true;
	return false;
}

static void
every_row_of_the_table_is_whole_and_has_an_example(void **state DW_UNUSED)
{
	DW_AUTO_FREE char *table = dw_strdup((const char *)dw_data_ua);
	size_t rows = 0;
	char *rest = table;

	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		const char *kind, *contains, *name, *version;
		char *fields = line;

		if (line[0] == '#' || line[0] == '\0')
			continue;
		kind = strsep(&fields, "\t");
		contains = strsep(&fields, "\t");
		name = strsep(&fields, "\t");
		version = strsep(&fields, "\t");
		if (version == NULL || fields != NULL || contains[0] == '\0' || name[0] == '\0' ||
			(strcmp(kind, "device") != 0 && strcmp(kind, "browser") != 0) ||
			strlen(contains) >= 48 || strlen(name) >= 48)
			fail_msg("this row is not well made: %s", kind);
		if (!has_example(name, contains))
			fail_msg("there is no example of %s, %s", contains, name);
		rows++;
	}
	assert_true(rows >= 30);
}

static void
what_is_not_known_has_no_name(void **state DW_UNUSED)
{
	static const char *const strange[] = { "", "x", "*", "\t", "\n", "device", "#",
		"Mozilla/5.0 (\x1b[7m\xe2\x80\xae evil)", "\xff\xfe", "firefox/128" };
	struct dw_agent agent;

	for (size_t i = 0; i < DW_COUNT(strange); i++) {
		memset(&agent, 'x', sizeof(agent));
		dw_agent_read(strange[i], &agent);
		assert_string_equal(agent.device, "");
		assert_string_equal(agent.browser, "");
	}
	dw_agent_read(NULL, &agent);
	assert_string_equal(agent.device, "");
}

static void
nothing_of_the_text_gets_through_but_a_short_number(void **state DW_UNUSED)
{
	struct dw_agent agent;
	DW_AUTO(dw_buf) large = { 0 };

	dw_agent_read("Firefox/", &agent);
	assert_string_equal(agent.browser, "Firefox");
	dw_agent_read("Firefox/\x1b[7m128", &agent);
	assert_string_equal(agent.browser, "Firefox");
	dw_agent_read("Firefox/99999999999999999999", &agent);
	assert_string_equal(agent.browser, "Firefox");
	for (int i = 0; i < 100000; i++)
		dw_buf_puts(&large, "Version/");
	dw_agent_read(dw_buf_text(&large), &agent);
	assert_string_equal(agent.browser, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs_are_known_by_what_they_send),
		cmocka_unit_test(every_row_of_the_table_is_whole_and_has_an_example),
		cmocka_unit_test(what_is_not_known_has_no_name),
		cmocka_unit_test(nothing_of_the_text_gets_through_but_a_short_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

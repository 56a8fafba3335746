/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The themes, judged as eyes would: what must be told apart looks different in every
 * theme and number of colours, text can be read on its ground, and what the
 * colour-blind-safe theme shows stays apart for eyes without green. 256-colour values
 * are those of xterm.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/conf.h"
#include "base/mem.h"
#include "ui/style.h"

static const int amounts[] = { 0, 8, 16, 256 };

/* Stand beside each other on one screen, and mean different things. */
static const enum ui_style apart[][2] = {
	{ STYLE_NORMAL, STYLE_BAR },
	{ STYLE_NORMAL, STYLE_TITLE },
	{ STYLE_NORMAL, STYLE_HEADING },
	{ STYLE_NORMAL, STYLE_DIM },
	{ STYLE_NORMAL, STYLE_BADGE },
	{ STYLE_NORMAL, STYLE_CURSOR },
	{ STYLE_NORMAL, STYLE_MARKED },
	{ STYLE_NORMAL, STYLE_SELECTED },
	{ STYLE_NORMAL, STYLE_MATCH },
	{ STYLE_NORMAL, STYLE_WARNING },
	{ STYLE_NORMAL, STYLE_ERROR },
	{ STYLE_NORMAL, STYLE_FIELD },
	{ STYLE_NORMAL, STYLE_SECRET },
	{ STYLE_KEY, STYLE_DIM },
	{ STYLE_MARKED, STYLE_CURSOR },
	{ STYLE_OK, STYLE_WARNING },
	{ STYLE_OK, STYLE_ERROR },
	{ STYLE_WARNING, STYLE_ERROR },
	{ STYLE_FIELD, STYLE_FIELD_FOCUS },
	{ STYLE_FIELD, STYLE_FIELD_ERROR },
	{ STYLE_FIELD_FOCUS, STYLE_FIELD_ERROR },
	{ STYLE_OLD, STYLE_NEW },
};

static void
what_means_something_else_looks_different(void **state DW_UNUSED)
{
	for (int theme = 0; theme < UI_THEMES; theme++)
		for (size_t n = 0; n < DW_COUNT(amounts); n++)
			for (size_t i = 0; i < DW_COUNT(apart); i++) {
				struct ui_look a = ui_style_look((enum ui_theme)theme, amounts[n], apart[i][0]);
				struct ui_look b = ui_style_look((enum ui_theme)theme, amounts[n], apart[i][1]);

				if (a.fg == b.fg && a.bg == b.bg && a.attributes == b.attributes)
					fail_msg("%s looks like %s in theme %d with %d colours",
						ui_style_name(apart[i][0]), ui_style_name(apart[i][1]),
						theme, amounts[n]);
			}
}

static void
a_colour_is_one_the_terminal_has(void **state DW_UNUSED)
{
	for (int theme = 0; theme < UI_THEMES; theme++)
		for (int style = 0; style < STYLES; style++) {
			struct ui_look none = ui_style_look((enum ui_theme)theme, 0, (enum ui_style)style);
			struct ui_look few = ui_style_look((enum ui_theme)theme, 16, (enum ui_style)style);
			struct ui_look many = ui_style_look((enum ui_theme)theme, 256, (enum ui_style)style);

			assert_true(none.fg == -1 && none.bg == -1);
			assert_in_range(few.fg + 1, 0, 8);
			assert_in_range(few.bg + 1, 0, 8);
			/* The first 16 look as each terminal likes. */
			assert_true(many.fg == -1 || (many.fg >= 16 && many.fg < 256));
			assert_true(many.bg == -1 || (many.bg >= 16 && many.bg < 256));
			if (few.fg >= 0)
				assert_int_not_equal(few.fg, few.bg);
		}
}

static void
every_theme_of_the_settings_is_one(void **state DW_UNUSED)
{
	const char *const *words = dw_settings[DW_CONF_CONSOLE_THEME].words;
	size_t found = 0;

	for (size_t i = 0; words[i] != NULL; i++) {
		enum ui_theme theme = UI_THEMES;

		if (ui_theme_find(words[i], &theme))
			found++;
		else
			assert_string_equal(words[i], "auto");
	}
	assert_int_equal(found, UI_THEMES);
}

/* ---- as light ------------------------------------------------------------------ */

struct light {
	double red, green, blue; /* linear, 0 to 1 */
};

/* The curve of sRGB, nearly enough. */
static double
linear(int value)
{
	double v = value / 255.0;

	return v * (v * (v * 0.305306011 + 0.682171111) + 0.012522878);
}

static struct light
light_of(int colour)
{
	static const int steps[] = { 0, 95, 135, 175, 215, 255 };
	int n = colour - 16;
	double grey = linear(8 + 10 * (colour - 232));

	if (colour >= 232)
		return (struct light){ grey, grey, grey };
	return (struct light){ linear(steps[n / 36]), linear(steps[n / 6 % 6]),
		linear(steps[n % 6]) };
}

static double
root(double square)
{
	double guess = 1;

	for (int i = 0; i < 30; i++)
		guess = (guess + square / guess) / 2;
	return guess;
}

static double
luminance(struct light c)
{
	return 0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue;
}

/* As WCAG 2 counts: 1 = not to be seen, 21 = black on white. */
static double
contrast(struct light a, struct light b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static void
text_can_be_read_on_its_ground(void **state DW_UNUSED)
{
	static const enum ui_theme coloured[] = { UI_THEME_DARK, UI_THEME_LIGHT,
		UI_THEME_DEUTERANOPIA };

	for (size_t t = 0; t < DW_COUNT(coloured); t++) {
		bool light = ui_theme_is_light(coloured[t]);
		struct light ink = light_of(light ? 16 : 254), paper = light_of(light ? 231 : 234);

		for (int style = 0; style < STYLES; style++) {
			struct ui_look look = ui_style_look(coloured[t], 256, (enum ui_style)style);
			double least = style == STYLE_BORDER ? 3 : 4.5;

			if (contrast(look.fg < 0 ? ink : light_of(look.fg),
				look.bg < 0 ? paper : light_of(look.bg)) < least)
				fail_msg("%s can hardly be read in theme %d",
					ui_style_name((enum ui_style)style), (int)coloured[t]);
		}
	}
}

/* ---- few colours, which look as each terminal likes ------------------------------------ */

static const struct palette {
	const char *name;
	unsigned plain[8], bright[8]; /* bold is the brighter of two */
} palettes[] = {
	{ "the Linux console",
		{ 0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa },
		{ 0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff } },
	{ "xterm",
		{ 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5 },
		{ 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff } },
	{ "PuTTY",
		{ 0x000000, 0xbb0000, 0x00bb00, 0xbbbb00, 0x0000bb, 0xbb00bb, 0x00bbbb, 0xbbbbbb },
		{ 0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff } },
};

static struct light
light_of_few(const struct palette *palette, int colour, bool bold)
{
	unsigned rgb = bold ? palette->bright[colour] : palette->plain[colour];

	return (struct light){ linear((int)(rgb >> 16)), linear((int)(rgb >> 8 & 255)),
		linear((int)(rgb & 255)) };
}

/* Eight colours cannot do what 256 can: 3 is what WCAG 2 asks of large letters. */
static void
text_can_be_read_in_eight_colours_of_every_terminal(void **state DW_UNUSED)
{
	static const enum ui_theme coloured[] = { UI_THEME_DARK, UI_THEME_LIGHT,
		UI_THEME_DEUTERANOPIA };
	struct light black = { 0, 0, 0 }, white = { 1, 1, 1 };

	for (size_t t = 0; t < DW_COUNT(coloured); t++)
		for (size_t p = 0; p < DW_COUNT(palettes); p++)
			for (int style = 0; style < STYLES; style++) {
				struct ui_look look = ui_style_look(coloured[t], 8, (enum ui_style)style);
				bool light = ui_theme_is_light(coloured[t]);
				bool bold = look.attributes & UI_BOLD;
				double least = style == STYLE_BORDER ? 2 : 3;

				if (contrast(look.fg < 0 ? light ? black : white
							 : light_of_few(&palettes[p], look.fg, bold),
					look.bg < 0 ? light ? white : black
						    : light_of_few(&palettes[p], look.bg, false)) < least)
					fail_msg("%s can hardly be read in theme %d on %s",
						ui_style_name((enum ui_style)style), (int)coloured[t],
						palettes[p].name);
			}
}

/* What an eye without green makes of it (Machado, Oliveira and Fernandes, 2009). */
static struct light
without_green(struct light c)
{
	struct light seen = {
		0.367322 * c.red + 0.860646 * c.green - 0.227968 * c.blue,
		0.280085 * c.red + 0.672501 * c.green + 0.047413 * c.blue,
		-0.011820 * c.red + 0.042940 * c.green + 0.968881 * c.blue,
	};

	seen.red = seen.red < 0 ? 0 : seen.red;
	seen.blue = seen.blue < 0 ? 0 : seen.blue;
	return seen;
}

/* How far apart two colours are for that eye, in steps that look alike; white to black is 1.7. */
static double
seen_apart(int a, int b)
{
	struct light x = without_green(light_of(a)), y = without_green(light_of(b));
	double red = root(x.red) - root(y.red), green = root(x.green) - root(y.green),
	       blue = root(x.blue) - root(y.blue);

	return root(red * red + green * green + blue * blue);
}

static double
least_apart(enum ui_theme theme)
{
	static const enum ui_style pairs[][2] = { { STYLE_OK, STYLE_WARNING },
		{ STYLE_OK, STYLE_ERROR }, { STYLE_WARNING, STYLE_ERROR },
		{ STYLE_OLD, STYLE_NEW } };
	double least = seen_apart(ui_style_look(theme, 256, STYLE_FIELD_FOCUS).bg,
		ui_style_look(theme, 256, STYLE_FIELD_ERROR).bg);

	for (size_t i = 0; i < DW_COUNT(pairs); i++) {
		double far = seen_apart(ui_style_look(theme, 256, pairs[i][0]).fg,
			ui_style_look(theme, 256, pairs[i][1]).fg);

		least = far < least ? far : least;
	}
	return least;
}

static void
good_and_bad_stay_apart_without_green(void **state DW_UNUSED)
{
	assert_true(least_apart(UI_THEME_DEUTERANOPIA) > 0.4);
	/* The measure measures: red against green is what those eyes cannot tell. */
	assert_true(least_apart(UI_THEME_DARK) < 0.2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_means_something_else_looks_different),
		cmocka_unit_test(a_colour_is_one_the_terminal_has),
		cmocka_unit_test(every_theme_of_the_settings_is_one),
		cmocka_unit_test(text_can_be_read_on_its_ground),
		cmocka_unit_test(text_can_be_read_in_eight_colours_of_every_terminal),
		cmocka_unit_test(good_and_bad_stay_apart_without_green),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

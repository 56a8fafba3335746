/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of the household who have something to show, as a table: every state that
 * the product knows, every kind of second factor, names in many scripts, and text that
 * means harm. How a row becomes a user is in demo_household.c.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "domain/demo_people.h"

#define H DW_HOUR
#define D DW_DAY
#define T DW_MFA_TOTP
#define E DW_MFA_EMAIL
#define P DW_MFA_PASSKEY
#define B DW_MFA_BACKUP

const struct dw_demo_person dw_demo_people[] = {
	/* Operators. Those marked may be chosen with --as. */
	{ "ada", "Ada", "Lovelace", .groups = "Admin,Operations,Everyone", .mfa = T | P | B, .last = 2 * H,
		.sessions = 3, .phone = "+44 20 7946 0101", .profile = "Countess",
		.is = DW_IS_OPERATOR | DW_IS_STAFF },
	{ "ursula", "Ursula", "Keller", .groups = "User manager,Everyone", .mfa = T | B, .last = 5 * H,
		.sessions = 2, .phone = "+41 44 668 18 00", .is = DW_IS_OPERATOR },
	{ "henry", "Henry", "Doyle", .groups = "Help desk,Everyone", .mfa = T | B, .last = H, .sessions = 1,
		.phone = "+353 1 496 0812", .is = DW_IS_OPERATOR },
	{ "vera", "Vera", "Lindqvist", .groups = "Viewer,Everyone", .mfa = P, .last = 26 * H,
		.is = DW_IS_OPERATOR },
	{ "gokafor", "Grace", "Okafor", .groups = "Admin,Everyone", .mfa = P | B, .last = 9 * D,
		.phone = "+234 1 460 1234", .is = DW_IS_STAFF },
	{ "rberger", "Rolf", "Berger", .groups = "Admin,Everyone", .mfa = T, .last = 190 * D,
		.is = DW_IS_OFF | DW_IS_STAFF },
	{ "hvance", "Hetty", "Vance", .groups = "Help desk,Everyone", .created = 3 * D,
		.is = DW_IS_MUST_CHANGE },

	/* Everyday people. */
	{ "asmith", "Anna", "Smith", .groups = "Operations,Sales,Everyone", .mfa = T | B, .last = 2 * H,
		.sessions = 6, .phone = "+1 202 555 0143", .is = DW_IS_GOOGLE },
	{ "bsmith", "Bjørn", "Smith", .groups = "Operations,Everyone", .last = 3 * D, .failures = 5,
		.locked = 3 * DW_MINUTE, .sessions = 2, .phone = "+47 22 85 50 50",
		.permissions = "awx.run_job,queries.view_query" },
	{ "cjones", "Carol", "Jones", .groups = "Sales,Everyone", .mfa = E, .last = 4 * H, .sessions = 1 },
	{ "dpatel", "Deepak", "Patel", .groups = "Engineering,On-call,Everyone", .mfa = T | P | B,
		.last = 40 * DW_MINUTE, .sessions = 4, .permissions = "apic_connections.add_connection",
		.is = DW_IS_GITHUB | DW_IS_ENTRA, .codes = 1 },
	{ "efischer", "Eva", "Fischer", .groups = "Finance,Everyone", .mfa = T | B, .last = 7 * H,
		.permissions = "billing.approve_payment,billing.view_invoice,reports.export_report" },
	{ "fdupont", "François", "Dupont", .groups = "Équipe Lyon,Everyone", .mfa = T, .last = 30 * H },
	{ "gmuller", "Günther", "Müller", .groups = "Engineering,Everyone", .mfa = P, .keys = 3, .last = 12 * H },
	{ "hsorensen", "Hanne", "Sørensen", .groups = "Human resources,Everyone", .mfa = T | E | P | B, .last = 3 * H,
		.sessions = 2 },
	{ "izak", "Iga", "Żak", .groups = "Library,Everyone", .mfa = B, .codes = 2, .last = 50 * H },
	{ "svc-backup", "", "", .email = "", .groups = "", .last = 6 * H, .profile = "Backup service",
		.is = DW_IS_EXEMPT },
	{ "svc-metrics", "", "", .email = "", .groups = "", .permissions = "reports.export_report",
		.profile = "Metrics", .is = DW_IS_EXEMPT },
	{ "jfox", "Jeremy", "Fox", .groups = "", .last = 11 * D },

	/* Inactive, for each reason. */
	{ "kquinn", "Kate", "Quinn", .groups = "Sales,Everyone", .last = 60 * D, .is = DW_IS_OFF },
	{ "lsantos", "Luís", "Santos", .groups = "*Campus staff,Everyone", .last = 33 * D,
		.is = DW_IS_OFF_BY_DIRECTORY },
	{ "mnovak", "Marek", "Novák", .groups = "*Campus staff", .last = 80 * D, .is = DW_IS_MISSING },
	{ "nreyes", "Nadia", "Reyes", .groups = "*Campus staff,Finance", .last = 95 * D,
		.permissions = "billing.view_invoice", .is = DW_IS_MISSING },
	{ "onewman", "Oscar", "Newman", .groups = "Interns", .created = D, .valid_from = 12 * D,
		.valid_until = 190 * D, .is = DW_IS_NO_PASSWORD },
	{ "pivanova", "Polina", "Ivanova", .groups = "Contractors", .mfa = T, .last = 16 * D,
		.valid_from = -400 * D, .valid_until = -9 * D },
	{ "qadams", "Quentin", "Adams", .groups = "Contractors,Everyone", .mfa = T, .last = 20 * H,
		.valid_from = -90 * D, .valid_until = 3 * D },

	/* Locked: for a moment, for longer, and so often that the password is disabled. */
	{ "rgreen", "Rosa", "Green", .groups = "Sales,Everyone", .last = 2 * D, .failures = 6, .locked = 48 * DW_SECOND },
	{ "swalker", "Simon", "Walker", .groups = "Everyone", .mfa = T, .last = 4 * D, .failures = 21,
		.locked = 16 * DW_MINUTE },
	{ "tmendez", "Tomás", "Méndez", .groups = "Engineering,Everyone", .last = 8 * D, .failures = 37,
		.locked = 59 * DW_MINUTE },
	{ "uhartmann", "Uwe", "Hartmann", .groups = "Finance,Everyone", .last = 40 * D, .failures = 100,
		.locked = 60 * DW_MINUTE, .is = DW_IS_PASSWORD_OFF },
	{ "vchen", "Vivian", "Chen", .groups = "Everyone", .last = 90 * DW_MINUTE, .failures = 3 },

	/* Pending deletion, by an admin and by themselves; due soon, later, and overdue. */
	{ "wking", "William", "King", .groups = "Sales,Everyone", .mfa = T | B, .last = 70 * D, .deadline = 2 * D,
		.is = DW_IS_BINNED },
	{ "xliu", "Xia", "Liu", .groups = "Engineering", .last = 45 * D, .deadline = 25 * D, .is = DW_IS_BINNED },
	{ "ybrown", "Yvonne", "Brown", .groups = "Interns", .deadline = -5 * H, .is = DW_IS_BINNED },
	{ "zahmed", "Zara", "Ahmed", .groups = "Everyone", .mfa = E, .last = 6 * D, .deadline = 24 * D,
		.is = DW_IS_LEAVING },
	{ "acosta", "Alberto", "Costa", .groups = "Library", .last = 28 * D, .deadline = D, .is = DW_IS_LEAVING },
	{ "gone", "", "", .email = "", .groups = "", .is = DW_IS_ERASED },

	/* Never signed in; not for a long time. */
	{ "bwright", "Beth", "Wright", .groups = "Everyone", .created = 2 * D, .is = DW_IS_MUST_CHANGE },
	{ "cmoreau", "Claire", "Moreau", .groups = "Équipe Lyon", .created = 120 * D, .is = DW_IS_NO_PASSWORD },
	{ "dlarsen", "Dag", "Larsen", .groups = "Everyone", .mfa = T, .last = 91 * D },
	{ "eromano", "Elio", "Romano", .groups = "Library,Everyone", .created = 1500 * D, .last = 730 * D },

	/* No second factor yet: in grace, nearly out of it, out of it, exempt. */
	{ "fkhan", "Farah", "Khan", .groups = "Engineering,Everyone", .last = 5 * H, .grace = 12 * D },
	{ "gtanaka", "Goro", "Tanaka", .groups = "Engineering,Everyone", .last = 9 * H, .grace = 2 * D },
	{ "hpopescu", "Horia", "Popescu", .groups = "Finance,Everyone", .last = 13 * D, .grace = -3 * D },
	{ "inguyen", "Ivy", "Nguyen", .groups = "Sales,Everyone", .last = 10 * H, .is = DW_IS_EXEMPT },

	/* Addresses: not verified, none. */
	{ "jwilson", "Jack", "Wilson", .groups = "Everyone", .last = 36 * H, .is = DW_IS_UNVERIFIED },
	{ "kabebe", "Kidist", "Abebe", .groups = "Sales,Everyone", .created = 5 * H, .is = DW_IS_UNVERIFIED },
	{ "lmorgan", "Lou", "Morgan", .email = "", .groups = "Everyone", .last = 20 * D },

	/* From a directory, and linked elsewhere. */
	{ "mrossi", "Marta", "Rossi", .groups = "*Campus staff,*Research,Everyone", .mfa = T, .last = 8 * H, .sessions = 1,
		.is = DW_IS_LDAP | DW_IS_ENTRA },
	{ "nokonkwo", "Ngozi", "Okonkwo", .groups = "*Campus staff,On-call", .last = 3 * H, .is = DW_IS_LDAP },
	{ "obrien", "Orla", "O’Brien", .groups = "Everyone", .mfa = P, .keys = 2, .last = 15 * H,
		.is = DW_IS_GOOGLE | DW_IS_GITHUB, .sessions = 2 },
	{ "pkim", "Pil-sung", "Kim", .groups = "Everyone", .last = 44 * H, .is = DW_IS_ENTRA, .sessions = 1 },

	/* Many scripts. */
	{ "apapadopoulou", "Αθηνά", "Παπαδοπούλου", .groups = "Engineering,Everyone", .mfa = T, .last = 6 * H },
	{ "dvolkov", "Дмитрий", "Волков", .groups = "Отдел продаж,Everyone", .mfa = T | B, .last = 4 * H },
	{ "lhaddad", "ليلى", "حداد", .groups = "Sales,Everyone", .mfa = E, .last = 9 * H },
	{ "nlevi", "נועה", "לוי", .groups = "Engineering,Everyone", .last = 31 * H },
	{ "wangwei", "伟", "王", .groups = "研究開発,Everyone", .mfa = P, .last = 2 * H },
	{ "ysato", "陽子", "佐藤", .groups = "研究開発,Everyone", .mfa = T, .last = 70 * DW_MINUTE },
	{ "kimjh", "지현", "김", .groups = "研究開発,Everyone", .last = 27 * H },
	{ "psiriwat", "ประภา", "ศิริวัฒน์", .groups = "Everyone", .last = 3 * D },
	{ "asharma", "आरती", "शर्मा", .groups = "Finance,Everyone", .mfa = T, .last = 12 * H },
	{ "tnguyen", "Thị Hằng", "Nguyễn", .groups = "Sales,Everyone", .last = 33 * H },
	{ "ahakobyan", "Անի", "Հակոբյան", .groups = "Library,Everyone", .last = 5 * D },
	{ "gberidze", "ნინო", "ბერიძე", .groups = "Everyone", .last = 7 * D },
	{ "hgebre", "ሄለን", "ገብረ", .groups = "Everyone", .last = 10 * D },
	{ "zoe", "Zoë", "Ångström", .groups = "Engineering,Everyone", .mfa = T, .last = 3 * H, .profile = "Zo\xc3\xab 🚀" },
	{ "decomposed", "Ame\xcc\x81lie", "Mu\xcc\x88ller", .groups = "Everyone", .last = 14 * H },
	{ "fullwidth", "Ｆｕｌｌ", "Ｗｉｄｔｈ", .groups = "Everyone", .last = 18 * H },
	{ "emoji", "👩\xe2\x80\x8d👩\xe2\x80\x8d👧\xe2\x80\x8d👦", "🇳🇴 Fjell", .groups = "Everyone", .last = 22 * H },

	/* Long. */
	{ "hubert.blaine.wolfeschlegelsteinhausenbergerdorff",
		"Hubert Blaine Adolph Charles David Earl Frederick Gerald Hubert Irvin John Kenneth Lloyd "
		"Martin Nero Oliver Paul Quincy Randolph Sherman Thomas Uncas Victor William Xerxes Yancy",
		"Wolfe\xc2\xadschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen"
		"schafewarenwohlgepflegeundsorgfaltigkeitbeschutzen",
		.email = "hubert.blaine.wolfeschlegelsteinhausenbergerdorff.the.elder.and.the.wise@"
			"a-rather-long-department-name.of-an-even-longer-organisation.example.org",
		.groups = "Operations,Sales,Engineering,Finance,Human resources,On-call,Library,Everyone",
		.mfa = T | E | P | B, .last = 5 * H, .sessions = 9 },

	/* Text that means harm: each must be seen, and none may act. */
	{ "x-escape", "\x1b[31mRed\x1b[0m", "\x1b]0;owned\x07title", .groups = "Hostile names", .last = 2 * D },
	{ "x-c1", "\xc2\x9b" "2J", "\xc2\x90q\xc2\x9c", .groups = "Hostile names", .last = 2 * D },
	{ "x-bidi", "Alice\xe2\x80\xae" "exe.gpj", "\xd7\x90\xe2\x81\xa7" "abc\xe2\x81\xa9", .groups = "Hostile names" },
	{ "x-zero-width", "Pay\xe2\x80\x8bpal", "Admin\xef\xbb\xbf", .groups = "Hostile names", .last = 3 * D },
	{ "x-marks", "Z\xcc\xb7\xcc\x9b\xcc\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88"
		"algo", "\xcc\x81leading mark", .groups = "Hostile names", .last = 4 * D },
	{ "x-lines", "Two\nlines", "Tab\there\r\n", .groups = "Hostile names", .last = 4 * D },
	{ "x-sql", "Robert'); DROP TABLE user;--", "\" OR \"\"=\"", .groups = "Hostile names", .last = 5 * D },
	{ "x-format", "%s%s%n%p", "%1$*2$d{0}${HOME}$(reboot)`id`", .groups = "Hostile names", .last = 5 * D },
	{ "x-markup", "<script>alert(1)</script>", "&lt;b&gt;<!--", .groups = "Hostile names", .last = 6 * D },
	{ "x-formula", "=HYPERLINK(\"http://x.example\")", "@SUM(1+1)*cmd|' /C calc'!A0",
		.phone = "+1 (555) 010-9999", .groups = "Hostile names", .last = 6 * D },
	{ "x-csv", "comma, \"quote\"", "semi;colon\ttab", .groups = "Hostile names", .last = 7 * D },
	{ "x-escaped", "\\u{1B}[2J", "\\x00 \\n \\", .groups = "Hostile names", .last = 7 * D },
	{ "x-erased", "***ERASED***", "null", .groups = "Hostile names", .last = 8 * D },
	{ "x-private", "\xee\x80\xb1\xee\x80\xb2\xee\x80\xb3", "\xf3\xa0\x81\x81\xf3\xa0\x81\xbf", .groups = "Hostile names" },
	{ "x-lookalike", "Аdа", "Lоvеlаcе", .groups = "Hostile names", .last = 9 * D, .profile = "all but Latin" },
	{ "x-spaces", "\xc2\xa0\xe3\x80\x80  ", "\xe2\x80\xa8\xe2\x80\xa9", .groups = "Hostile names",
		.profile = "\xe1\x85\x9f\xe3\x85\xa4" },
	{ "root", "root", "admin", .email = "postmaster@example.org", .groups = "Hostile names", .last = 9 * D },
};
const size_t dw_demo_people_count = DW_COUNT(dw_demo_people);

const struct dw_demo_about dw_demo_groups[] = {
	{ "Admin", "May do everything" },
	{ "User manager", "Looks after users, groups and what they may do" },
	{ "Help desk", "Helps people who cannot sign in" },
	{ "Viewer", "Looks and changes nothing" },
	{ "Everyone", "All who work here" },
	{ "Operations", "Runs the machines" },
	{ "Sales", "Customers and offers" },
	{ "Engineering", "Builds the product" },
	{ "Finance", "Invoices, payments, books" },
	{ "Human resources", "Hires and helps" },
	{ "Contractors", "Works here until a date" },
	{ "Interns", "Learns here until a date" },
	{ "On-call", "Answers at night" },
	{ "Library", "Lends books" },
	{ "Campus staff", "Kept by the campus directory" },
	{ "Research", "Kept by the campus directory" },
	{ "Équipe Lyon", "Le bureau de Lyon" },
	{ "Отдел продаж", "Московский офис" },
	{ "研究開発", "東京オフィス" },
	{ "Hostile names", "=1+1 <b>and</b> \x1b[5ma description that blinks" },
	{ "Empty", "Nobody is in here" },
};
const size_t dw_demo_groups_count = DW_COUNT(dw_demo_groups);

const struct dw_demo_about dw_demo_catalogue[] = {
	{ "queries.view_query", "See saved queries" },
	{ "queries.run_query", "Run saved queries" },
	{ "queries.edit_query", "Change saved queries" },
	{ "queries.share_query", "Share saved queries with others" },
	{ "apic_connections.view_connection", "See network controllers" },
	{ "apic_connections.add_connection", "Add a network controller" },
	{ "apic_connections.change_credentials", "!Change the credentials of a network controller" },
	{ "awx.view_job", "See automation jobs and their output" },
	{ "awx.run_job", "Start automation jobs" },
	{ "awx.edit_template", "Change job templates" },
	{ "awx.manage_credentials", "!Manage the credentials that jobs use" },
	{ "snapshots.view_snapshot", "See configuration snapshots" },
	{ "snapshots.compare_snapshot", "Compare configuration snapshots" },
	{ "snapshots.restore_snapshot", "!Restore a configuration snapshot" },
	{ "reports.view_report", "Read reports" },
	{ "reports.export_report", "Export reports" },
	{ "reports.schedule_report", "Have reports sent regularly" },
	{ "tickets.view_ticket", "See tickets" },
	{ "tickets.edit_ticket", "Answer and close tickets" },
	{ "tickets.assign_ticket", "Give tickets to others" },
	{ "wiki.read_page", "Read the wiki" },
	{ "wiki.edit_page", "Write in the wiki" },
	{ "billing.view_invoice", "See invoices" },
	{ "billing.create_invoice", "Write invoices" },
	{ "billing.approve_payment", "!Approve payments" },
	{ "escalations.acknowledge", "Acknowledge an alarm" },
	{ "escalations.edit_policy", "Change who is called when" },
	{ "library.lend_book", "Lend and take back books" },
};
const size_t dw_demo_catalogue_count = DW_COUNT(dw_demo_catalogue);

const struct dw_demo_about dw_demo_gives[] = {
	{ "Operations", "awx.view_job,awx.run_job,awx.edit_template,snapshots.view_snapshot,"
		"snapshots.compare_snapshot,escalations.acknowledge" },
	{ "Engineering", "queries.view_query,queries.run_query,queries.edit_query,"
		"apic_connections.view_connection,snapshots.view_snapshot" },
	{ "Sales", "reports.view_report,tickets.view_ticket,tickets.edit_ticket" },
	{ "Finance", "billing.view_invoice,billing.create_invoice,reports.view_report,reports.export_report" },
	{ "On-call", "escalations.acknowledge,escalations.edit_policy,awx.run_job" },
	{ "Help desk", "tickets.view_ticket,tickets.edit_ticket,tickets.assign_ticket" },
	{ "Library", "library.lend_book" },
	{ "Everyone", "wiki.read_page,tickets.view_ticket" },
	{ "Human resources", "reports.view_report" },
};
const size_t dw_demo_gives_count = DW_COUNT(dw_demo_gives);

/* Whoever else works here: first name, last name, username. */
const char *const dw_demo_others[][3] = {
	{ "Νίκος", "Γεωργίου", "ngeorgiou" }, { "Ελένη", "Δημητρίου", "edimitriou" },
	{ "Κώστας", "Ιωάννου", "kioannou" }, { "Анна", "Петрова", "apetrova" },
	{ "Олександр", "Шевченко", "oshevchenko" }, { "Зоран", "Јовановић", "zjovanovic" },
	{ "Мария", "Димитрова", "mdimitrova" }, { "محمد", "العلي", "malali" },
	{ "فاطمة", "الزهراء", "fzahra" }, { "یاسمن", "رضایی", "yrezaei" },
	{ "יעקב", "כהן", "ycohen" }, { "芳", "李", "lifang" }, { "秀英", "张", "zhangxy" },
	{ "健太", "鈴木", "ksuzuki" }, { "さくら", "田中", "stanaka" }, { "민준", "박", "mpark" },
	{ "서연", "이", "sylee" }, { "สมชาย", "ใจดี", "sjaidee" }, { "राजेश", "कुमार", "rkumar" },
	{ "প্রিয়া", "দাস", "pdas" }, { "அருண்", "முத்து", "amuthu" }, { "Łukasz", "Wójcik", "lwojcik" },
	{ "Žofie", "Dvořáková", "zdvorakova" }, { "Ágnes", "Szabó", "aszabo" },
	{ "Ștefan", "Țăran", "staran" }, { "Íris", "Jónsdóttir", "ijonsdottir" },
	{ "Åse", "Bøe", "aboe" }, { "Öykü", "Yılmaz", "oyilmaz" }, { "Kęstutis", "Žukauskas", "kzukauskas" },
	{ "Tõnu", "Põld", "tpold" }, { "Māra", "Bērziņa", "mberzina" }, { "Béatrice", "Lefèvre", "blefevre" },
	{ "Íñigo", "Peña", "ipena" }, { "João", "Gonçalves", "jgoncalves" }, { "Eoghan", "Ó Súilleabháin", "eosuilleabhain" },
	{ "Siân", "Llŷr", "sllyr" }, { "Mette-Marie", "Kjær", "mmkjaer" }, { "Jean-Luc", "D’Artagnan", "jldartagnan" },
	{ "Anne", "van der Berg", "avanderberg" }, { "Ludwig", "von Preßburg", "lvonpressburg" },
};
const size_t dw_demo_others_count = DW_COUNT(dw_demo_others);

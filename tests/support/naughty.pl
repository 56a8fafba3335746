#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The strings of naughty.txt for tests of the command line, independent of the C that
# they test:
#
#	naughty.pl csv FILE [LINE...]      rows n<i>,<string>,<string>; without those that begin at a LINE
#	naughty.pl hex FILE [LINE...]      the same rows as "n<i> <hex of the string>"
#	naughty.pl sql FILE                SQL that puts each into all text fields of user n<i>
#	naughty.pl words FILE              strings that can be arguments, each with a zero byte after it
#	naughty.pl harmless                fails if its input has what a terminal would obey
#	naughty.pl terminal                fails if its input is not what the console sends a terminal
#	naughty.pl disarmed                fails if its input is CSV that a spreadsheet would run
#
# Strings with a zero byte and those longer than a field are left out.
use strict;
use warnings;

sub unescape {
	my ($s) = @_;
	$s =~ s/\\(\\|x[0-9A-F]{2})/$1 eq '\\' ? '\\' : chr hex substr $1, 1/ge;
	return $s;
}

sub strings {
	my ($file) = @_;
	my @all;
	open my $in, '<:raw', $file or die "$file: $!";
	while (my $line = <$in>) {
		chomp $line;
		next if $line eq '' || $line =~ /^#/;
		my $text = '';
		while ($line =~ /\G(?:\\\{(\d+)\*((?:[^\\}]|\\\\|\\x..)*)\}|((?:[^\\]|\\\\|\\x..)))/gs) {
			$text .= defined $1 ? unescape($2) x $1 : unescape($3);
		}
		push @all, $text if $text !~ /\0/ && length $text <= 65536;
	}
	return @all;
}

# All that ncurses makes of the entries of xterm, linux, vt100, tmux and screen, and the
# modes that Doorward asks for itself: mouse and bracketed paste. There is no OSC, DCS,
# APC, PM or SOS, no C1, no mode besides these and nothing that makes the terminal answer.
my $sequence = qr/\e(?:
	\[[\d;]*[ABCDGHJKLMPSTX\@bdm]	# move, erase, insert, delete, colour
	|\[\d+;\d+r				# scrolling region
	|\[2[23];0;0t				# the title is put aside, and back
	|\[\?\d+c				# shape of the cursor (linux)
	|\[4[hl]				# insert mode
	|\[\?(?:1|3|4|5|7|12|25|12;25|1000|1002|1006|1049|2004)(?:;(?:1000|1002|1006))*[hl]
	|[()][AB0]				# character sets
	|[=>78M]				# keypad, cursor kept, reverse line feed
)/x;

my ($what, $file, @without) = @ARGV;
if ($what eq 'harmless') {
	binmode STDIN, ':raw';
	local $/;
	my $bytes = <STDIN>;
	utf8::decode($bytes) or die "not UTF-8\n";
	die sprintf "U+%04X after: %s\n", ord $2, $1 =~ tr/ -~//cdr
		if $bytes =~ /(.{0,60})(?!\n)([\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}])/;
	exit 0;
}
if ($what eq 'terminal') {
	binmode STDIN, ':raw';
	local $/;
	my $bytes = <STDIN>;
	my %seen;
	# Between sequences there are characters, line ends and the shifts of vt100.
	while ($bytes =~ /\G(?:($sequence)|([^\e]+))/gc) {
		if (defined $1) {
			$seen{$1 =~ s/\d+/N/gr}++;
			next;
		}
		my $text = $2;
		utf8::decode($text) or die "not UTF-8: $text\n";
		die sprintf "U+%04X after: %s\n", ord $2, $1 =~ tr/ -~//cdr
			if $text =~ /(.{0,60})(?![\b\t\n\r\x0E\x0F])([\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}])/;
	}
	die sprintf "after %d bytes: %s\n", pos $bytes, unpack 'H*', substr $bytes, pos $bytes, 24
		if (pos $bytes // 0) < length $bytes;
	printf "%s %d\n", $_ =~ s/\e/ESC /r, $seen{$_} for sort keys %seen;
	exit !%seen;
}
if ($what eq 'disarmed') {
	local $/;
	my $bytes = <STDIN>;
	while ($bytes =~ /\G(?:"((?:[^"]|"")*)"|([^,\r\n]*))(?:,|\r\n)/g) {
		my $field = $1 // $2;
		die "$field\n" if $field =~ /^(?:[=+\-@\t\r\n]|\xef\xbc[\x9d\x8b\x8d]|\xef\xbc\xa0)/;
	}
	exit 0;
}
binmode STDOUT, ':raw';
my %without = map { $_ => 1 } @without;
my ($line, $i) = (2, 0);
print "username,first_name,profile_name\n" if $what eq 'csv';
for my $s (strings($file)) {
	if ($what eq 'sql') {
		my $value = "CAST(x'" . unpack('H*', $s) . "' AS TEXT)";
		print "UPDATE user SET first_name = $value, last_name = $value, profile_name = $value,\n" .
			"\temail = $value, phone = $value WHERE username = 'n$i';\n";
		$i++;
		next;
	}
	if ($what eq 'words') {
		print "$s\0";
		next;
	}
	my $field = $s =~ s/"/""/gr;
	my $height = 1 + 2 * ($s =~ tr/\n//);
	# A guard is taken off again, so what looks guarded gets one more.
	$field = "'$field" if $s =~ /^'+(?:[=+\-@\t\r\n]|\xef\xbc[\x9d\x8b\x8d]|\xef\xbc\xa0)/;
	if (!$without{$line}) {
		print $what eq 'csv' ? "n$i,\"$field\",\"$field\"\n" : "n$i " . uc(unpack 'H*', $s) . "\n";
	}
	$line += $height;
	$i++;
}

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The strings of naughty.txt for tests of the command line, independent of the C that
# they test:
#
#	naughty.pl csv FILE [LINE...]      rows n<i>,<string>,<string>; without those that begin at a LINE
#	naughty.pl hex FILE [LINE...]      the same rows as "n<i> <hex of the string>"
#	naughty.pl words FILE              strings that can be arguments, each with a zero byte after it
#	naughty.pl harmless                fails if its input has what a terminal would obey
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

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a program sent to a terminal, judged by what that type of terminal can do:
#
#	sent.pl TERM [ascii] <BYTES
#
# Fails, and says where, unless every sequence is a string of terminfo for TERM (of any
# parameters), or one of those for mouse and pasting that Doorward sends to terminals
# with a mouse; with "ascii", if a byte is beyond ASCII. Prints how often each was sent.
use strict;
use warnings;

my ($type, $ascii) = @ARGV;
my (%strings, $mouse);

# A string of terminfo as a pattern: what tests and computes writes nothing.
sub pattern {
	my ($text) = @_;
	my $out = '';

	while ($text =~ /\G(?:
		\$<[^>]*>|
		%(?<do>[di]|\d*[dcs]|[?te;]|p\d|\{\d+\}|'[^']*'|[Pg][A-Za-z]|[-+*\/m&|^=>A-Za-z<!~O]|%)|
		\\(?<esc>[Ee]|[0-7]{3}|.)|
		\^(?<ctrl>.)|
		(?<plain>.)
	)/gsx) {
		if (defined $+{do}) {
			my $do = $+{do};
			$out .= $do eq '%' ? '%' : $do eq '?' ? '(?:' : $do eq 'e' ? '|' :
				$do eq ';' ? '|)' : $do =~ /d$/ ? '\d+' : $do =~ /c$/ ? '.' :
				$do =~ /s$/ ? '.*?' : '';
		} elsif (defined $+{esc}) {
			my $c = $+{esc};
			$out .= $c =~ /^e$/i ? '\e' : $c =~ /^[0-7]/ ? sprintf('\x%02x', oct $c) :
				$c eq 's' ? ' ' : $c eq 'n' ? '\n' : $c eq 'r' ? '\r' : $c eq 't' ? '\t' :
				$c eq 'b' ? '\x08' : quotemeta $c;
		} elsif (defined $+{ctrl}) {
			$out .= sprintf '\x%02x', ord($+{ctrl}) & 0x1f;
		} elsif (defined $+{plain}) {
			$out .= quotemeta $+{plain};
		}
	}
	return $out;
}

for (`infocmp -1 -x $type`) {
	$mouse = 1 if /^\s+kmous=/ && $type !~ /^linux/;
	next unless /^\s+(\w+)=(.*),$/;
	my ($name, $text) = ($1, $2);
	# Keys come, they do not go; the others set tabs, print, or are read by programs.
	next if $name =~ /^k/ || $name =~ /^(?:acsc|XM|xm|u[0-9])$/;
	$strings{$name} = pattern($text);
	$strings{$name} =~ s/^\.// if $name eq 'rep'; # the character has been passed already
}
die "no terminal type $type\n" unless %strings;
if ($mouse) {
	$strings{"mode $_"} = '\e\[\?' . $_ . '[hl]' for 1000, 1006, 2004;
}

binmode STDIN, ':raw';
local $/;
my $bytes = <STDIN> // '';
$bytes =~ tr/\0//d; # padding
my (%seen, $at);
while (($at = pos $bytes // 0) < length $bytes) {
	next if $bytes =~ /\G[ -~\r\n\x08]+/gc;
	if ($bytes =~ /\G[\x80-\xff]+/gc) {
		die "a byte beyond ASCII after: " . substr($bytes, $at > 60 ? $at - 60 : 0, 60) =~ tr/ -~//cdr . "\n"
			if $ascii;
		next;
	}
	# The longest that fits: "ESC [ m" is the end of many.
	my $best = 0;
	my $which;
	for my $name (sort keys %strings) {
		pos($bytes) = $at;
		if ($strings{$name} ne '' && $bytes =~ /\G(?:$strings{$name})/gc && pos($bytes) - $at > $best) {
			$best = pos($bytes) - $at;
			$which = $name;
		}
	}
	die sprintf "%s cannot do %s, sent after: %s\n", $type,
		join(' ', map { $_ =~ /[!-~]/ ? $_ : sprintf '%02x', ord } split //, substr $bytes, $at, 16),
		substr($bytes, $at > 40 ? $at - 40 : 0, $at > 40 ? 40 : $at) =~ tr/ -~//cdr if !$best;
	$seen{$which}++;
	pos($bytes) = $at + $best;
}
print "$_ $seen{$_}\n" for sort keys %seen;
exit !%seen;

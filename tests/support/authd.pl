#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A client of doorward-authd, as somebody would write one in an afternoon:
#
#	authd.pl SOCKET                 lines from standard input, each answer on standard output
#	authd.pl SOCKET guess NAME N    N wrong passwords for NAME from N processes and addresses
#	authd.pl totp SECRET SECONDS    the code of an app (RFC 6238), from its Base32
use strict;
use warnings;
use Digest::SHA qw(hmac_sha1);
use IO::Socket::UNIX;

sub totp {
	my ($secret, $time) = @_;
	my $bits = '';
	$secret =~ s/ //g;
	for my $c (split //, $secret) {
		$bits .= sprintf '%05b', index 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', $c;
	}
	my $key = pack 'B*', substr $bits, 0, length($bits) - length($bits) % 8;
	my $mac = hmac_sha1(pack('N2', 0, int($time / 30)), $key);
	my $at = ord(substr $mac, -1) & 15;
	return sprintf '%06d', (unpack('N', substr $mac, $at, 4) & 0x7fffffff) % 1000000;
}

my $socket = shift @ARGV;
if ($socket eq 'totp') {
	print totp(@ARGV), "\n";
	exit;
}

sub dial {
	return IO::Socket::UNIX->new(Peer => $socket) // die "cannot connect: $!\n";
}

if (@ARGV && $ARGV[0] eq 'guess') {
	my (undef, $name, $n) = @ARGV;
	my @children;
	# All are connected before the first one guesses.
	pipe my $wait, my $go or die;
	for my $i (1 .. $n) {
		my $pid = fork // die;
		if ($pid == 0) {
			close $go;
			my $door = dial();
			sysread $wait, my $nothing, 1;
			print $door qq({"v":1,"op":"login","username":"$name","password":"wrong $i",)
				. qq("address":"10.0.) . int($i / 250) . '.' . ($i % 250) . qq("}\n);
			my $answer = <$door> // '';
			exit($answer =~ /"denied"/ ? 0 : 1);
		}
		push @children, $pid;
	}
	close $wait;
	sleep 1;
	close $go;
	my $odd = 0;
	for (@children) {
		waitpid $_, 0;
		$odd++ if $? != 0;
	}
	print "$odd\n";
	exit;
}

my $door = dial();
$| = 1;
while (my $line = <STDIN>) {
	print $door $line;
	my $answer = <$door> // last;
	print $answer;
}

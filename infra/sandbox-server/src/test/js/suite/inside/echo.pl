#!/usr/bin/perl
# A web server for tests: echoes requests, and web socket messages. perl echo.pl PORT
use strict;
use warnings;
use Socket;

$SIG{CHLD} = 'IGNORE';
socket my $listener, PF_INET, SOCK_STREAM, 0 or die $!;
setsockopt $listener, SOL_SOCKET, SO_REUSEADDR, 1;
bind $listener, sockaddr_in(shift, INADDR_LOOPBACK) or die "bind: $!\n";
listen $listener, 64;
$| = 1;
print "ready\n";

while (accept my $client, $listener) {
    next if fork;
    binmode $client;
    select((select($client), $| = 1)[0]);
    my $head = '';
    while (defined(my $line = <$client>)) {
        $head .= $line;
        last if $line =~ /^\r?\n$/;
    }
    if ($head =~ /^Sec-WebSocket-Key:\s*(\S+)/mi) { web_socket($client, $1) }
    else {
        my ($length) = $head =~ /^Content-Length:\s*(\d+)/mi;
        my $body = '';
        read $client, $body, $length if $length;
        my $answer = "$head$body";
        print $client "HTTP/1.1 200 OK\r\nX-Sandbox: $ENV{E2B_SANDBOX_ID}\r\nContent-Length: " . length($answer) . "\r\n\r\n$answer";
    }
    close $client;
    exit;
}

sub web_socket {
    my ($client, $key) = @_;
    my $hex = qx(printf %s '${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11' | sha1sum);
    my $accept = encoded(pack 'H40', $hex);
    print $client "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: $accept\r\n\r\n";
    while (read($client, my $start, 2) == 2) {
        my ($kind, $size) = unpack 'CC', $start;
        $size &= 0x7f;
        if ($size == 126) { read $client, my $more, 2; $size = unpack 'n', $more }
        elsif ($size == 127) { read $client, my $more, 8; $size = unpack 'Q>', $more }
        read $client, my $mask, 4;
        my $text = '';
        read $client, $text, $size if $size;
        $text ^= substr $mask x (1 + $size / 4), 0, $size;
        my $told = $size < 126 ? pack('C', $size) : $size < 65536 ? pack('Cn', 126, $size) : pack('CQ>', 127, $size);
        print $client pack('C', $kind) . $told . $text;
        last if ($kind & 0x0f) == 8;
    }
}

sub encoded {
    my $packed = pack 'u', shift;
    $packed =~ s/^.|\n//mg;
    $packed =~ tr{` -_}{AA-Za-z0-9+/};
    return substr($packed, 0, 27) . '=';
}

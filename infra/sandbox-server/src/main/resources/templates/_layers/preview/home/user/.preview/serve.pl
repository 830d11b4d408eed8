#!/usr/bin/perl
# Shows a front-end project without Node: the markup of its main component with its styles, and its
# public files. The page reloads when a file changes. It runs none of the project's code; for that:
# npm install && npm run dev.
#
# perl serve.pl --root /home/user/project --port 3000
use strict;
use warnings;
use Errno qw(EAGAIN EWOULDBLOCK EINTR);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use Socket;

my %option = (root => '.', port => 3000, @ARGV ? map { s/^--//r } @ARGV : ());
my $root = $option{root};

# By the first main component that exists: where the styles are, and how markup is found.
my @kinds = (
    { main => 'app/page.tsx',                css => ['app/globals.css'],               markup => \&jsx },
    { main => 'src/app/page.tsx',            css => ['src/app/globals.css'],           markup => \&jsx },
    { main => 'src/App.tsx',                 css => ['src/index.css', 'src/App.css'],  markup => \&jsx },
    { main => 'src/App.jsx',                 css => ['src/index.css', 'src/App.css'],  markup => \&jsx },
    { main => 'src/App.vue',                 css => ['src/assets/main.css'],           markup => \&vue },
    { main => 'src/App.svelte',              css => ['src/app.css'],                   markup => \&svelte },
    { main => 'src/app/app.html',            css => ['src/styles.css', 'src/app/app.css'], markup => \&angular },
    { main => 'index.html',                  css => [],                                markup => sub { $_[0] } },
);

my %types = (
    html => 'text/html; charset=utf-8', css => 'text/css', js => 'text/javascript', mjs => 'text/javascript',
    json => 'application/json', svg => 'image/svg+xml', png => 'image/png', jpg => 'image/jpeg',
    ico => 'image/x-icon', webp => 'image/webp', woff2 => 'font/woff2', txt => 'text/plain; charset=utf-8',
);

# ---------------------------------------------------------------- the project's markup

# What stands between "return (" and its closing bracket, made HTML.
sub jsx {
    my ($source) = @_;
    my ($rest) = $source =~ /export\s+default\s.*?\breturn\s*\(?\s*(<.*)/s;
    ($rest) = $source =~ /\breturn\s*\(?\s*(<.*)/s unless defined $rest;
    return '' unless defined $rest;
    my $markup = upto_closing($rest);
    my $values = values_of($source);
    $markup =~ s/\{\s*\/\*.*?\*\/\s*\}//gs;
    $markup =~ s/<>|<\/>//g;
    $markup =~ s/\bclassName=/class=/g;
    $markup =~ s/\bhtmlFor=/for=/g;
    $markup =~ s/<(\/?)Link\b/<$1a/g;
    $markup =~ s/<Image\b/<img/g;
    $markup =~ s/\s[\w:-]+=\{(?:[^{}]|\{[^{}]*\})*\}//g;
    $markup =~ s/\{((?:[^{}]|\{[^{}]*\})*)\}/value($values, $1)/ge;
    $markup =~ s/<\/?[A-Z][\w.]*\b[^>]*>//g;
    $markup =~ s/<((?!area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\w+)([^<>]*)\/>/<$1$2><\/$1>/g;
    return $markup;
}

sub upto_closing {
    my ($rest) = @_;
    my ($round, $at) = (0, 0);
    while ($rest =~ /([()])/g) {
        $round += $1 eq '(' ? 1 : -1;
        $at = pos($rest) - 1;
        return substr($rest, 0, $at) if $round < 0;
    }
    return $rest =~ s/;?\s*\}[^}]*$//sr;
}

# Constants, and what state starts with.
sub values_of {
    my ($source) = @_;
    my %value;
    $value{$1} = $3 while $source =~ /\b(?:const|let|var)\s+(\w+)(?:\s*:\s*\w+)?\s*=\s*(["'`])(.*?)\2/g;
    $value{$1} = $2 while $source =~ /\b(?:const|let|var)\s+(\w+)\s*=\s*(-?[\d.]+)\b/g;
    $value{$1} = $2 while $source =~ /\[\s*(\w+)\s*,[^\]]*\]\s*=\s*useState(?:<[^>]*>)?\(\s*["']?([^"')]*)/g;
    $value{$1} = $2
        while $source =~ /\b(\w+)\s*=\s*(?:ref|signal|\$state)(?:<[^>]*>)?\(\s*["']?([^"')]*)/g;
    return \%value;
}

sub value {
    my ($values, $expression) = @_;
    $expression =~ s/^\s+|\s+$//g;
    return $2 if $expression =~ /^(["'`])(.*)\1$/s;
    my ($name) = $expression =~ /^(?:this\.)?(\w+)(?:\(\))?$/;
    return defined $name && defined $values->{$name} ? escaped($values->{$name}) : '';
}

sub vue {
    my ($source) = @_;
    my ($markup) = $source =~ /<template>(.*)<\/template>/s;
    return '' unless defined $markup;
    my $values = values_of($source);
    $markup =~ s/\{\{(.*?)\}\}/value($values, $1)/ges;
    $markup =~ s/\s(?:v-[\w:.-]+|[\@:#][\w:.-]+)="[^"]*"//g;
    return $markup . styles_in($source);
}

sub svelte {
    my ($source) = @_;
    my $values = values_of($source);
    my $markup = $source;
    $markup =~ s/<script\b.*?<\/script>//gs;
    $markup =~ s/<style\b.*?<\/style>//gs;
    $markup =~ s/\{[#:\/@][^}]*\}//g;
    $markup =~ s/\s(?:on:)?[\w:|-]+=\{(?:[^{}]|\{[^{}]*\})*\}//g;
    $markup =~ s/\{([^{}]*)\}/value($values, $1)/ge;
    return $markup . styles_in($source);
}

sub angular {
    my ($markup) = @_;
    my $class = slurp("$root/src/app/app.ts") // '';
    my $values = values_of($class);
    $values->{$1} //= $3 while $class =~ /\b(\w+)\s*=\s*(["'])(.*?)\2/g;
    $markup =~ s/\{\{(.*?)\}\}/value($values, $1)/ges;
    $markup =~ s/\s(?:\([\w.]+\)|\[[\w.]+\]|\*\w+)="[^"]*"//g;
    $markup =~ s/<router-outlet\s*\/?>(?:<\/router-outlet>)?//g;
    return $markup;
}

sub styles_in {
    my ($source) = @_;
    return join '', map { "<style>$_</style>" } $source =~ /<style\b[^>]*>(.*?)<\/style>/gs;
}

sub escaped {
    my ($text) = @_;
    return $text =~ s/&/&amp;/gr =~ s/</&lt;/gr;
}

sub page {
    my ($kind) = grep { -f "$root/$_->{main}" } @kinds;
    return undef unless $kind;
    my $markup = eval { $kind->{markup}->(slurp("$root/$kind->{main}") // '') } // '';
    my $package = slurp("$root/package.json") // '';
    my ($title) = $package =~ /"name"\s*:\s*"([^"]*)"/;
    my $css = join "\n", grep { defined } map { slurp("$root/$_") } @{ $kind->{css} };
    return $markup . reload() if $markup =~ /<html\b/i;
    return '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        . '<meta name="viewport" content="width=device-width"><title>'
        . escaped($title // 'project')
        . "</title><style>$css</style></head><body><div id=\"root\">$markup</div>"
        . reload()
        . '</body></html>';
}

sub reload {
    return '<script>new EventSource("/__preview/events").addEventListener("change",()=>location.reload())</script>';
}

sub slurp {
    my ($file) = @_;
    open my $in, '<:raw', $file or return undef;
    local $/;
    return scalar <$in>;
}

# A file's time has seconds only, so what changed just now is told by its contents.
my %contents;

sub state_of_file {
    my ($file, $size, $time) = @_;
    my $known = $contents{$file};
    if (!$known || $known->[0] != $size || $known->[1] != $time || $time >= time - 2) {
        my $sum = $size > 1_000_000 ? 0 : unpack '%64N*', (slurp($file) // '') . "\0\0\0";
        $contents{$file} = $known = [$size, $time, $sum];
    }
    return "$file @$known\n";
}

# All files: another text when anything changed.
sub state_of_files {
    my @folders = ($root);
    my $state = '';
    while (defined(my $folder = shift @folders)) {
        opendir my $in, $folder or next;
        for my $name (sort readdir $in) {
            next if $name =~ /^(?:\.|node_modules$|dist$)/;
            my @stat = lstat "$folder/$name" or next;
            if (-d _) { push @folders, "$folder/$name" }
            else { $state .= state_of_file("$folder/$name", $stat[7], $stat[9]) }
        }
    }
    return $state;
}

# ---------------------------------------------------------------- the server

sub answer {
    my ($status, $type, $body, $method) = @_;
    my $head = "HTTP/1.1 $status\r\nContent-Type: $type\r\nContent-Length: " . length($body)
        . "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    return $method eq 'HEAD' ? $head : $head . $body;
}

sub response {
    my ($method, $target) = @_;
    return answer('405 Method Not Allowed', 'text/plain', "GET only\n", $method) if $method !~ /^(?:GET|HEAD)$/;
    my $path = $target =~ s/[?#].*//sr;
    $path =~ s/%([0-9a-fA-F]{2})/chr hex $1/ge;
    if ($path !~ m{(?:^|/)\.} && $path !~ /\0/) {
        for my $file ("$root/public$path", "$root$path") {
            next unless -f $file;
            my ($extension) = $file =~ /\.(\w+)$/;
            last if $path eq '/index.html';
            return answer('200 OK', $types{ $extension // '' } // 'text/plain; charset=utf-8', slurp($file) // '', $method);
        }
    }
    # A path without an extension is a route of the application.
    my $page = $path =~ m{\.\w+$} && $path ne '/index.html' ? undef : page();
    return answer('404 Not Found', 'text/plain', "not found\n", $method) unless defined $page;
    return answer('200 OK', $types{html}, $page, $method);
}

$SIG{PIPE} = 'IGNORE';
socket my $listener, PF_INET, SOCK_STREAM, 0 or die "socket: $!\n";
setsockopt $listener, SOL_SOCKET, SO_REUSEADDR, 1;
bind $listener, sockaddr_in($option{port}, INADDR_LOOPBACK) or die "port $option{port}: $!\n";
listen $listener, 128 or die "listen: $!\n";
nonblocking($listener);
$| = 1;
print "ready on http://localhost:$option{port}\n";

my %client;    # file number => { socket, in, out, events }
my ($known, $looked, $spoken) = ('', 0, time);

sub nonblocking {
    my ($socket) = @_;
    fcntl $socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK;
}

sub drop {
    my ($client) = @_;
    delete $client{ fileno $client->{socket} };
    close $client->{socket};
}

sub receive {
    my ($client) = @_;
    my $count = sysread $client->{socket}, $client->{in}, 65536, length $client->{in};
    return if !defined $count && ($!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR});
    return drop($client) if !$count || length $client->{in} > 65536;
    return if $client->{out} ne '' || $client->{events} || $client->{in} !~ /\r?\n\r?\n/;
    my ($method, $target) = $client->{in} =~ m{^(\w+) (/\S*) HTTP/1\.[01]\r?\n};
    if (!defined $method) {
        $client->{out} = answer('400 Bad Request', 'text/plain', "bad request\n", 'GET');
    }
    elsif ($target =~ m{^/__preview/events}) {
        $known = state_of_files() unless grep { $_->{events} } values %client;
        $client->{events} = 1;
        $client->{out} = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n: hello\n\n";
    }
    else {
        $client->{out} = response($method, $target);
    }
}

sub send_some {
    my ($client) = @_;
    my $count = syswrite $client->{socket}, $client->{out};
    return if !defined $count && ($!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR});
    return drop($client) unless defined $count;
    substr($client->{out}, 0, $count, '');
    drop($client) if $client->{out} eq '' && !$client->{events};
}

sub announce {
    my ($text) = @_;
    $_->{out} .= $text for grep { $_->{events} } values %client;
}

while (1) {
    my ($reading, $writing) = ('', '');
    vec($reading, fileno $listener, 1) = 1;
    my $watched = grep { $_->{events} } values %client;
    for my $number (keys %client) {
        vec($reading, $number, 1) = 1;
        vec($writing, $number, 1) = 1 if $client{$number}{out} ne '';
    }
    # Files are looked at only while somebody waits for a change.
    select $reading, $writing, undef, $watched ? 0.2 : undef;
    if (vec $reading, fileno $listener, 1) {
        while (accept my $socket, $listener) {
            nonblocking($socket);
            $client{ fileno $socket } = { socket => $socket, in => '', out => '', events => 0 };
        }
    }
    for my $number (keys %client) {
        my $client = $client{$number};
        receive($client) if vec $reading, $number, 1;
        send_some($client) if exists $client{$number} && vec $writing, $number, 1;
    }
    if ($watched) {
        my $state = state_of_files();
        announce("event: change\ndata: 1\n\n") if $state ne $known;
        $known = $state;
        if (time - $spoken >= 15) { announce(": still here\n\n"); $spoken = time }
    }
}

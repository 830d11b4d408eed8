package io.sandkeeper.worker.provider.e2b;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks a web address of a sandbox what a browser would ask first, and reads nothing but the status.
 * The host is resolved once and judged, and what was judged is what is connected to: a name that is
 * somewhere else the next time leads nowhere.
 */
final class Frontage {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
    private static final int MOST_OF_A_LINE = 256;

    private final Addresses addresses;
    private final URI provider;

    private Frontage(Addresses addresses, URI provider) {
        this.addresses = addresses;
        this.provider = provider;
    }

    static Frontage of(E2bSettings settings) {
        return with(settings, Addresses.USUAL);
    }

    static Frontage with(E2bSettings settings, Addresses addresses) {
        return new Frontage(addresses, settings.sandboxUrl().orElse(settings.baseUrl()));
    }

    /** What a look showed. */
    sealed interface Sign {
        record Status(int status) implements Sign {}

        record None(String why) implements Sign {}
    }

    Sign status(URI url, Duration limit) {
        var until = System.nanoTime() + limit.toNanos();
        try {
            var address = addresses.resolve(url.getHost());
            if (Addresses.isPrivate(address) && !isHome()) {
                return new Sign.None("refused: its address is a private one");
            }
            return ask(url, address, until);
        } catch (UnknownHostException _) {
            return new Sign.None("unknown host");
        } catch (SocketTimeoutException _) {
            return new Sign.None("no answer within " + limit);
        } catch (SSLException _) {
            return new Sign.None("no TLS connection");
        } catch (IOException broken) {
            return new Sign.None("no connection (" + broken.getClass().getSimpleName() + ')');
        }
    }

    /** A local stack is on a private address as a whole. */
    private boolean isHome() throws UnknownHostException {
        return Addresses.isPrivate(addresses.resolve(provider.getHost()));
    }

    private static Sign ask(URI url, InetAddress address, long until) throws IOException {
        var secure = "https".equals(url.getScheme());
        var port = url.getPort() < 0 ? secure ? 443 : 80 : url.getPort();
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), left(until));
            plain.setSoTimeout(left(until));
            return secure ? askSecurely(url, plain, port, until) : ask(url, plain, until);
        }
    }

    private static Sign askSecurely(URI url, Socket plain, int port, long until)
            throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (var socket = (SSLSocket) factory.createSocket(plain, url.getHost(), port, true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ask(url, socket, until);
        }
    }

    private static Sign ask(URI url, Socket socket, long until) throws IOException {
        var request =
                "GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: sandkeeper\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                        .formatted(url.getRawAuthority());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        var line = STATUS.matcher(firstLine(socket, until));
        return line.matches()
                ? new Sign.Status(Integer.parseInt(line.group(1)))
                : new Sign.None("its answer is not HTTP");
    }

    /** Byte by byte: nothing behind the line is of interest, and a slow one must not take long. */
    private static String firstLine(Socket socket, long until) throws IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        while (line.length() < MOST_OF_A_LINE) {
            socket.setSoTimeout(left(until));
            int next = in.read();
            if (next < 0 || next == '\n') {
                break;
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static int left(long until) throws SocketTimeoutException {
        var millis = Duration.ofNanos(until - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) millis;
    }
}

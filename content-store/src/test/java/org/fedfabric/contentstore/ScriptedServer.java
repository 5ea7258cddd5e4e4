package org.fedfabric.contentstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that answers whatever a test tells it to, down to the bytes of the header. */
final class ScriptedServer implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    /** Writes an answer to a request line such as {@code POST /api/v0/version HTTP/1.1}. */
    interface Script {
        void answer(String requestLine, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> fields = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    static ScriptedServer answering(int status, String body) throws IOException {
        return new ScriptedServer((line, out) -> write(out, status, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends so much of an answer and no more until the test is over. */
    static ScriptedServer hangingAfter(String text) throws IOException {
        ScriptedServer[] self = new ScriptedServer[1];
        self[0] = new ScriptedServer((line, out) -> {
            head(out, text);
            self[0].hang();
        });
        return self[0];
    }

    /** Sends an answer that never ends. */
    static ScriptedServer endless(int status) throws IOException {
        return new ScriptedServer((line, out) -> {
            head(out, "HTTP/1.1 " + status + " X\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = new byte[1 << 16];
            while (true) {
                head(out, "10000\r\n");
                out.write(chunk);
                head(out, "\r\n");
            }
        });
    }

    static void write(OutputStream out, int status, byte[] body) throws IOException {
        head(out, "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length + "\r\n\r\n");
        out.write(body);
        out.flush();
    }

    static void head(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    ContentStore store() {
        return ContentStore.atKubo(endpoint());
    }

    List<String> requests() {
        return requests;
    }

    /** Every header field received, as sent. */
    List<String> fields() {
        return fields;
    }

    int connectionCount() {
        return connections.size();
    }

    /** Opened when a client closed its connection while an answer was being written. */
    CountDownLatch hungUp() {
        return hungUp;
    }

    /** Blocks a script until the test is over. */
    void hang() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            hungUp.countDown(); // the test is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
                requests.add(line);
                long bodyBytes = 0;
                for (String field = readLine(in); !field.isEmpty(); field = readLine(in)) {
                    fields.add(field);
                    if (field.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                        bodyBytes =
                                Long.parseLong(field.substring(LENGTH.length()).strip());
                    }
                }
                in.skipNBytes(bodyBytes);
                script.answer(line, connection.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            hungUp.countDown();
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

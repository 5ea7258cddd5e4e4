package org.fedfabric.audit.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.fedfabric.contentstore.Cid;
import org.fedfabric.contentstore.ContentStore;

/** Content stores of which something is missing, or which hand out something else. */
final class Contents {
    private Contents() {}

    /** A store without some contents. */
    static ContentStore without(ContentStore store, Set<Cid> gone) {
        AuditContent content = new AuditContent(store);
        content.withhold(gone);
        return content;
    }

    /** A store that keeps what is read through it. */
    static ContentStore keeping(ContentStore store, Map<String, byte[]> read) {
        return watched(store, cid -> {}, (cid, bytes) -> {
            synchronized (read) {
                read.put(cid, bytes);
            }
        });
    }

    private static ContentStore watched(
            ContentStore store, Consumer<String> asked, BiConsumer<String, byte[]> answered) {
        return (ContentStore) Proxy.newProxyInstance(
                Contents.class.getClassLoader(), new Class<?>[] {ContentStore.class}, (proxy, method, arguments) -> {
                    try {
                        boolean read = method.getName().equals("get");
                        if (read) {
                            asked.accept(((Cid) arguments[0]).text());
                        }
                        Object result = method.invoke(store, arguments);
                        if (read) {
                            answered.accept(((Cid) arguments[0]).text(), (byte[]) result);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** A store that hands out one content only once another has been asked for. */
    static final class Handover {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final ContentStore store;
        private volatile boolean inOrder = true;

        Handover(ContentStore source, String held, String until) {
            store = watched(
                    source,
                    cid -> {
                        if (cid.equals(until)) {
                            asked.countDown();
                        } else if (cid.equals(held)) {
                            await();
                        }
                    },
                    (cid, bytes) -> {});
        }

        ContentStore store() {
            return store;
        }

        /** Whether the other was asked for in time. */
        boolean inOrder() {
            return inOrder;
        }

        private void await() {
            try {
                inOrder &= asked.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                inOrder = false;
            }
        }
    }

    /** A node that hands out blocks as they lie on its disk, whatever has become of them. */
    static final class Node implements AutoCloseable {
        private final Map<String, byte[]> blocks = new TreeMap<>();
        private final HttpServer server;

        Node(Map<String, byte[]> contents) throws IOException {
            contents.forEach((cid, bytes) -> blocks.put(cid, bytes.clone()));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        /** Flips one bit of a block. */
        void flip(String cid) {
            blocks.get(cid)[0] ^= 1;
        }

        ContentStore store() {
            return ContentStore.atKubo(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        }

        @Override
        public void close() {
            server.stop(0);
        }

        private void answer(HttpExchange exchange) throws IOException {
            String cid = exchange.getRequestURI().getQuery().replaceAll(".*arg=(\\w+).*", "$1");
            byte[] block = blocks.get(cid);
            byte[] answer = block == null
                    ? "{\"Message\":\"block was not found locally (offline): ipld: could not find\",\"Code\":0,\"Type\":\"error\"}"
                            .getBytes(StandardCharsets.UTF_8)
                    : block;
            exchange.sendResponseHeaders(block == null ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        }
    }
}

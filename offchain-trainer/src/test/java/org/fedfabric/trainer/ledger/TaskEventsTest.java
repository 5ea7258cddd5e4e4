package org.fedfabric.trainer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TaskEventsTest {
    @TempDir
    Path folder;

    private final BlockingQueue<LedgerEvent> received = new LinkedBlockingQueue<>();
    private FakePeer own;
    private LedgerConnections connections;
    private LedgerClient client;
    private Path checkpoint;

    @BeforeEach
    void start() throws Exception {
        own = new FakePeer(folder, "AMSP");
        checkpoint = folder.resolve("checkpoints/federation.json");
        connections = LedgerConnections.to(new ConnectionProfile(
                "enterprise-a",
                "AMSP",
                List.of(own.endpoint()),
                Optional.empty(),
                URI.create("http://127.0.0.1:5001"),
                Optional.empty(),
                List.of("federation"),
                "fedfabric",
                folder));
        Path msp = TestCrypto.mspFolder(folder.resolve("msp"), TestCrypto.selfSigned("p1"));
        client = connections.client(ClientIdentity.read(msp, "AMSP"), "federation");
    }

    @AfterEach
    void stop() {
        connections.close();
        own.close();
    }

    private static ChaincodeEventsResponse block(long number, String... transactionIds) {
        ChaincodeEventsResponse.Builder block =
                ChaincodeEventsResponse.newBuilder().setBlockNumber(number);
        for (String id : transactionIds) {
            TaskEvent event = TaskEvent.of(TaskEvent.Kind.CREATED, id);
            block.addEvents(ChaincodeEvent.newBuilder()
                    .setChaincodeId("fedfabric")
                    .setTxId(id)
                    .setEventName(event.kind().eventName())
                    .setPayload(ByteString.copyFrom(CanonicalJson.bytes(event))));
        }
        return block.build();
    }

    private String next() throws InterruptedException {
        LedgerEvent event = received.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event within 20 s").isNotNull();
        return event.blockNumber() + ":" + event.event().task();
    }

    private interface Body {
        void run() throws Exception;
    }

    private void following(EventConsumer consumer, Body body) throws Exception {
        TaskEvents events = client.events(checkpoint, consumer);
        try {
            body.run();
        } finally {
            events.close();
        }
    }

    @Test
    void come_in_the_ledgers_order() throws Exception {
        own.events = request -> List.of(block(3, "a", "b"), block(5, "c"));
        following(received::add, () -> {
            assertThat(List.of(next(), next(), next())).containsExactly("3:a", "3:b", "5:c");
        });
    }

    @Test
    void go_on_after_the_checkpoint_when_the_stream_is_opened_again() throws Exception {
        own.events = request -> List.of(block(3, "a", "b"));
        following(received::add, () -> {
            next();
            next();
        });
        assertThat(Files.readString(checkpoint)).contains("\"blockNumber\":3").contains("\"transactionId\":\"b\"");

        own.events = request -> List.of(block(4, "c"));
        following(received::add, () -> {
            assertThat(next()).isEqualTo("4:c");
        });
        ChaincodeEventsRequest last = own.subscribed.get(own.subscribed.size() - 1);
        assertThat(last.getStartPosition().getSpecified().getNumber()).isEqualTo(3);
        assertThat(last.getAfterTransactionId()).isEqualTo("b");
    }

    @Test
    void come_again_when_the_peer_was_restarted() throws Exception {
        own.events = request -> List.of(block(3, "a"));
        following(received::add, () -> {
            assertThat(next()).isEqualTo("3:a");
            own.events = request -> List.of(block(4, "b"));
            own.restart();
            assertThat(next()).isEqualTo("4:b");
        });
    }

    @Test
    void survive_a_stream_that_fails_at_once() throws Exception {
        own.events = request -> {
            own.events = again -> List.of(block(1, "a"));
            throw FakePeer.error(Code.UNAVAILABLE, "not yet");
        };
        following(received::add, () -> {
            assertThat(next()).isEqualTo("1:a");
        });
    }

    @Test
    void tell_of_an_outage_in_one_line_an_attempt_and_of_its_end() throws Exception {
        List<LogRecord> told = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                told.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(TaskEvents.class.getPackageName());
        logger.addHandler(handler);
        try {
            own.events = request -> {
                own.events = again -> {
                    own.events = third -> List.of(block(1, "a"));
                    throw FakePeer.error(Code.UNAVAILABLE, "going down");
                };
                throw FakePeer.error(Code.UNAVAILABLE, "not yet\nwith\n\tat a second line");
            };
            following(received::add, () -> assertThat(next()).isEqualTo("1:a"));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(told).isNotEmpty().allMatch(record -> record.getThrown() == null);
        List<String> lines = told.stream()
                .map(record -> MessageFormat.format(record.getMessage(), record.getParameters()))
                .filter(line -> line.startsWith("events of federation"))
                .toList();
        assertThat(lines).noneMatch(line -> line.contains("\n"));
        assertThat(lines.get(0)).contains("UNAVAILABLE not yet with at a second line; attempt 2 in ");
        assertThat(lines.get(lines.size() - 1)).contains("come again").contains("attempts that failed");
    }

    @Test
    void begin_with_the_next_block_when_the_checkpoint_is_of_another_network() throws Exception {
        Files.createDirectories(checkpoint.getParent());
        new EventCheckpoint(1, "another", "federation", 99, "x").write(checkpoint);
        own.events = request -> List.of(block(1, "a"));
        following(received::add, () -> {
            assertThat(next()).isEqualTo("1:a");
        });
        assertThat(own.subscribed.get(0).getStartPosition().hasNextCommit()).isTrue();
    }

    @Test
    void do_not_end_because_a_consumer_failed() throws Exception {
        own.events = request -> List.of(block(1, "a", "b"));
        java.util.concurrent.atomic.AtomicBoolean failed = new java.util.concurrent.atomic.AtomicBoolean();
        EventConsumer failing = event -> {
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("once");
            }
            received.add(event);
        };
        following(failing, () -> {
            assertThat(List.of(next(), next()))
                    .as("the failed event is handed over again")
                    .containsExactly("1:a", "1:b");
        });
    }
}

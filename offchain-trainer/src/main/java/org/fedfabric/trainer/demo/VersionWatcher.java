package org.fedfabric.trainer.demo;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fedfabric.protocol.canonical.CanonicalJson;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskState;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerClient;
import org.fedfabric.trainer.ledger.LedgerEvent;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.ledger.LedgerRefusal;

/**
 * Follows a task from outside, as anybody with read access can: each published version in order, until the task has
 * ended. Events say when to look; what is told comes from the ledger.
 */
final class VersionWatcher implements AutoCloseable {
    /**
     * How the ledger stands when a version is told.
     *
     * @param blocks its height
     * @param lowest the lowest reputation of a member
     * @param highest the highest
     */
    record Standing(long blocks, double lowest, double highest) {}

    /** What a watcher tells; each call comes from the thread in {@link #follow}. */
    interface Listener {
        /** Something happened that is no new version: a submission, a close. */
        void progressed(TaskEvent event);

        /** A version was published; its predecessor's record now has the verdicts. */
        void published(VersionRecord version, VersionRecord predecessor, Standing standing);

        /** The network stopped answering; it is asked again until it does. */
        void away(String reason);

        /** The network answers again. */
        void back(long seconds);
    }

    /** Without an event for this long, the ledger is asked: events may stall while a peer restarts. */
    private static final Duration FALLBACK = Duration.ofSeconds(2);

    /** A network that was killed is started again by a person, who first has to notice. */
    static final Duration LONGEST_OUTAGE = Duration.ofMinutes(5);

    private final LedgerClient ledger;
    private final String task;
    private final BlockingQueue<LedgerEvent> events = new LinkedBlockingQueue<>();
    private final AutoCloseable subscription;
    private final Map<Long, String> publishedBy = new TreeMap<>();
    private long blocks;
    private long next;
    private long awaySinceNanos;
    private boolean away;

    VersionWatcher(LedgerClient ledger, String task, Path checkpoint) {
        this.ledger = ledger;
        this.task = task;
        this.subscription = ledger.events(checkpoint, events::add);
    }

    /**
     * Follows until the task has completed or stopped.
     *
     * @param alive asked while nothing happens; it throws when going on makes no sense
     * @return how the task ended
     */
    TaskState follow(Listener listener, Runnable alive) throws LedgerException, InterruptedException {
        TaskState state = TaskState.OPEN;
        while (state != TaskState.COMPLETED && state != TaskState.STOPPED) {
            LedgerEvent event = events.poll(FALLBACK.toMillis(), TimeUnit.MILLISECONDS);
            if (event != null) {
                if (!event.event().task().equals(task)) {
                    continue;
                }
                note(event);
                listener.progressed(event.event());
                if (!changesHead(event.event().kind())) {
                    continue;
                }
            }
            alive.run();
            try {
                TaskState read = state();
                if (read != TaskState.OPEN) {
                    tellNewVersions(listener);
                }
                state = read;
                answered(listener);
            } catch (LedgerRefusal e) {
                throw e;
            } catch (LedgerException e) {
                endure(e, listener);
            }
        }
        return state;
    }

    private void answered(Listener listener) {
        if (away) {
            away = false;
            listener.back(Duration.ofNanos(System.nanoTime() - awaySinceNanos).toSeconds());
        }
    }

    /** The ledger keeps everything that happens meanwhile: nothing is lost by asking later. */
    private void endure(LedgerException failure, Listener listener) {
        if (!away) {
            away = true;
            awaySinceNanos = System.nanoTime();
            listener.away(failure.getMessage());
        } else if (System.nanoTime() - awaySinceNanos > LONGEST_OUTAGE.toNanos()) {
            throw new DemoException(
                    DemoException.NETWORK,
                    "The network must answer within " + LONGEST_OUTAGE.toSeconds() + " s and does not: "
                            + failure.getMessage() + " Start it again with ./test-network.sh up.");
        }
    }

    private static boolean changesHead(TaskEvent.Kind kind) {
        return switch (kind) {
            case STARTED, PUBLISHED, COMPLETED, STOPPED -> true;
            case CREATED, ROSTER, SUBMITTED, CLOSED, EXTENDED -> false;
        };
    }

    private void note(LedgerEvent event) {
        blocks = Math.max(blocks, event.blockNumber() + 1);
        if (event.event().kind() == TaskEvent.Kind.PUBLISHED || event.event().kind() == TaskEvent.Kind.COMPLETED) {
            publishedBy.put(event.event().version(), event.transactionId());
        }
    }

    private TaskState state() throws LedgerException {
        return TaskState.valueOf(JsonParser.parseString(ledger.evaluate("task:Get", task))
                .getAsJsonObject()
                .get("state")
                .getAsString());
    }

    private void tellNewVersions(Listener listener) throws LedgerException {
        long head = version("head").version();
        for (; next <= head; next++) {
            VersionRecord predecessor = next == 0 ? null : version(Long.toString(next - 1));
            listener.published(version(Long.toString(next)), predecessor, standing());
        }
    }

    private Standing standing() throws LedgerException {
        DoubleSummaryStatistics reputations =
                members().stream().mapToDouble(m -> m.expectationMicros() / 1e6).summaryStatistics();
        return new Standing(blocks, reputations.getMin(), reputations.getMax());
    }

    private VersionRecord version(String which) throws LedgerException {
        return CanonicalJson.read(ledger.evaluate("round:Get", task, which), VersionRecord.class);
    }

    /** Blocks on the channel as far as events told. */
    long blocks() {
        return blocks;
    }

    /** The transaction that published a version; absent if its event was missed. */
    String publishedBy(long version) {
        return publishedBy.get(version);
    }

    /** How each member stands now, in the order they came. */
    List<org.fedfabric.trainer.ledger.Standing> members() throws LedgerException {
        return new FederationContract(ledger).roster(task);
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop following events: " + e.getMessage(), e);
        }
    }
}

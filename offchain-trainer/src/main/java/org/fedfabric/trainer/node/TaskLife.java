package org.fedfabric.trainer.node;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fedfabric.contentstore.ContentStoreException;
import org.fedfabric.protocol.ledger.TaskEvent;
import org.fedfabric.protocol.ledger.TaskRecord;
import org.fedfabric.protocol.ledger.UpdateRecord;
import org.fedfabric.protocol.ledger.VersionRecord;
import org.fedfabric.protocol.ledger.VersionState;
import org.fedfabric.telemetry.logs.Subject;
import org.fedfabric.trainer.learning.TrainingDivergedException;
import org.fedfabric.trainer.ledger.FederationContract;
import org.fedfabric.trainer.ledger.LedgerEvent;
import org.fedfabric.trainer.ledger.LedgerException;
import org.fedfabric.trainer.privacy.DivergedException;
import org.fedfabric.trainer.sealing.SealedUpdate;
import org.fedfabric.trainer.sealing.SealingException;

/**
 * One task as this node lives it. A single thread reads the ledger and decides; jobs on other threads report back through
 * the inbox, and so do events. Whatever it believes can be thrown away and read again.
 */
final class TaskLife {
    private static final Logger LOG = System.getLogger(TaskLife.class.getPackageName());

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TaskContext task;
    private final NodeTools tools;
    private final List<Member> members;
    private final FederationContract reader;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final HeadWatch watch = new HeadWatch();
    private final Repetition complaints = new Repetition();
    private final Jobs jobs;
    private final Turns turns;
    private final Pins pins;
    private final Scoring scoring;
    private final VersionNews news;
    private final AtomicBoolean rosterMayHaveChanged = new AtomicBoolean(true);
    private final Map<String, SealedUpdate> sealed = new HashMap<>();
    private final Set<String> submitted = new TreeSet<>();
    private final Set<String> givenUp = new TreeSet<>();
    private final Set<String> searched = new TreeSet<>();
    private VersionRecord head;
    private boolean headIsStale = true;
    private boolean allIsStale = true;
    private TaskRecord ended;
    private SealingException refusedByDisk;

    TaskLife(TaskContext task, NodeTools tools, List<Member> members, VersionNews news) {
        this.task = task;
        this.tools = tools;
        this.members = members;
        this.reader = members.get(0).contract();
        this.jobs = new Jobs(task.name(), inbox::add);
        this.turns = new Turns(reader, task.name());
        this.pins = new Pins(task, tools, reader);
        this.scoring = new Scoring(task, tools, watch);
        this.news = news;
    }

    /** An event of this task; from any thread. */
    void happened(LedgerEvent event) {
        inbox.add(() -> take(event.event()));
    }

    /**
     * Works until the task has ended.
     *
     * @throws DiskRefusedException if an update cannot be put on disk: nothing may be committed to that is not there
     */
    TaskRecord untilEnded() throws InterruptedException, DiskRefusedException {
        try {
            while (ended == null) {
                if (refusedByDisk != null) {
                    throw new DiskRefusedException(refusedByDisk.getMessage(), refusedByDisk);
                }
                try {
                    read();
                    act();
                } catch (LedgerException | RuntimeException e) {
                    if (complaints.isNews(String.valueOf(e.getMessage()))) {
                        LOG.log(Level.WARNING, "{0}: {1}", Subject.of(task.name()), e.getMessage());
                        if (e instanceof RuntimeException) {
                            LOG.log(Level.WARNING, "where it happened", e);
                        }
                    }
                }
                if (ended == null) {
                    rest();
                }
            }
            if (head != null) {
                scoring.scoreLast(members, head);
            }
            return ended;
        } finally {
            watch.end();
        }
    }

    private void take(TaskEvent event) {
        switch (event.kind()) {
            case SUBMITTED -> {
                if (head != null && head.version() == event.version()) {
                    submitted.add(event.participantId());
                }
            }
            case ROSTER -> rosterMayHaveChanged.set(true);
            case STARTED, CLOSED, EXTENDED, PUBLISHED -> headIsStale = true;
            case CREATED, COMPLETED, STOPPED -> {
                headIsStale = true;
                allIsStale = true;
            }
        }
    }

    /** Waits for news; without any for a while, everything is read again. */
    private void rest() throws InterruptedException {
        long nanos = jobs.nanosUntilNext(tools.settings().fallback().toNanos());
        if (head != null && head.state() == VersionState.COLLECTING) {
            long toDeadline = TimeUnit.MILLISECONDS.toNanos(Closing.millisToDeadline(head));
            nanos = toDeadline > 0 ? Math.min(nanos, toDeadline) : nanos;
        }
        if (headIsStale || allIsStale) {
            // Reading failed, or the ledger is about to say how the task ended.
            nanos = Math.min(nanos, LOOK_AGAIN_NANOS);
        }
        boolean whole = nanos >= tools.settings().fallback().toNanos();
        Runnable news = inbox.poll(Math.max(nanos, 1_000_000), TimeUnit.NANOSECONDS);
        if (news == null && whole) {
            headIsStale = true;
            allIsStale = true;
            rosterMayHaveChanged.set(true);
        }
        while (news != null) {
            news.run();
            news = inbox.poll();
        }
    }

    private void read() throws LedgerException {
        if (allIsStale) {
            readTask();
        }
        if (ended == null && (headIsStale || allIsStale)) {
            readHead();
        }
    }

    private void readTask() throws LedgerException {
        TaskRecord record = reader.task(task.name())
                .orElseThrow(() ->
                        new IllegalStateException("Task " + task.name() + " was on the ledger and must stay there"));
        if (Joining.hasEnded(record)) {
            ended = record;
            reader.head(task.name()).ifPresent(this::keep);
        }
    }

    private void readHead() throws LedgerException {
        Optional<VersionRecord> read = reader.head(task.name());
        boolean whole = allIsStale;
        headIsStale = false;
        allIsStale = false;
        // Other peers may lag behind the own one, whose answer was newer.
        if (read.isEmpty() || (head != null && read.get().version() < head.version())) {
            return;
        }
        boolean first = head == null;
        boolean moved = first || head.version() != read.get().version();
        head = read.get();
        if (moved) {
            begin(first);
        }
        watch.set(head);
        if (head.state() == VersionState.FINAL) {
            readTask();
            allIsStale = ended == null;
        } else if (head.state() == VersionState.COLLECTING && (first || whole)) {
            for (UpdateRecord update : reader.updates(task.name(), head.version())) {
                submitted.add(update.participantId());
            }
        }
    }

    /** A version this process has not seen before; only of the first one can anything lie on disk. */
    private void begin(boolean first) {
        jobs.forget();
        sealed.clear();
        submitted.clear();
        givenUp.clear();
        searched.clear();
        List<String> selected = members.stream()
                .map(Member::id)
                .filter(head.selected()::contains)
                .toList();
        if (first) {
            news.begun();
        } else {
            searched.addAll(selected);
            news.published(head);
        }
        LOG.log(
                Level.INFO,
                "{0}: is published, score {1}; selected here: {2}",
                Subject.of(task.name(), head.version()),
                head.scoreMicros() / 1e6,
                selected);
        tools.progress().step(members.get(0).id(), task.name(), head.version(), "published-seen");
    }

    private void act() {
        if (head == null || ended != null) {
            return;
        }
        VersionRecord at = head;
        switch (at.state()) {
            case COLLECTING -> {
                members.stream().filter(m -> at.selected().contains(m.id())).forEach(this::contribute);
                closeWhenDue(at);
            }
            case CLOSED -> {
                members.forEach(member -> at.contributors().stream()
                        .filter(counted -> counted.id().equals(member.id()))
                        .forEach(counted -> jobs.once(
                                "reveal " + member.id(),
                                tools.io(),
                                () -> contribution(member, at).reveal(counted))));
                jobs.once("advance", tools.io(), () -> advance(at));
            }
            case UNSEALING, PUBLISHED, FINAL -> {
                // Read again until there is a successor, or until the task's record says how it ended.
            }
        }
        if (hasSubmitted(at)) {
            scoring.score(members, at);
        }
        String mspId = reader.client().identity().mspId();
        jobs.once("look up turns", tools.io(), () -> turns.before(mspId, at.version()));
        jobs.once("keep", tools.io(), () -> {
            pins.keepHead(at);
            if (at.version() == 0) {
                pins.keepValidationSet();
            }
        });
    }

    /** Whether nobody here still trains for this version: what is only for the owner comes after that. */
    private boolean hasSubmitted(VersionRecord at) {
        return at.state() != VersionState.COLLECTING
                || members.stream()
                        .map(Member::id)
                        .filter(at.selected()::contains)
                        .allMatch(id -> submitted.contains(id) || givenUp.contains(id));
    }

    private void contribute(Member member) {
        String id = member.id();
        VersionRecord at = head;
        if (submitted.contains(id) || givenUp.contains(id)) {
            return;
        }
        SealedUpdate update = sealed.get(id);
        if (!searched.contains(id)) {
            jobs.once("search " + id, tools.io(), () -> {
                Optional<SealedUpdate> earlier = contribution(member, at).sealedEarlier();
                report(at, () -> {
                    earlier.ifPresent(found -> sealed.put(id, found));
                    searched.add(id);
                });
            });
        } else if (update == null) {
            jobs.once("train " + id, tools.training(), () -> make(member, at));
        } else {
            jobs.once("submit " + id, tools.io(), () -> {
                boolean recorded = contribution(member, at).submit(update);
                report(at, () -> (recorded ? submitted : givenUp).add(id));
            });
        }
    }

    private void make(Member member, VersionRecord at) throws ContentStoreException {
        if (!watch.isAt(at)) {
            return;
        }
        try {
            SealedUpdate update = contribution(member, at).make();
            report(at, () -> sealed.put(member.id(), update));
        } catch (DivergedException | TrainingDivergedException e) {
            LOG.log(Level.WARNING, "{0}: {1}: {2}", Subject.of(task.name(), at.version()), member.id(), e.getMessage());
            report(at, () -> givenUp.add(member.id()));
        } catch (SealingException e) {
            if (!(e.getCause() instanceof IOException) || e.getCause() instanceof ClosedByInterruptException) {
                throw e;
            }
            inbox.add(() -> refusedByDisk = e);
        }
    }

    private void closeWhenDue(VersionRecord at) {
        boolean due =
                Closing.isTargetIn(at, submitted, task.spec().schedule().quorum()) || Closing.millisToDeadline(at) == 0;
        if (due) {
            jobs.once("close by " + at.deadlineMillis(), tools.io(), () -> {
                new Closing(task, tools.progress(), watch, turns, at, members).run();
                report(at, () -> headIsStale = true);
            });
        }
    }

    private void advance(VersionRecord at) throws InterruptedException, LedgerException {
        // Read before it is lowered: who joins while this runs is for the next version.
        boolean rosterChanged = rosterMayHaveChanged.getAndSet(false);
        boolean settled = false;
        try {
            Advancement advancement = new Advancement(task, tools, watch, turns, members, rosterChanged, at);
            advancement.run();
            settled = advancement.isRosterSettled();
        } finally {
            // More than one Advance takes may be waiting, or what was read was not what was committed: looked at again.
            if (!settled) {
                rosterMayHaveChanged.set(true);
            }
        }
        report(at, () -> headIsStale = true);
    }

    /** What a job found out, if its version is still the head. */
    private void report(VersionRecord at, Runnable finding) {
        inbox.add(() -> {
            if (head.version() == at.version()) {
                finding.run();
            }
        });
    }

    private void keep(VersionRecord last) {
        if (head != null && head.version() < last.version()) {
            news.published(last);
        }
        head = last;
        watch.set(last);
        try {
            pins.keepHead(last);
        } catch (ContentStoreException | LedgerException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the last model is not pinned: {1}",
                    Subject.of(task.name(), last.version()),
                    e.getMessage());
        }
    }

    private Contribution contribution(Member member, VersionRecord at) {
        return new Contribution(task, tools, member, at);
    }
}
